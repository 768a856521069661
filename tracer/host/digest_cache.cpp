// SPDX-License-Identifier: Apache-2.0
#include "host/digest_cache.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace souptrace {
namespace {

constexpr std::string_view kHeader = "souptrace digests 1\n";
/// A file that was changed this recently may change again within the same time stamp: it is not trusted.
constexpr std::int64_t kSettled = 2'000'000'000;

std::optional<std::int64_t> parse_time(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

bool read_slices(const std::vector<std::string_view>& fields, std::size_t from, FileDigests& out) {
  for (std::size_t i = from; i < fields.size(); ++i) {
    const auto parts = split(fields[i], ':');
    if (parts.size() != 3) return false;
    const auto offset = parse_unsigned(parts[0]);
    const auto size = parse_unsigned(parts[1]);
    if (!offset || !size) return false;
    out.slice_sha256[{*offset, *size}] = std::string(parts[2]);
  }
  return true;
}

std::optional<FileDigests> read_line(std::string_view line) {
  const auto fields = split(line, '\t');
  if (fields.size() < 11) return std::nullopt;
  const auto device = parse_unsigned(fields[0]);
  const auto inode = parse_unsigned(fields[1]);
  const auto size = parse_unsigned(fields[2]);
  const auto modified = parse_time(fields[3]);
  const auto changed = parse_time(fields[4]);
  if (!device || !inode || !size || !modified || !changed) return std::nullopt;
  FileDigests out;
  out.stat = {FileKind::regular, *device, *inode, *size, *modified, *changed, 0};
  out.whole.size = *size;
  const auto digest_at = [&](std::size_t i) { return std::string(fields[i]); };
  out.whole.sha256 = digest_at(5);
  out.whole.sha512 = digest_at(6);
  out.whole.md5 = digest_at(7);
  out.whole.sha1 = digest_at(8);
  out.whole.gitoid = digest_at(9);
  out.whole.git_blob = digest_at(10);
  if (!read_slices(fields, 11, out)) return std::nullopt;
  return out;
}

bool covers(const FileDigests& known, const DigestJob& job) {
  const auto has = [](bool wanted, const std::string& digest) { return !wanted || !digest.empty(); };
  const Digests& d = known.whole;
  const DigestSet& w = job.wanted;
  return has(w.sha256, d.sha256) && has(w.sha512, d.sha512) && has(w.md5, d.md5) && has(w.sha1, d.sha1) &&
         has(w.gitoid, d.gitoid) && has(w.git_blob, d.git_blob) &&
         std::all_of(job.slices.begin(), job.slices.end(),
                     [&](const Slice& slice) { return known.slice_sha256.contains(slice); });
}

std::string line_of(const FileDigests& one) {
  const HostStat& s = one.stat;
  const Digests& d = one.whole;
  std::string line = std::to_string(s.device) + '\t' + std::to_string(s.inode) + '\t' + std::to_string(s.size) + '\t' +
                     std::to_string(s.modified_ns) + '\t' + std::to_string(s.changed_ns);
  for (const std::string* digest : {&d.sha256, &d.sha512, &d.md5, &d.sha1, &d.gitoid, &d.git_blob}) {
    line += '\t';
    line += *digest;
  }
  for (const auto& [slice, sha256] : one.slice_sha256) {
    line += '\t' + std::to_string(slice.offset) + ':' + std::to_string(slice.size) + ':';
    line += sha256;
  }
  return line += '\n';
}

}  // namespace

DigestCache::Key DigestCache::key_of(const HostStat& s) {
  return {s.device, s.inode, s.size, s.modified_ns, s.changed_ns};
}

DigestCache::DigestCache(Host& host, std::string cache_path) : path_(std::move(cache_path)) {
  if (path_.empty()) return;
  const auto file = host.read(path_);
  if (file && !load((*file)->text())) known_.clear();
}

bool DigestCache::load(std::string_view text) {
  constexpr std::size_t kSealSize = 65;  // 64 digits and a newline
  if (!text.starts_with(kHeader) || text.size() < kHeader.size() + kSealSize) return false;
  const std::string_view body = text.substr(0, text.size() - kSealSize);
  if (trim(text.substr(body.size())) != sha256_hex(as_bytes(body))) return false;
  std::string_view rest = body.substr(kHeader.size());
  while (const auto line = next_line(rest)) {
    auto one = read_line(*line);
    if (!one) return false;
    known_[key_of(one->stat)] = std::move(*one);
  }
  return true;
}

std::optional<FileDigests> DigestCache::find(Host& host, const DigestJob& job) const {
  if (known_.empty()) return std::nullopt;
  const auto now = host.stat(job.path);
  if (!now) return std::nullopt;
  const auto at = known_.find(key_of(*now));
  if (at == known_.end() || !covers(at->second, job)) return std::nullopt;
  return at->second;
}

void DigestCache::add(const std::string& path, const FileDigests& digests) {
  if (!path_.empty() && !path.empty()) used_[key_of(digests.stat)] = digests;
}

void DigestCache::save(Host& host) const {
  if (path_.empty()) return;
  const std::int64_t now = host.now_ns();
  std::string text(kHeader);
  for (const auto& [key, one] : used_)
    if (now - one.stat.modified_ns > kSettled && now - one.stat.changed_ns > kSettled) text += line_of(one);
  text += sha256_hex(as_bytes(text)) + '\n';
  (void)host.write_atomically(path_, text);
}

}  // namespace souptrace
