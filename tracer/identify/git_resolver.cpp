// SPDX-License-Identifier: Apache-2.0
#include "identify/git_resolver.hpp"

#include <utility>

#include "base/path.hpp"
#include "formats/git_config.hpp"
#include "identify/product_resolver.hpp"

namespace souptrace::identify {
namespace {

constexpr std::uint32_t kGitlinkMode = 0160000;
/// More names than this in one finding help nobody.
constexpr std::size_t kMaximumNames = 5;

Finding unreadable(const WorkTree& tree, const std::string& component) {
  return {
      "git-unreadable", Severity::warning, component,
      "the state of the work tree " + tree.root + " is not known: " + tree.problem,
      "Make the repository readable and git available, or declare the component with souptrace_component()"};
}

Finding modified(const WorkTree& tree, const std::string& place, const std::string& component,
                 const std::vector<std::string>& names) {
  std::string list;
  for (std::size_t i = 0; i < names.size() && i < kMaximumNames; ++i) list += (i == 0 ? "" : ", ") + names[i];
  if (names.size() > kMaximumNames) list += ", …";
  return {"worktree-modified", Severity::warning, component,
          std::to_string(names.size()) + " used files of " + place + " are not as in commit " + tree.commit +
              ": " + list,
          "Commit the changes to a fork and use that commit, or take them back"};
}

FileClaim tree_claim(const Question& question, const WorkTree& tree, std::size_t file,
                     const std::string& component, TrackedState state) {
  FileClaim one{file,
                Reach::directory,
                tree.root,
                {component, Tier::declared, "git: in the work tree, not as committed", {}}};
  const std::string place = evidence_place(question.facts, path::join(tree.root, ".git"));
  const formats::GitIndexEntry* entry = tree.entry(path::below(question.files[file].path, tree.root));
  if (state == TrackedState::unchanged) {
    one.claim.tier = Tier::vcs_pinned;
    one.claim.rule = "git: tracked and unchanged";
    one.claim.evidence.push_back({"git", place, "blob " + entry->oid + " of commit " + tree.commit});
  } else {
    const char* what = state == TrackedState::modified ? "modified since commit " : "not tracked in commit ";
    one.claim.evidence.push_back(
        {"git", place, what + (tree.commit.empty() ? std::string("(none)") : tree.commit)});
  }
  return one;
}

class GitResolver final : public Resolver {
 public:
  GitResolver(WorkTrees& trees, std::set<std::string> skipped)
      : trees_(trees), skipped_(std::move(skipped)) {}

  Outcome<Knowledge> resolve(const Question& question) override {
    Outcome<Knowledge> out;
    std::map<std::string, std::vector<std::size_t>> by_root;
    for (std::size_t i = 0; i < question.files.size(); ++i) {
      if (question.listed[i]) continue;
      const std::string& file = question.files[i].path;
      const std::string root = trees_.root_of(std::string(path::parent(file)));
      if (root.empty() || skipped_.contains(root)) continue;
      // A build directory that happens to lie in a repository does not make what is built the repository's.
      const std::string& build = question.facts.build_directory;
      if (path::is_below(file, build) && !path::is_below(root, build)) continue;
      by_root[root].push_back(i);
    }
    const std::string product_root = trees_.root_of(question.facts.source_directory);
    for (const auto& [root, files] : by_root) {
      const WorkTree& tree = trees_.at(root);
      if (root == product_root)
        claim_product(question, tree, files, out);
      else
        claim_component(question, tree, files, out);
    }
    return out;
  }

 private:
  /// The product's own files: only what is tracked and as committed is claimed here; the rest is
  /// product_resolver's.
  void claim_product(const Question& question, const WorkTree& tree, const std::vector<std::size_t>& files,
                     Outcome<Knowledge>& out) {
    if (!tree.problem.empty()) {
      Finding finding = unreadable(tree, product_component(question.facts).id);
      finding.severity = Severity::note;
      return out.add(std::move(finding));
    }
    Component product = product_component(question.facts);
    bool tracked = false;
    bool all_unchanged = true;
    for (const std::size_t index : files) {
      const std::string& file = question.files[index].path;
      if (is_binary_name(file)) continue;
      const TrackedState state = trees_.state_of(tree, file);
      if (state == TrackedState::untracked) continue;
      tracked = true;
      all_unchanged = all_unchanged && state == TrackedState::unchanged;
      if (state == TrackedState::unchanged)
        out.value.claims.push_back(tree_claim(question, tree, index, product.id, state));
    }
    if (!tracked) return;
    product.properties["commit"] = tree.commit;
    product.properties["commit-state"] = all_unchanged ? "unmodified" : "modified";
    out.value.components.emplace(product.id, std::move(product));
  }

  void claim_component(const Question& question, const WorkTree& tree, const std::vector<std::size_t>& files,
                       Outcome<Knowledge>& out) {
    Component component;
    component.name = repository_name(tree.url);
    component.url = tree.url;
    component.license = {"NOASSERTION", "", ""};
    component.origin = "git";
    std::vector<Finding> findings;
    add_superproject(question, tree, component, findings);
    if (component.name.empty()) component.name = path::filename(tree.root);
    component.version = tree.version();
    component.id = "git:" + component.name + '@' + tree.commit;
    component.purl = repository_purl(component.url, component.name, component.version, tree.commit);
    component.properties["commit"] = tree.commit;
    component.evidence.push_back(
        {"git", evidence_place(question.facts, path::join(tree.root, ".git")), "HEAD is " + tree.commit});
    for (Finding& finding : findings) {
      finding.subject = component.id;
      out.add(std::move(finding));
    }
    claim_work_tree(question, trees_, tree, files, component.id, out);
    out.value.directories.push_back({tree.root, component.id, Tier::resolver_metadata});
    out.value.components.emplace(component.id, std::move(component));
  }

  /// What the work tree around this one says: the commit that its index pins, the URL in .gitmodules. The
  /// findings are about the component, which has no id yet.
  void add_superproject(const Question& question, const WorkTree& tree, Component& component,
                        std::vector<Finding>& findings) {
    const std::string outer_root = trees_.root_of(std::string(path::parent(tree.root)));
    const WorkTree* outer = outer_root.empty() ? nullptr : &trees_.at(outer_root);
    const std::string relative(outer == nullptr ? "" : path::below(tree.root, outer_root));
    const formats::GitIndexEntry* link = outer == nullptr ? nullptr : outer->entry(relative);
    if (link == nullptr || link->mode != kGitlinkMode) {
      findings.push_back({"source-unpinned", Severity::warning, "",
                          tree.root + " is a git clone that no other repository pins as a submodule",
                          "Make it a submodule, fetch it with FetchContent and a GIT_TAG, or declare it with "
                          "souptrace_component()"});
      return;
    }
    component.evidence.push_back({"git",
                                  evidence_place(question.facts, path::join(outer_root, ".gitmodules")),
                                  "submodule " + relative + " pinned at " + link->oid});
    if (link->oid != tree.commit)
      findings.push_back({"submodule-moved", Severity::warning, "",
                          "the submodule " + tree.root + " is at commit " + tree.commit +
                              ", but the repository around it pins " + link->oid,
                          "Run git submodule update, or commit the new submodule commit"});
    const auto file = question.host.read(path::join(outer_root, ".gitmodules"));
    if (!file) return;
    const auto modules = formats::parse_git_config((*file)->text());
    if (!modules) {
      findings.push_back({"git-unreadable", Severity::warning, "",
                          path::join(outer_root, ".gitmodules") + ": " + modules.error().describe(),
                          "Correct the file"});
      return;
    }
    for (const std::string& name : modules->subsections("submodule")) {
      if (modules->value("submodule", name, "path").value_or("") != relative) continue;
      const std::string url = modules->value("submodule", name, "url").value_or("");
      component.name = repository_name(url);
      if (!public_url(url).empty()) component.url = public_url(url);
    }
  }

  WorkTrees& trees_;
  std::set<std::string> skipped_;
};

}  // namespace

void claim_work_tree(const Question& question, WorkTrees& trees, const WorkTree& tree,
                     const std::vector<std::size_t>& files, const std::string& component,
                     Outcome<Knowledge>& out) {
  std::vector<std::string> changed;
  for (const std::size_t index : files) {
    const std::string& file = question.files[index].path;
    const TrackedState state = tree.problem.empty() ? trees.state_of(tree, file) : TrackedState::untracked;
    if (state != TrackedState::unchanged) changed.emplace_back(path::below(file, tree.root));
    out.value.claims.push_back(tree_claim(question, tree, index, component, state));
  }
  if (!tree.problem.empty())
    out.add(unreadable(tree, component));
  else if (!changed.empty())
    out.add(modified(tree, evidence_place(question.facts, tree.root), component, changed));
}

std::unique_ptr<Resolver> git_resolver(WorkTrees& trees, std::set<std::string> skipped) {
  return std::make_unique<GitResolver>(trees, std::move(skipped));
}

}  // namespace souptrace::identify
