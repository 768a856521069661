// SPDX-License-Identifier: Apache-2.0
#include "facts/compiled_before.hpp"

#include <charconv>
#include <optional>

#include "base/digest.hpp"
#include "base/text.hpp"

namespace souptrace::facts {
namespace {

constexpr std::string_view kHeader = "souptrace compiled 1\n";
constexpr std::size_t kSealSize = 65;  // 64 digits and a newline

/// One object file as it was when a trace saw it.
struct Seen {
  std::int64_t modified_ns = 0;
  std::uint64_t size = 0;
  std::string inputs;  ///< digest of what it was compiled from
};
using SeenObjects = std::map<std::string, Seen>;
using Files = std::map<std::string, Result<FileDigests>>;

std::optional<std::pair<std::string, Seen>> parse_line(std::string_view line) {
  const auto fields = split(line, '\t');
  if (fields.size() != 4) return std::nullopt;
  Seen out;
  const char* const end = fields[0].data() + fields[0].size();
  const auto parsed = std::from_chars(fields[0].data(), end, out.modified_ns);
  const auto size = parse_unsigned(fields[1]);
  if (parsed.ec != std::errc{} || parsed.ptr != end || !size) return std::nullopt;
  out.size = *size;
  out.inputs = fields[2];
  return std::pair(std::string(fields[3]), std::move(out));
}

SeenObjects load(Host& host, const std::string& memory) {
  const auto file = host.read(memory);
  if (!file) return {};
  const std::string_view text = (*file)->text();
  if (!text.starts_with(kHeader) || text.size() < kHeader.size() + kSealSize) return {};
  const std::string_view body = text.substr(0, text.size() - kSealSize);
  if (trim(text.substr(body.size())) != sha256_hex(as_bytes(body))) return {};
  SeenObjects out;
  std::string_view rest = body.substr(kHeader.size());
  while (const auto line = next_line(rest)) {
    auto one = parse_line(*line);
    if (!one) return {};
    out.insert(std::move(*one));
  }
  return out;
}

void save(Host& host, const std::string& memory, const SeenObjects& objects) {
  std::string text(kHeader);
  for (const auto& [path, one] : objects) {
    if (path.find_first_of("\t\r\n") != std::string::npos) continue;  // would not come back as it is
    text += std::to_string(one.modified_ns) + '\t' + std::to_string(one.size) + '\t' + one.inputs + '\t';
    text += path + '\n';
  }
  text += sha256_hex(as_bytes(text)) + '\n';
  (void)host.write_atomically(memory, text);  // the next trace then knows less, nothing else
}

/// Makes one digest of an object's inputs. An object has thousands and shares them with thousands of others,
/// so each file is looked up and made a short mark of once.
class Inputs {
 public:
  explicit Inputs(const Files& files)
      : files_(files), of_headers_([this](const std::string& path) { return mark_of(path); }) {}

  /// Nothing when a file is not known, or is newer than the object: then it is not what was compiled.
  std::optional<std::string> digest_of(const CompiledObject& object, std::int64_t compiled_ns) {
    std::string marks;
    if (!object.source.empty() && !add(mark_of(object.source), compiled_ns, marks)) return std::nullopt;
    for (std::size_t i = 0; i < object.headers.size(); ++i)
      if (!add(of_headers_.of(object.headers, i), compiled_ns, marks)) return std::nullopt;
    return sha256_hex(as_bytes(marks));
  }

 private:
  struct Mark {
    std::string digits;  ///< "": the file is not known
    std::int64_t modified_ns = 0;
  };
  [[nodiscard]] Mark mark_of(const std::string& path) const {
    const auto at = files_.find(path);
    if (at == files_.end() || !at->second) return {};
    constexpr std::size_t kMark = 24;  // digits: 96 bits
    return {sha256_hex(as_bytes(path + '\n' + at->second->whole.sha256)).substr(0, kMark), at->second->stat.modified_ns};
  }
  static bool add(const Mark& mark, std::int64_t compiled_ns, std::string& marks) {
    if (mark.digits.empty() || mark.modified_ns > compiled_ns) return false;
    marks += mark.digits;
    return true;
  }

  const Files& files_;
  TextMemo<Mark> of_headers_;
};

/// Whether the build tool has recorded what this very object was compiled from: while it compiles, the record is still that of the object before.
bool is_recorded(const CompiledObject& object, std::int64_t modified_ns) {
  constexpr std::int64_t kSecond = 1'000'000'000;
  const bool whole_seconds = object.recorded_ns % kSecond == 0;  // ninja before 1.9 kept no more
  return object.recorded_ns == 0 || (whole_seconds ? modified_ns / kSecond * kSecond : modified_ns) <= object.recorded_ns;
}

}  // namespace

std::set<std::string> objects_left_behind(Host& host, const std::string& memory,
                                          const std::vector<CompiledObject>& objects, const Files& files) {
  const SeenObjects before = load(host, memory);
  SeenObjects now;
  std::set<std::string> out;
  Inputs inputs(files);
  for (const CompiledObject& object : objects) {
    const auto file = files.find(object.object);
    if (file == files.end() || !file->second) continue;
    const HostStat& stat = file->second->stat;
    if (!is_recorded(object, stat.modified_ns)) continue;
    const auto digest = inputs.digest_of(object, stat.modified_ns);
    if (!digest) continue;
    const auto seen = before.find(object.object);
    const bool same_object = seen != before.end() && seen->second.modified_ns == stat.modified_ns &&
                             seen->second.size == stat.size;
    if (same_object && seen->second.inputs != *digest) out.insert(object.object);
    now[object.object] = {stat.modified_ns, stat.size, *digest};
  }
  if (out.empty()) save(host, memory, now);
  return out;
}

}  // namespace souptrace::facts
