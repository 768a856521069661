// SPDX-License-Identifier: Apache-2.0
#include "formats/link_log.hpp"

#include <charconv>
#include <functional>

#include "base/text.hpp"

namespace souptrace::formats {
namespace {

constexpr std::string_view kFirstLine = "souptrace-link 1";
constexpr std::string_view kLastLine = "end";

Error malformed(const std::string& text, std::uint64_t offset) {
  return Error{"link-log-malformed", "link record: " + text, offset};
}

std::string escaped(std::string_view value) {
  std::string out;
  out.reserve(value.size());
  for (const char c : value) {
    if (c == '\\')
      out += "\\\\";
    else if (c == '\n')
      out += "\\n";
    else if (c == '\r')
      out += "\\r";
    else
      out += c;
  }
  return out;
}

std::optional<std::string> unescaped(std::string_view value) {
  std::string out;
  out.reserve(value.size());
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] != '\\') {
      out += value[i];
      continue;
    }
    const char next = ++i < value.size() ? value[i] : '\0';
    if (next != '\\' && next != 'n' && next != 'r') return std::nullopt;
    out += next == 'n' ? '\n' : next == 'r' ? '\r' : '\\';
  }
  return out;
}

void append_line(std::string& out, std::string_view key, std::string_view value) {
  out += key;
  out += ' ';
  out += escaped(value);
  out += '\n';
}

/// "key device inode size modified changed path".
void append_file(std::string& out, std::string_view key, const LoggedFile& file) {
  out += key;
  for (const std::uint64_t number : {file.device, file.inode, file.size}) out += ' ' + std::to_string(number);
  for (const std::int64_t number : {file.modified_ns, file.changed_ns}) out += ' ' + std::to_string(number);
  append_line(out, "", file.path);
}

void append_report(std::string& out, const LoggedReport& report) {
  const std::string size = report.size ? ' ' + std::to_string(*report.size) : "";
  append_line(out, "report " + report.kind, report.file + size);
}

/// Removes the first word of `rest` and the space behind it.
std::string_view take_word(std::string_view& rest) {
  const auto at = rest.find(' ');
  const std::string_view word = rest.substr(0, at);
  rest.remove_prefix(at == std::string_view::npos ? rest.size() : at + 1);
  return word;
}

template <class Number>
bool take_number(std::string_view& rest, Number& number) {
  const std::string_view word = take_word(rest);
  const char* const end = word.data() + word.size();
  const auto parsed = std::from_chars(word.data(), end, number);
  return !word.empty() && parsed.ec == std::errc{} && parsed.ptr == end;
}

bool read_file(std::string_view rest, LoggedFile& file) {
  if (!take_number(rest, file.device) || !take_number(rest, file.inode) || !take_number(rest, file.size))
    return false;
  if (!take_number(rest, file.modified_ns) || !take_number(rest, file.changed_ns)) return false;
  const auto path = unescaped(rest);
  if (!path || path->empty()) return false;
  file.path = *path;
  return true;
}

/// Where the value of a line that holds one text goes; null for other keys.
std::string* text_field(LinkLog& log, std::string_view key) {
  if (key == "output") return &log.output;
  if (key == "directory") return &log.working_directory;
  if (key == "argument") return &log.command.emplace_back();
  if (key == "linker") return &log.linker;
  if (key == "linker-version") return &log.linker_version;
  if (key == "linker-path") return &log.linker_path;
  if (key == "driver") return &log.driver;
  if (key == "lto-plugin") return &log.lto_plugin;
  if (key == "incomplete") return &log.incomplete;
  if (key == "build-id") return &log.build_id;
  return nullptr;
}

bool read_line(LinkLog& log, std::string_view key, std::string_view rest) {
  if (std::string* const field = text_field(log, key)) {
    const auto value = unescaped(rest);
    if (value) *field = *value;
    return value.has_value();
  }
  if (key == "started") return take_number(rest, log.started_ns) && rest.empty();
  if (key == "finished") return take_number(rest, log.finished_ns) && rest.empty();
  if (key == "output-file") return read_file(rest, log.output_file.emplace());
  if (key == "input") return read_file(rest, log.inputs.emplace_back());
  if (key == "thin-member") return read_file(rest, log.thin_members.emplace_back());
  if (key != "report") return false;
  LoggedReport report{std::string(take_word(rest)), std::string(take_word(rest))};
  if (!rest.empty() && !(take_number(rest, report.size.emplace()) && rest.empty())) return false;
  // A report lies in the record's own directory: a name that leads elsewhere is not one the launcher wrote.
  const bool plain =
      !report.file.empty() && report.file.front() != '.' && report.file.find('/') == std::string::npos;
  log.reports.push_back(std::move(report));
  return plain && !log.reports.back().kind.empty();
}

}  // namespace

std::string link_log_key(std::string_view output) {
  std::uint64_t hash = 14695981039346656037U;  // FNV-1a, 64 bits: offset basis, then prime
  for (const char c : output) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  std::string key(16, '0');
  for (std::size_t i = key.size(); i-- > 0; hash >>= 4) key[i] = "0123456789abcdef"[hash & 15];
  return key;
}

std::string format_link_log(const LinkLog& log) {
  std::string out(kFirstLine);
  out += '\n';
  append_line(out, "output", log.output);
  append_line(out, "directory", log.working_directory);
  for (const std::string& argument : log.command) append_line(out, "argument", argument);
  append_line(out, "linker", log.linker);
  append_line(out, "linker-version", log.linker_version);
  append_line(out, "linker-path", log.linker_path);
  append_line(out, "driver", log.driver);
  append_line(out, "lto-plugin", log.lto_plugin);
  append_line(out, "started", std::to_string(log.started_ns));
  append_line(out, "finished", std::to_string(log.finished_ns));
  if (log.output_file) append_file(out, "output-file", *log.output_file);
  append_line(out, "build-id", log.build_id);
  for (const LoggedFile& file : log.inputs) append_file(out, "input", file);
  for (const LoggedFile& file : log.thin_members) append_file(out, "thin-member", file);
  for (const LoggedReport& report : log.reports) append_report(out, report);
  append_line(out, "incomplete", log.incomplete);
  out += kLastLine;
  out += '\n';
  return out;
}

Result<LinkLog> parse_link_log(std::string_view text) {
  constexpr std::string_view kEnd = "\nend\n";
  if (!text.ends_with(kEnd))
    return Error{"link-log-truncated", "link record: its last line is not \"end\": it was cut", text.size()};
  const std::string_view first = text.substr(0, text.find('\n'));
  if (first != kFirstLine) {
    const bool ours = first.starts_with("souptrace-link ");
    return Error{ours ? "link-log-version" : "link-log-malformed",
                 "link record: expected \"" + std::string(kFirstLine) + "\", found \"" +
                     printable(first.substr(0, 60)) + "\"",
                 0};
  }
  LinkLog log;
  std::size_t at = first.size() + 1;
  const std::size_t end = text.size() - kEnd.size() + 1;
  while (at < end) {
    const std::size_t line_end = text.find('\n', at);
    std::string_view rest = text.substr(at, line_end - at);
    const std::string_view key = take_word(rest);
    if (!read_line(log, key, rest))
      return malformed("cannot read the line \"" +
                           printable(text.substr(at, std::min<std::size_t>(line_end - at, 100))) + "\"",
                       at);
    at = line_end + 1;
  }
  if (log.output.empty()) return malformed("it names no output", 0);
  return log;
}

}  // namespace souptrace::formats
