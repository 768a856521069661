// SPDX-License-Identifier: Apache-2.0
#include "identify/git_resolver.hpp"

#include <utility>

#include "base/path.hpp"
#include "identify/product_resolver.hpp"
#include "identify/submodule.hpp"

namespace souptrace::identify {
namespace {

Finding unreadable(const WorkTree& tree, const std::string& component) {
  return {
      "git-unreadable", Severity::warning, component,
      "the state of the work tree " + tree.root + " is not known: " + tree.problem,
      "Make the repository readable and git available, or declare the component with souptrace_component()"};
}

Finding modified(const WorkTree& tree, const std::string& place, const std::string& component,
                 const std::vector<std::string>& names) {
  return {"worktree-modified", Severity::warning, component,
          std::to_string(names.size()) + " used files of " + place + " are not as in commit " + tree.commit +
              ": " + few_of(names),
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
    for (std::size_t i = 0; i < question.files.size(); ++i)
      if (!question.listed[i]) sort_in(question, i);
    const std::string product_root = trees_.root_of(question.facts.source_directory);
    for (const auto& [root, files] : by_root_) {
      const WorkTree& tree = trees_.at(root);
      if (root == product_root)
        claim_product(question, tree, files.own, out);
      else
        claim_component(question, tree, files, out);
      for (const auto& [submodule, left] : files.without_tree)
        claim_without_tree(question, tree, submodule, left, out);
    }
    return out;
  }

 private:
  /// The files in question below one work tree's root (indices).
  struct TreeFiles {
    std::vector<std::size_t> own;
    std::vector<std::size_t> nested;  ///< in a work tree inside this one
    std::map<std::string, std::vector<std::size_t>>
        without_tree;  ///< in a submodule's directory that is none
  };

  /// Puts a file to its work tree, and to those around it up to the product's.
  void sort_in(const Question& question, std::size_t index) {
    const std::string& file = question.files[index].path;
    bool innermost = true;
    for (std::string root = trees_.root_of(std::string(path::parent(file))); !root.empty();
         root = root == "/" ? "" : trees_.root_of(std::string(path::parent(root)))) {
      // A build directory that happens to lie in a repository does not make what is built the repository's.
      const std::string& build = question.facts.build_directory;
      if (path::is_below(file, build) && !path::is_below(root, build)) return;
      if (!innermost && path::is_below(question.facts.source_directory, root)) return;
      if (!skipped_.contains(root)) put(root, file, index, innermost);
      innermost = false;
    }
  }

  void put(const std::string& root, const std::string& file, std::size_t index, bool innermost) {
    TreeFiles& files = by_root_[root];
    if (!innermost) return files.nested.push_back(index);
    const std::string submodule = submodule_of(trees_.at(root), path::below(file, root));
    (submodule.empty() ? files.own : files.without_tree[submodule]).push_back(index);
  }

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

  void claim_component(const Question& question, const WorkTree& tree, const TreeFiles& files,
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
    if (!files.own.empty()) claim_work_tree(question, trees_, tree, files.own, component.id, out);
    for (const std::size_t index : files.nested)
      out.value.claims.push_back({index,
                                  Reach::directory,
                                  tree.root,
                                  {component.id, Tier::declared, "git: in a work tree inside this one", {}}});
    out.value.directories.push_back({tree.root, component.id, Tier::resolver_metadata});
    out.value.components.emplace(component.id, std::move(component));
  }

  /// What the work tree around this one says: the commit that its index pins, the URL in .gitmodules. The
  /// findings are about the component, which has no id yet.
  void add_superproject(const Question& question, const WorkTree& tree, Component& component,
                        std::vector<Finding>& findings) {
    const std::string outer_root = trees_.root_of(std::string(path::parent(tree.root)));
    const std::string relative(outer_root.empty() ? "" : path::below(tree.root, outer_root));
    const auto link =
        outer_root.empty() ? std::nullopt : submodule_at(question.host, trees_.at(outer_root), relative);
    if (!link) {
      findings.push_back({"source-unpinned", Severity::warning, "",
                          tree.root + " is a git clone that no other repository pins as a submodule",
                          "Make it a submodule, fetch it with FetchContent and a GIT_TAG, or declare it with "
                          "souptrace_component()"});
      return;
    }
    component.evidence.push_back(pin_evidence(question, outer_root, *link));
    if (link->pinned != tree.commit)
      findings.push_back({"submodule-moved", Severity::warning, "",
                          "the submodule " + tree.root + " is at commit " + tree.commit +
                              ", but the repository around it pins " + link->pinned,
                          "Run git submodule update, or commit the new submodule commit"});
    if (!link->problem.empty()) findings.push_back(modules_unreadable(outer_root, *link));
    if (!link->name.empty()) component.name = link->name;
    if (!link->url.empty()) component.url = link->url;
  }

  static Evidence pin_evidence(const Question& question, const std::string& outer_root,
                               const Submodule& link) {
    return {"git", evidence_place(question.facts, path::join(outer_root, ".gitmodules")),
            "submodule " + link.path + " pinned at " + link.pinned};
  }

  static Finding modules_unreadable(const std::string& outer_root, const Submodule& link) {
    return {"git-unreadable", Severity::warning, "",
            path::join(outer_root, ".gitmodules") + ": " + link.problem, "Correct the file"};
  }

  /// Files where a submodule should be checked out, and no work tree there: who put them there is not known,
  /// nor whether they are the pinned commit's.
  void claim_without_tree(const Question& question, const WorkTree& outer, const std::string& relative,
                          const std::vector<std::size_t>& files, Outcome<Knowledge>& out) {
    const auto link = submodule_at(question.host, outer, relative);
    if (!link) return;
    Component component;
    component.name = link->name.empty() ? std::string(path::filename(relative)) : link->name;
    component.id = "git:" + component.name + '@';
    component.url = link->url;
    component.license = {"NOASSERTION", "", ""};
    component.origin = "git";
    component.properties["pinned-commit"] = link->pinned;
    component.purl = repository_purl(component.url, component.name, "", "");
    component.evidence.push_back(pin_evidence(question, outer.root, *link));
    const std::string directory = path::join(outer.root, relative);
    for (const std::size_t index : files)
      out.value.claims.push_back({index,
                                  Reach::directory,
                                  directory,
                                  {component.id, Tier::declared,
                                   "git: where a submodule belongs, not checked out", component.evidence}});
    out.add({"submodule-not-checked-out", Severity::warning, component.id,
             std::to_string(files.size()) + " used files lie in " + directory +
                 ", where the repository pins a submodule at commit " + link->pinned +
                 ", but no git work tree is there: that they are that commit's is not known",
             "Run git submodule update --init, or declare the files with souptrace_component()"});
    if (!link->problem.empty()) {
      out.add(modules_unreadable(outer.root, *link));
      out.findings.back().subject = component.id;
    }
    out.value.directories.push_back({directory, component.id, Tier::declared});
    out.value.components.emplace(component.id, std::move(component));
  }

  WorkTrees& trees_;
  std::set<std::string> skipped_;
  std::map<std::string, TreeFiles> by_root_;
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
