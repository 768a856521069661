// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "base/path.hpp"
#include "model/names.hpp"
#include "review/judgements.hpp"
#include "review/reconcile.hpp"

namespace souptrace::review {
namespace {

/// Whether the bytes that this input puts into the binary were compiled by this build, of a source that is known.
bool is_compiled_here(const TraceIndex& index, const TraceInput& input) {
  const Compilation* compilation = index.compilation(input.member.empty() ? input.file : input.object);
  return compilation != nullptr && !compilation->source.empty();
}

/// Whether judgements are bound to this file's digest, see soup_facts().
bool is_bound(const TraceIndex& index, const UsedFile& used) {
  if (!used.runtime.empty()) return true;
  return std::any_of(used.inputs.begin(), used.inputs.end(), [&](const TraceInput* input) {
    if (input->use == Use::compiled_in) return used.file->owner.chosen.tier != Tier::package_db_verified;
    return is_part(input->use) && !is_compiled_here(index, *input);
  });
}

std::string_view manner(const TraceInput& input) {
  if (input.use == Use::needed) return "dynamic";
  if (input.use == Use::compiled_in) return input.role == Role::header ? "headers" : "sources";
  return input.role == Role::startup_object ? "startup objects" : "static";
}

class Facts {
 public:
  Facts(const TraceIndex& index, const TraceBinary& binary) : index_(index) { link_.binary = binary.name; }

  void add(const UsedFile& used, std::set<std::vector<std::string>>& files) {
    if (!used.is_part()) return;
    present_ = true;
    if (is_bound(index_, used)) {
      const TraceFile& file = *used.file;
      files.insert({std::string(path::filename(file.path.path)), file.sha256, text_of(file.path),
                    std::string(name_of(file.owner.chosen.tier))});
    }
    if (!used.runtime.empty()) how_.insert("loaded");
    for (const TraceInput* input : used.inputs) {
      if (!is_part(input->use)) continue;
      how_.insert(std::string(manner(*input)));
      if (!input->member.empty())
        members_.insert(std::string(path::filename(used.file->path.path)) + '(' + input->member + ')');
    }
  }
  void finish(std::vector<SoupLink>& out) {
    if (!present_) return;
    link_.how.assign(how_.begin(), how_.end());
    link_.members.assign(members_.begin(), members_.end());
    out.push_back(std::move(link_));
  }

 private:
  const TraceIndex& index_;
  SoupLink link_;
  bool present_ = false;
  std::set<std::string> how_;
  std::set<std::string> members_;
};

}  // namespace

SoupFacts soup_facts(const TraceIndex& index, const std::vector<const Component*>& components,
                     const std::vector<const TraceFile*>& files) {
  SoupFacts out;
  for (const Component* component : components) out.components.push_back(component->id);
  std::sort(out.components.begin(), out.components.end());
  const std::set<const Component*> own(components.begin(), components.end());
  const std::set<const TraceFile*> curated(files.begin(), files.end());
  std::set<std::vector<std::string>> bound;
  for (const TraceBinary& binary : index.trace().binaries) {
    Facts facts(index, binary);
    for (const UsedComponent& used : used_components(index, binary))
      for (const UsedFile& file : used.files)
        if (used.component == nullptr ? curated.contains(file.file) : own.contains(used.component)) facts.add(file, bound);
    facts.finish(out.linked_into);
  }
  for (const std::vector<std::string>& file : bound) out.files.push_back({file[0], file[1], file[2], file[3]});
  out.digest = facts_digest(out);
  return out;
}

std::vector<std::string> unregistered_facts(const SoupFacts& now, const SoupFacts& registered) {
  std::vector<std::string> out;
  for (const std::string& component : now.components)
    if (std::find(registered.components.begin(), registered.components.end(), component) == registered.components.end())
      out.push_back("component " + component);
  for (const SoupFile& file : now.files) {
    const bool known = std::any_of(registered.files.begin(), registered.files.end(), [&](const SoupFile& other) {
      return other.sha256 == file.sha256 && other.name == file.name;
    });
    if (!known) out.push_back("file " + file.name + ' ' + file.sha256);
  }
  return out;
}

}  // namespace souptrace::review
