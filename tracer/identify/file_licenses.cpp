// SPDX-License-Identifier: Apache-2.0
#include "identify/file_licenses.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/digest.hpp"
#include "base/path.hpp"
#include "base/text.hpp"
#include "formats/spdx_terms.hpp"
#include "identify/reuse_project.hpp"

namespace souptrace::identify {
namespace {

bool is_source_tree(const Component& component) {
  constexpr std::array<std::string_view, 5> kOrigins{"git", "fetchcontent", "externalproject", "cpm",
                                                     "declared"};
  return component.kind == ComponentKind::soup &&
         std::find(kOrigins.begin(), kOrigins.end(), component.origin) != kOrigins.end();
}

/// What the files of one component say.
struct Tagged {
  std::set<std::string> roots;
  std::size_t files = 0;
  std::size_t tagged = 0;
  std::map<std::string, std::size_t> expressions;  ///< to the number of files
  std::map<std::string, std::string> first;        ///< expression → a file that says so
  std::vector<std::string> malformed;
};

void add_file(const ReuseProject::FileTags& file, Tagged& out) {
  ++out.files;
  for (const std::string& text : file.tags.malformed)
    out.malformed.push_back(file.place + ": \"" + text + '"');
  if (!file.tags.malformed.empty() || file.tags.expressions.empty()) return;
  ++out.tagged;
  const std::string all =
      formats::spdx_conjunction({file.tags.expressions.begin(), file.tags.expressions.end()});
  ++out.expressions[all];
  out.first.try_emplace(all, file.place);
}

std::string summary(const Tagged& tagged) {
  std::string list;
  for (const auto& [expression, count] : tagged.expressions)
    add_word(list, expression + " (" + std::to_string(count) + ')');
  return std::to_string(tagged.tagged) + " of " + std::to_string(tagged.files) +
         " used files are tagged: " + list;
}

bool has_license(const Component& component) {
  return !component.license.expression.empty() && component.license.expression != "NOASSERTION";
}

void conclude(Host& host, const Tagged& tagged, Component& component) {
  std::set<std::string> all;
  for (const auto& [expression, count] : tagged.expressions) all.insert(expression);
  component.license.expression = formats::spdx_conjunction(all);
  component.license.source = "file tags";
  component.evidence.push_back({"spdx-tags", tagged.first.begin()->second, summary(tagged)});
  if (tagged.roots.size() != 1 || formats::spdx_terms(component.license.expression).size() != 1) return;
  const auto text =
      host.read(path::join(*tagged.roots.begin(), "LICENSES/" + component.license.expression + ".txt"));
  if (text) component.license.text_sha256 = sha256_hex((*text)->bytes());
}

void report_contradiction(const Tagged& tagged, const Component& component, Outcome<Identification>& out) {
  std::vector<std::string> names;
  for (const auto& [expression, place] : tagged.first)
    if (!formats::spdx_contains(component.license.expression, expression))
      names.push_back(expression + " (" + std::to_string(tagged.expressions.at(expression)) + ", e.g. " +
                      place + ')');
  if (names.empty()) return;
  out.add(
      {"license-contradicts", Severity::warning, component.id,
       "the licence is " + component.license.expression + " (" + component.license.source +
           "), but used files are tagged " + few_of(names),
       "State the licence of all that is used, or declare the part under another licence as a component of "
       "its own"});
}

class FileLicenses {
 public:
  FileLicenses(Host& host, const std::vector<DirectoryOwner>& directories, Outcome<Identification>& out)
      : host_(host), out_(out) {
    for (const DirectoryOwner& one : directories) sources_.emplace(one.component, one.directory);
  }

  void add(const FileInQuestion& file, const std::vector<FileClaim>& claims) {
    const auto owner = out_.value.files.find(file.path);
    if (owner == out_.value.files.end()) return;
    const std::string& id = owner->second.chosen.component;
    const auto component = out_.value.components.find(id);
    if (component == out_.value.components.end() || !is_source_tree(component->second)) return;
    const std::string root = source_directory(id, claims);
    if (root.empty()) return;
    const auto [project, is_new] = projects_.try_emplace(root, host_, root);
    Tagged& tagged = tagged_[id];
    tagged.roots.insert(root);
    add_file(project->second.tags_of(file.path, !is_binary_name(file.path)), tagged);
  }

  void finish() {
    for (const auto& [id, tagged] : tagged_) {
      Component& component = out_.value.components.at(id);
      std::vector<std::string> malformed = tagged.malformed;
      for (const std::string& root : tagged.roots)
        for (const auto& [place, problem] : projects_.at(root).problems())
          malformed.push_back(place + ": " + problem);
      if (!malformed.empty())
        out_.add({"license-malformed", Severity::note, id,
                  "what files say of their licence cannot be read: " + few_of(malformed),
                  "Correct it at its source, or declare the licence with souptrace_component(LICENSE …)"});
      if (tagged.tagged > 0) component.properties["file-licenses"] = summary(tagged);
      if (has_license(component))
        report_contradiction(tagged, component, out_);
      else if (tagged.tagged == tagged.files && malformed.empty())
        conclude(host_, tagged, component);
    }
  }

 private:
  /// The innermost source directory of the component in which the file lies; "" when the file is not its
  /// source: a package's record lists it, the build makes it, or it lies in a build directory.
  [[nodiscard]] std::string source_directory(const std::string& id,
                                             const std::vector<FileClaim>& claims) const {
    std::string out;
    for (const FileClaim& one : claims) {
      if (one.claim.component != id || one.reach == Reach::link) continue;
      if (one.reach != Reach::directory) return "";
      if (sources_.contains({id, one.directory}) && one.directory.size() > out.size()) out = one.directory;
    }
    return out;
  }

  Host& host_;
  Outcome<Identification>& out_;
  std::set<std::pair<std::string, std::string>> sources_;  ///< component, directory
  std::map<std::string, ReuseProject> projects_;           ///< by root
  std::map<std::string, Tagged> tagged_;                   ///< by component
};

}  // namespace

void add_file_licenses(Host& host, const std::vector<FileInQuestion>& files,
                       const std::vector<std::vector<FileClaim>>& claims,
                       const std::vector<DirectoryOwner>& directories, Outcome<Identification>& out) {
  FileLicenses licenses(host, directories, out);
  for (std::size_t i = 0; i < files.size(); ++i) licenses.add(files[i], claims[i]);
  licenses.finish();
}

}  // namespace souptrace::identify
