// SPDX-License-Identifier: Apache-2.0
#include "host/memory_host.hpp"

#include <deque>

#include "base/path.hpp"
#include "base/text.hpp"

namespace souptrace {
namespace {

class MemoryFile final : public FileBytes {
 public:
  explicit MemoryFile(std::string content) : content_(std::move(content)) {}
  [[nodiscard]] ByteView bytes() const override { return as_bytes(content_); }

 private:
  std::string content_;
};

Error not_found(const std::string& path) { return {"not-found", path + ": No such file or directory"}; }

}  // namespace

MemoryHost::Node& MemoryHost::put(const std::string& path, FileKind kind) {
  const std::string clean = path::normalize(path);
  if (clean != "/") add_directory(std::string(path::parent(clean)));
  Node& node = nodes_[clean];
  node.stat.kind = kind;
  node.stat.inode = next_inode_++;
  node.stat.mode = kind == FileKind::directory ? 0755 : 0644;
  return node;
}

void MemoryHost::add_file(const std::string& path, std::string content, std::int64_t modified_ns) {
  Node& node = put(path, FileKind::regular);
  node.stat.size = content.size();
  node.stat.modified_ns = modified_ns;
  node.stat.changed_ns = modified_ns;
  node.content = std::move(content);
}

void MemoryHost::add_symlink(const std::string& path, std::string target) {
  put(path, FileKind::symlink).content = std::move(target);
}

void MemoryHost::add_directory(const std::string& path) {
  const std::string clean = path::normalize(path);
  if (!nodes_.contains(clean)) put(clean, FileKind::directory);
}

std::optional<std::string> MemoryHost::content(const std::string& path) const {
  const auto at = nodes_.find(path::normalize(path));
  if (at == nodes_.end()) return std::nullopt;
  return at->second.content;
}

bool MemoryHost::is_directory(const std::string& path) const {
  const auto at = nodes_.find(path::normalize(path));
  return at != nodes_.end() && at->second.stat.kind == FileKind::directory;
}

std::optional<Error> MemoryHost::check(const std::string& operation, const std::string& path) {
  const std::lock_guard lock(mutex_);
  accesses_.push_back(operation + ' ' + path);
  return rule_ ? rule_(operation, path) : std::nullopt;
}

Result<std::string> MemoryHost::resolve(const std::string& path, bool last) const {
  std::deque<std::string> todo;
  for (const auto part : split(path, '/')) todo.emplace_back(part);
  std::string here = "/";
  unsigned followed = 0;
  while (!todo.empty()) {
    const std::string part = todo.front();
    todo.pop_front();
    if (part.empty() || part == ".") continue;
    if (part == "..") {
      here = std::string(path::parent(here));
      continue;
    }
    const std::string next = path::join(here, part);
    const auto node = nodes_.find(next);
    if (node == nodes_.end()) return not_found(path);
    const bool follow = node->second.stat.kind == FileKind::symlink && (last || !todo.empty());
    if (!follow) {
      here = next;
      continue;
    }
    if (++followed > 40) return Error{"io", path + ": Too many levels of symbolic links"};
    const auto target = split(node->second.content, '/');
    todo.insert(todo.begin(), target.begin(), target.end());
    if (path::is_absolute(node->second.content)) here = "/";
  }
  return here;
}

Result<std::shared_ptr<FileBytes>> MemoryHost::read(const std::string& path) {
  if (auto error = check("read", path)) return *error;
  const auto real = resolve(path, true);
  if (!real) return real.error();
  const Node& node = nodes_.at(*real);
  if (node.stat.kind == FileKind::directory) return Error{"is-directory", path + ": Is a directory"};
  return std::shared_ptr<FileBytes>(std::make_shared<MemoryFile>(node.content));
}

Result<HostStat> MemoryHost::stat(const std::string& path) {
  if (auto error = check("stat", path)) return *error;
  const auto real = resolve(path, true);
  if (!real) return real.error();
  return nodes_.at(*real).stat;
}

Result<HostStat> MemoryHost::lstat(const std::string& path) {
  if (auto error = check("lstat", path)) return *error;
  const auto real = resolve(path, false);
  if (!real) return real.error();
  return nodes_.at(*real).stat;
}

Result<std::string> MemoryHost::read_link(const std::string& path) {
  if (auto error = check("read_link", path)) return *error;
  const auto real = resolve(path, false);
  if (!real) return real.error();
  const Node& node = nodes_.at(*real);
  if (node.stat.kind != FileKind::symlink) return Error{"io", path + ": Invalid argument"};
  return node.content;
}

Result<std::string> MemoryHost::real_path(const std::string& path) {
  if (auto error = check("real_path", path)) return *error;
  return resolve(path, true);
}

Result<std::vector<std::string>> MemoryHost::list(const std::string& directory) {
  if (auto error = check("list", directory)) return *error;
  const auto real = resolve(directory, true);
  if (!real) return real.error();
  if (nodes_.at(*real).stat.kind != FileKind::directory) return not_found(directory);
  std::vector<std::string> names;
  for (const auto& [path, node] : nodes_)
    if (path != "/" && path::parent(path) == *real) names.emplace_back(path::filename(path));
  return names;
}

Status MemoryHost::write_atomically(const std::string& path, const TextSource& content) {
  if (auto error = check("write_atomically", path)) return *error;
  std::string whole;
  content([&](std::string_view piece) { whole += piece; });
  const std::lock_guard lock(write_mutex_);
  if (is_directory(path)) return Error{"is-directory", path + ": Is a directory"};
  add_file(path, std::move(whole), now_ns_);
  return Done{};
}

Status MemoryHost::make_directories(const std::string& path) {
  if (auto error = check("make_directories", path)) return *error;
  add_directory(path);
  return Done{};
}

Result<std::unique_ptr<FileLock>> MemoryHost::lock(const std::string& path, std::int64_t) {
  struct Held final : FileLock {
    std::shared_ptr<int> token = std::make_shared<int>();
  };
  if (auto error = check("lock", path)) return *error;
  const std::string file = path::normalize(path);
  if (is_directory(file)) return Error{"is-directory", path + ": Is a directory"};
  if (!locks_[file].expired()) return Error{"locked", path + ": another process holds this lock"};
  if (!nodes_.contains(file)) put(file, FileKind::regular);
  auto held = std::make_unique<Held>();
  locks_[file] = held->token;
  return std::unique_ptr<FileLock>(std::move(held));
}

Status MemoryHost::remove(const std::string& path) {
  if (auto error = check("remove", path)) return *error;
  if (is_directory(path)) return Error{"is-directory", path + ": Is a directory"};
  nodes_.erase(path::normalize(path));
  return Done{};
}

Result<ProcessResult> MemoryHost::run(const Process& process) {
  const std::string name = process.argv.empty() ? "" : process.argv.front();
  if (auto error = check("run", name)) return *error;
  const auto program = programs_.find(name);
  if (program == programs_.end()) return not_found(name);
  return program->second(process);
}

std::optional<std::string> MemoryHost::environment(const std::string& name) {
  const auto at = environment_.find(name);
  if (at == environment_.end()) return std::nullopt;
  return at->second;
}

}  // namespace souptrace
