// SPDX-License-Identifier: Apache-2.0
#include "formats/debian_copyright.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "formats/deb822.hpp"

namespace souptrace::formats {
namespace {

/// All lines of a value as one text, continuation marks removed.
std::string joined(std::string_view value) {
  std::string out;
  for (const std::string_view line : deb822_lines(value)) {
    if (!out.empty()) out += '\n';
    out += line;
  }
  return out;
}

/// The first line of a License field and the text behind it.
struct LicenseField {
  std::string synopsis;
  std::string text;
};

LicenseField license_field(std::string_view value) {
  std::string_view rest = value;
  const auto first = next_line(rest);
  return {std::string(trim(first.value_or(""))), joined(rest)};
}

std::vector<std::string> words_of_lines(std::string_view value) {
  std::vector<std::string> out;
  for (const std::string_view line : deb822_lines(value)) {
    for (std::string_view rest = trim(line); !rest.empty();) {
      const std::size_t end = std::min(rest.find_first_of(" \t"), rest.size());
      out.emplace_back(rest.substr(0, end));
      rest = trim(rest.substr(end));
    }
  }
  return out;
}

bool is_machine_readable(const Deb822Stanza& header) {
  const std::string_view format = header.value(header.has("Format") ? "Format" : "Format-Specification");
  return format.find("copyright-format") != std::string_view::npos ||
         format.find("dep5") != std::string_view::npos;
}

void take_header(const Deb822Stanza& stanza, DebianCopyright& out) {
  out.upstream_name = trim(stanza.value("Upstream-Name"));
  out.upstream_contact = joined(stanza.value("Upstream-Contact"));
  out.source = joined(stanza.value("Source"));
  out.license = license_field(stanza.value("License")).synopsis;
}

void take_paragraph(const Deb822Stanza& stanza, DebianCopyright& out) {
  LicenseField license = license_field(stanza.value("License"));
  if (stanza.has("Files")) {
    out.files.push_back({words_of_lines(stanza.value("Files")), joined(stanza.value("Copyright")),
                         std::move(license.synopsis), std::move(license.text)});
  } else if (!license.synopsis.empty()) {
    out.texts.emplace(std::move(license.synopsis), std::move(license.text));
  }
}

}  // namespace

Result<std::optional<DebianCopyright>> parse_debian_copyright(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // byte order mark
  Deb822Reader reader(text);
  Deb822Stanza stanza;
  const Result<bool> header = reader.next(stanza);
  if (!header || !*header || !is_machine_readable(stanza)) return std::optional<DebianCopyright>{};
  DebianCopyright out;
  take_header(stanza, out);
  for (;;) {
    const Result<bool> more = reader.next(stanza);
    if (!more) return Error{"debian-copyright-malformed", more.error().text, more.error().offset};
    if (!*more) return std::optional(std::move(out));
    take_paragraph(stanza, out);
  }
}

}  // namespace souptrace::formats
