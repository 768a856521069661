// SPDX-License-Identifier: Apache-2.0
#include "review/osv_dump_files.hpp"

#include <algorithm>

#include "base/digest.hpp"
#include "base/path.hpp"

namespace souptrace::review {
namespace {

// What a zip may unfold into, for each of its bytes and beyond: its records are inflated one by one, and a bomb's are without end. The export's
// unfold into eight times the zip.
constexpr std::uint64_t kMostPerByte = 64;
constexpr std::uint64_t kMostMore = std::uint64_t{32} << 20;
constexpr int kDeepest = 8;  ///< directories below one another; the export has one

/// Names of the zips and records below `directory`; symbolic links to directories are not followed.
Status find_files(Host& host, const std::string& directory, const std::string& prefix, int depth, std::vector<std::string>& out) {
  const auto names = host.list(directory);
  if (!names) return names.error();
  for (const std::string& name : *names) {
    const std::string path = path::join(directory, name);
    const auto stat = host.lstat(path);
    if (!stat) return stat.error();
    const std::string relative = prefix + name;
    if (stat->kind == FileKind::directory) {
      if (depth == 0) return Error{"osv-dump-deep", path + ": directories lie deeper below one another than in any dump"};
      if (auto found = find_files(host, path, relative + '/', depth - 1, out); !found) return found;
    } else if (name.ends_with(".zip") || name.ends_with(".json")) {
      out.push_back(relative);
    }
  }
  return Done{};
}

Result<DumpFile> open_file(Host& host, const std::string& path, std::string name) {
  auto bytes = host.read(path);
  if (!bytes) return bytes.error();
  DumpFile out{std::move(name), std::move(*bytes), {}};
  if (!path.ends_with(".zip")) return out;
  auto members = formats::parse_zip(out.bytes->bytes());
  if (!members) return Error{members.error().code, path + ": " + members.error().text, members.error().offset};
  std::uint64_t size = 0;
  const std::uint64_t most = out.bytes->bytes().size() * kMostPerByte + kMostMore;
  for (const formats::ZipMember& member : *members) {
    size = checked_add(size, member.size).value_or(most + 1);
    if (size > most) return Error{"zip-too-large", path + ": its members unfold into more than " + std::to_string(most) + " bytes, which those of no dump do"};
  }
  std::erase_if(*members, [](const formats::ZipMember& member) { return !member.name.ends_with(".json"); });
  out.members = std::move(*members);
  return out;
}

}  // namespace

Result<DumpFiles> open_dump(Host& host, const std::string& path) {
  const auto stat = host.stat(path);
  if (!stat) return stat.error();
  const bool is_directory = stat->kind == FileKind::directory;
  std::vector<std::string> names;
  if (is_directory) {
    if (auto found = find_files(host, path, "", kDeepest, names); !found) return found.error();
    std::sort(names.begin(), names.end());
  } else {
    names.emplace_back(path::filename(path));
  }
  DumpFiles out;
  std::string lines;
  for (const std::string& name : names) {
    auto file = open_file(host, is_directory ? path::join(path, name) : path, name);
    if (!file) return file.error();
    out.sha256 = sha256_hex(file->bytes->bytes());
    lines += out.sha256 + "  " + name + '\n';
    out.records += name.ends_with(".zip") ? file->members.size() : 1;
    out.files.push_back(std::move(*file));
  }
  if (out.records == 0) return Error{"osv-dump-empty", path + ": there is no record in it: neither a zip with *.json nor a *.json"};
  if (is_directory) out.sha256 = sha256_hex(as_bytes(lines));
  return out;
}

}  // namespace souptrace::review
