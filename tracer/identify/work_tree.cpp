// SPDX-License-Identifier: Apache-2.0
#include "identify/work_tree.hpp"

#include <algorithm>

#include "base/digest.hpp"
#include "base/path.hpp"
#include "base/text.hpp"
#include "formats/git_config.hpp"
#include "identify/git_refs.hpp"

namespace souptrace::identify {
namespace {

/// Symbolic references that lead to symbolic references end here.
constexpr int kMaximumReferences = 5;

std::string text_of_file(Host& host, const std::string& path) {
  const auto file = host.read(path);
  return file ? std::string((*file)->text()) : "";
}

/// The git directory of a work tree: ".git" itself, or where the file ".git" says; "" when that is none.
std::string git_directory_of(Host& host, const std::string& root) {
  std::string place = path::join(root, ".git");
  const auto stat = host.stat(place);
  if (stat && stat->kind == FileKind::directory) return place;
  const std::string text = text_of_file(host, place);
  const std::string_view target = behind_prefix(text, "gitdir: ");
  return target.empty() ? "" : path::absolute(target, root);
}

void add_problem(WorkTree& tree, const std::string& text) {
  if (tree.problem.empty()) tree.problem = text;
}

}  // namespace

const formats::GitIndexEntry* WorkTree::entry(std::string_view relative) const {
  const auto at = std::lower_bound(
      index.entries.begin(), index.entries.end(), relative,
      [](const formats::GitIndexEntry& one, std::string_view path) { return one.path < path; });
  return at != index.entries.end() && at->path == relative ? &*at : nullptr;
}

std::string WorkTree::version() const {
  const auto tag = std::find_if(tags.begin(), tags.end(), [](const std::string& name) {
    return name.find_first_of("0123456789") != std::string::npos;
  });
  return tag == tags.end() ? commit : *tag;
}

std::string WorkTrees::root_of(const std::string& directory) {
  if (const auto known = roots_.find(directory); known != roots_.end()) return known->second;
  std::string root;
  if (host_.lstat(path::join(directory, ".git")))
    root = directory;
  else if (directory != "/" && path::is_absolute(directory))
    root = root_of(std::string(path::parent(directory)));
  roots_.emplace(directory, root);
  return root;
}

const WorkTree& WorkTrees::at(const std::string& root) {
  if (const auto known = trees_.find(root); known != trees_.end()) return known->second;
  WorkTree& tree = trees_[root];
  tree.root = root;
  tree.git_directory = git_directory_of(host_, root);
  if (tree.git_directory.empty()) {
    add_problem(tree, path::join(root, ".git") + " is neither a directory nor a file that names one");
    return tree;
  }
  // A linked work tree has HEAD and index of its own; references and configuration are the main one's.
  const std::string common_text = text_of_file(host_, path::join(tree.git_directory, "commondir"));
  const std::string common =
      common_text.empty() ? tree.git_directory : path::absolute(trim(common_text), tree.git_directory);
  if (const auto config = formats::parse_git_config(text_of_file(host_, path::join(common, "config")))) {
    tree.url = public_url(config->value("remote", "origin", "url").value_or(""));
    tree.is_sha256 = config->value("extensions", "", "objectformat").value_or("") == "sha256";
  }
  read_head(tree, common);
  read_tags(tree, common);
  read_index(tree);
  read_staged(tree);
  return tree;
}

void WorkTrees::read_head(WorkTree& tree, const std::string& common) {
  std::string text = text_of_file(host_, path::join(tree.git_directory, "HEAD"));
  for (int i = 0; i < kMaximumReferences; ++i) {
    const std::string_view value = trim(text);
    if (is_object_id(value)) {
      tree.commit = value;
      return;
    }
    const std::string name(behind_prefix(text, "ref: "));
    // A name that climbs would read outside the repository.
    if (name.empty() || name.find("..") != std::string::npos) break;
    text = text_of_file(host_, path::join(tree.git_directory, name));
    if (text.empty()) text = text_of_file(host_, path::join(common, name));
    if (!text.empty()) continue;
    const auto packed = parse_packed_refs(text_of_file(host_, path::join(common, "packed-refs")));
    const auto at = packed.find(name);
    if (at != packed.end()) text = at->second;
  }
  add_problem(tree, path::join(tree.git_directory, "HEAD") + " leads to no commit");
}

void WorkTrees::read_tags(WorkTree& tree, const std::string& common) {
  if (tree.commit.empty()) return;
  constexpr std::string_view kTags = "refs/tags/";
  std::set<std::string> tags;
  for (const auto& [name, id] : parse_packed_refs(text_of_file(host_, path::join(common, "packed-refs"))))
    if (name.starts_with(kTags) && id == tree.commit) tags.insert(name.substr(kTags.size()));
  const std::string directory = path::join(common, kTags);
  bool others = false;  // may be annotated tags of the commit: only the object store knows
  if (const auto names = host_.list(directory))
    for (const std::string& name : *names) {
      const bool same = trim(text_of_file(host_, path::join(directory, name))) == tree.commit;
      if (same) tags.insert(name);
      others = others || !same;
    }
  const auto pointing = others ? ask_git(tree, {"for-each-ref", "--points-at=HEAD",
                                                "--format=%(refname:lstrip=2)", std::string(kTags)})
                               : Result<std::string>(std::string());
  if (pointing)
    for (const std::string_view name : split(*pointing, '\n'))
      if (!name.empty()) tags.emplace(name);
  tree.tags.assign(tags.begin(), tags.end());
}

void WorkTrees::read_index(WorkTree& tree) {
  const std::string file = path::join(tree.git_directory, "index");
  const auto content = host_.read(file);
  if (!content) return add_problem(tree, content.error().text);
  auto index = formats::parse_git_index((*content)->bytes(), tree.is_sha256 ? 32 : 20);
  if (!index) return add_problem(tree, file + ": " + index.error().describe());
  if (index->split)
    return add_problem(tree, file + " is a split index: git update-index --no-split-index makes it whole");
  tree.index = std::move(*index);
}

void WorkTrees::read_staged(WorkTree& tree) {
  const auto names = ask_git(
      tree, {"diff-index", "--cached", "--name-only", "--no-renames", "--no-ext-diff", "-z", "HEAD", "--"});
  if (!names) return add_problem(tree, names.error().text);
  std::set<std::string> paths;
  for (const std::string_view path : split(*names, '\0'))
    if (!path.empty()) paths.emplace(path);
  tree.staged = std::move(paths);
}

Result<std::string> WorkTrees::ask_git(const WorkTree& tree, const std::vector<std::string>& arguments) {
  Process git{
      {"git", "--git-dir=" + tree.git_directory, "--work-tree=" + tree.root, "-c", "core.fsmonitor=false"},
      tree.root,
      {{"GIT_INDEX_FILE", path::join(tree.git_directory, "index")},
       {"GIT_OPTIONAL_LOCKS", "0"},
       {"LC_ALL", "C"}}};
  git.argv.insert(git.argv.end(), arguments.begin(), arguments.end());
  const auto result = host_.run(git);
  if (!result) return Error{"git-failed", "git could not be run: " + result.error().text};
  if (result->exit_code != 0)
    return Error{"git-failed", "git " + arguments.front() + ": " + std::string(trim(result->err))};
  return result->out;
}

TrackedState WorkTrees::state_of(const WorkTree& tree, const std::string& file) {
  const std::string relative(path::below(file, tree.root));
  const formats::GitIndexEntry* entry = tree.entry(relative);
  if (entry == nullptr) return TrackedState::untracked;
  if (!tree.staged || tree.staged->contains(relative) || entry->stage != 0) return TrackedState::modified;
  const auto content = host_.read(file);
  if (!content) return TrackedState::modified;
  DigestSet wanted;
  wanted.sha256 = false;
  wanted.git_blob = !tree.is_sha256;
  wanted.gitoid = tree.is_sha256;
  const Digests digests = digest((*content)->bytes(), wanted);
  const std::string own = tree.is_sha256 ? digests.gitoid : digests.git_blob;
  return own.ends_with(entry->oid) ? TrackedState::unchanged : TrackedState::modified;
}

}  // namespace souptrace::identify
