// SPDX-License-Identifier: Apache-2.0
#include "write/bom_plan.hpp"

#include <algorithm>
#include <set>
#include <unordered_set>

#include "base/text.hpp"
#include "model/names.hpp"

namespace souptrace::write {
namespace {

using What = Part::What;

class Planner {
 public:
  Planner(const TraceIndex& index, const TraceBinary& binary) : index_(index) {
    plan_.subject = unique("binary:" + binary.name);
    plan_.linked = unique("file:" + text_of(binary.path));
    if (binary.shipped.empty()) return;
    plan_.shipped.emplace_back();
    plan_.shipped.back().what = What::linked;
    plan_.shipped.back().ref = plan_.linked;
    for (const ShippedFile& shipped : binary.shipped) add_shipped(shipped);
  }

  void add(const UsedComponent& used) {
    std::vector<const UsedFile*> files;
    for (const UsedFile& file : used.files)
      if (file.is_part()) files.push_back(&file);
    if (files.empty()) return;
    if (used.component != nullptr && used.component->kind != ComponentKind::product)
      return add_package(used, files);
    for (const UsedFile* file : files) {
      const bool own = used.component != nullptr && !file->is_shared_library();
      Part part = file_part(*file, used.component);
      plan_.part_of_file.emplace(file->file->id, own ? plan_.subject : part.ref);
      (own ? plan_.own : plan_.parts).push_back(std::move(part));
    }
  }

  void add_missing(const TraceRuntimeLibrary& library) {
    if (!library.file.empty() || !missing_.insert(library.name).second) return;
    Part part;
    part.what = What::missing;
    part.ref = unique("missing:" + library.name);
    part.library = &library;
    part.external = true;
    plan_.parts.push_back(std::move(part));
  }

  BomPlan finish() {
    sort(plan_.own);
    sort(plan_.shipped);
    sort(plan_.parts);
    return std::move(plan_);
  }

 private:
  void add_shipped(const ShippedFile& shipped) {
    Part part;
    part.what = What::shipped;
    part.ref = unique("shipped:" + text_of(shipped.path));
    part.shipped = &shipped;
    plan_.shipped.push_back(std::move(part));
  }

  /// Two names may become one when bytes that are not UTF-8 are written as %XX.
  std::string unique(const std::string& wanted) {
    const std::string base = to_utf8(wanted);
    std::string ref = base;
    for (unsigned n = 2; !refs_.insert(ref).second; ++n) ref = base + '#' + std::to_string(n);
    return ref;
  }

  static bool is_provided(const UsedFile* file) {
    const Root root = file->file->path.root;
    return file->is_shared_library() && (root == Root::system || root == Root::host);
  }

  static void sort(std::vector<Part>& parts) {
    std::sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) { return a.ref < b.ref; });
    for (Part& part : parts) sort(part.children);
  }

  void add_members(Part& parent, const UsedFile& file, const Component* owner) {
    for (const TraceInput* input : file.inputs) {
      if (input->member.empty() || input->use != Use::linked) continue;
      Part part;
      part.what = What::member;
      part.ref = unique("file:" + text_of(file.file->path) + '(' + input->member + '@' +
                        std::to_string(input->offset) + ')');
      part.component = owner;
      part.file = &file;
      part.member = input;
      parent.children.push_back(std::move(part));
    }
  }

  Part file_part(const UsedFile& file, const Component* owner) {
    Part part;
    part.what = What::file;
    part.ref = unique("file:" + text_of(file.file->path));
    part.component = owner;
    part.file = &file;
    part.external = is_provided(&file);
    add_members(part, file, owner);
    return part;
  }

  void add_package(const UsedComponent& used, const std::vector<const UsedFile*>& files) {
    Part package;
    package.component = used.component;
    package.ref = unique("component:" + used.component->id);
    package.complete_inside = is_built_here(index_, used);
    package.external = std::all_of(files.begin(), files.end(), is_provided);
    const auto linked = [](const UsedFile* file) { return !file->is_compiled_in_only(); };
    const UsedFile* only = nullptr;
    if (std::count_if(files.begin(), files.end(), linked) == 1)
      only = *std::find_if(files.begin(), files.end(), linked);
    for (const UsedFile* file : files) {
      plan_.part_of_file.emplace(file->file->id, package.ref);
      if (file != only) package.children.push_back(file_part(*file, used.component));
    }
    if (only != nullptr) {
      package.file = only;
      package.file_ref = unique("file:" + text_of(only->file->path));
      add_members(package, *only, used.component);
    }
    plan_.parts.push_back(std::move(package));
  }

  const TraceIndex& index_;
  BomPlan plan_;
  std::unordered_set<std::string> refs_;
  std::set<std::string_view> missing_;
};

}  // namespace

BomPlan plan_bom(const TraceIndex& index, const TraceBinary& binary, const std::vector<UsedComponent>& used) {
  Planner planner(index, binary);
  for (const UsedComponent& component : used) planner.add(component);
  for (const TraceRuntimeLibrary& library : binary.runtime) planner.add_missing(library);
  return planner.finish();
}

bool has_explained(const TraceBinary& binary) {
  return std::any_of(binary.shipped.begin(), binary.shipped.end(), [](const ShippedFile& file) { return !file.steps.empty(); });
}

const ShippedFile* deliverable(const TraceBinary& binary) {
  if (binary.shipped.empty()) return nullptr;
  const ShippedFile& first = binary.shipped.front();
  const bool one = std::all_of(binary.shipped.begin(), binary.shipped.end(),
                               [&](const ShippedFile& other) { return other.sha256 == first.sha256 && !other.steps.empty(); });
  return one ? &first : nullptr;
}

bool has_license(const Component& component) {
  return !component.license.expression.empty() && component.license.expression != "NOASSERTION";
}

bool is_license_concluded(const Component& component) {
  const bool by_author = component.origin == "declared" || component.origin == "product";
  return has_license(component) && by_author && component.license.source != "file tags";
}

}  // namespace souptrace::write
