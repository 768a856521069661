// SPDX-License-Identifier: Apache-2.0
#include "identify/system_packages.hpp"

#include <algorithm>
#include <utility>

#include "base/digest.hpp"
#include "base/path.hpp"
#include "base/text.hpp"
#include "formats/spdx_expression.hpp"

namespace souptrace::identify {
namespace {

bool is_the_products(const BuildFacts& facts, const std::string& path) {
  return path::is_below(path, facts.source_directory) || path::is_below(path, facts.build_directory);
}

class SystemResolver final : public Resolver {
 public:
  SystemResolver(std::string root, SystemLookUp look_up) : root_(std::move(root)), look_up_(look_up) {}

  Outcome<Knowledge> resolve(const Question& question) override {
    Outcome<Knowledge> out;
    const SystemRoot root(question.host, question.facts, root_);
    const SystemQuestion asked = ask(root, question);
    if (asked.paths.empty()) return out;
    SystemPackages packages = out.take(look_up_(asked));
    for (std::size_t i = 0; i < question.files.size(); ++i) claim_file(question, i, root, packages, out);
    out.value.components = std::move(packages.components);
    return out;
  }

 private:
  static SystemQuestion ask(const SystemRoot& root, const Question& question) {
    SystemQuestion out{root, {}, false};
    for (const std::string& path : wanted_paths(root, question))
      for (std::string& spelling : root.spellings(path)) out.paths.insert(std::move(spelling));
    for (std::size_t i = 0; i < question.files.size() && !out.unowned; ++i) {
      const std::string& path = question.files[i].path;
      out.unowned = !question.listed[i] && root.inner(path) && !is_the_products(question.facts, path);
    }
    return out;
  }

  static void claim_file(const Question& question, std::size_t index, const SystemRoot& root,
                         const SystemPackages& packages, Outcome<Knowledge>& out) {
    const FileInQuestion& file = question.files[index];
    for (const RecordedFile* record : records(root, packages, file.path))
      claim_recorded_file(question, index, *record, out);
    for (const std::string& alias : file.aliases)
      for (const RecordedFile* record : records(root, packages, alias))
        claim_link(index, *record, out);
  }

  static std::vector<const RecordedFile*> records(const SystemRoot& root, const SystemPackages& packages,
                                                  const std::string& path) {
    std::vector<const RecordedFile*> out;
    const auto inner = root.inner(path);
    if (!inner) return out;
    for (const std::string& spelling : root.spellings(*inner))
      if (const auto found = packages.files.find(spelling); found != packages.files.end())
        for (const RecordedFile& record : found->second) out.push_back(&record);
    return out;
  }

  static void claim_link(std::size_t index, const RecordedFile& record, Outcome<Knowledge>& out) {
    Evidence listing = record.listing;
    listing.text += ", the name under which the build found the file";
    out.value.claims.push_back({index,
                                Reach::link,
                                "",
                                {record.component,
                                 Tier::package_db_listed,
                                 record.manager + ": owns a symbolic link to the file",
                                 {std::move(listing)}}});
  }

  std::string root_;
  SystemLookUp look_up_;
};

}  // namespace

std::unique_ptr<Resolver> system_resolver(std::string root, SystemLookUp look_up) {
  return std::make_unique<SystemResolver>(std::move(root), look_up);
}

std::vector<std::string> wanted_paths(const SystemRoot& root, const Question& question) {
  std::set<std::string> out;
  for (const FileInQuestion& file : question.files) {
    if (const auto path = root.inner(file.path)) out.insert(*path);
    for (const std::string& alias : file.aliases)
      if (const auto path = root.inner(alias)) out.insert(*path);
  }
  return {out.begin(), out.end()};
}

void add_recorded_file(SystemPackages& packages, const std::string& path, RecordedFile record) {
  packages.files[path].push_back(std::move(record));
}

Finding system_database_broken(const std::string& place, const std::string& text, const std::string& remedy) {
  return {"database-broken", Severity::error, place, text, remedy};
}

License stated_license(const std::string& text, const std::string& place) {
  const std::string stated(trim(text));
  if (stated.empty()) return {"NOASSERTION", "", ""};
  const auto expression = formats::normalize_spdx_expression(stated);
  if (expression) return {*expression, place, ""};
  return {"NOASSERTION", place, sha256_hex(as_bytes(stated))};
}

void set_property(Component& component, const std::string& key, const std::string& value) {
  if (!value.empty()) component.properties[key] = value;
}

}  // namespace souptrace::identify
