// SPDX-License-Identifier: Apache-2.0
#include "write/report_html.hpp"

#include <array>

#include "base/base64.hpp"
#include "base/digest.hpp"
#include "write/report_json.hpp"
#include "write/text_style.hpp"

namespace souptrace::write {
namespace {

std::string html_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else if (c == '&') out += "&amp;";
    else if (c == '"') out += "&quot;";
    else out += c;
  }
  return out;
}

/// A source expression of Content Security Policy Level 3, 2.3.1: the digest of what stands between the tags.
std::string source_of(std::string_view text) {
  const std::string hex = sha256_hex(as_bytes(text));
  std::string raw;
  const auto digit = [](char c) { return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10); };
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) raw += static_cast<char>(digit(hex[i]) << 4 | digit(hex[i + 1]));
  return "'sha256-" + base64(as_bytes(raw)) + '\'';
}

std::string content_policy(const ReportAssets& assets) {
  return "default-src 'none'; img-src data:; style-src " + source_of(assets.style) + "; script-src " + source_of(assets.script) +
         "; base-uri 'none'; form-action 'none'";
}

struct Filling {
  std::string_view name;
  std::string_view text;
};

/// `page` with each name replaced; what is put in is not looked at again.
template <std::size_t N>
std::string filled(std::string_view page, const std::array<Filling, N>& parts) {
  std::string out;
  while (!page.empty()) {
    const Filling* next = nullptr;
    std::size_t at = page.size();
    for (const Filling& part : parts) {
      if (const std::size_t found = page.find(part.name); found < at) {
        at = found;
        next = &part;
      }
    }
    out += page.substr(0, at);
    page.remove_prefix(at);
    if (next == nullptr) break;
    out += next->text;
    page.remove_prefix(next->name.size());
  }
  return out;
}

}  // namespace

std::string report_html(const TraceIndex& index, const Report& report) {
  const ReportAssets assets = report_assets();
  const Product& product = index.trace().product;
  const std::string title = html_text(clean("SOUP report: " + product.name + (product.version.empty() ? "" : ' ' + product.version)));
  const std::string data = report_json(index, report);
  const std::string allowed = content_policy(assets);
  return filled<5>(assets.page, {{{"@POLICY@", allowed}, {"@TITLE@", title}, {"@STYLE@", assets.style}, {"@DATA@", data}, {"@SCRIPT@", assets.script}}});
}

}  // namespace souptrace::write
