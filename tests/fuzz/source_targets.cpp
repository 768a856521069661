// SPDX-License-Identifier: Apache-2.0
// What lies in source trees.
#include <algorithm>
#include <array>

#include "formats/debian_copyright.hpp"
#include "formats/git_config.hpp"
#include "formats/git_index.hpp"
#include "formats/purl.hpp"
#include "formats/reuse_toml.hpp"
#include "formats/spdx_expression.hpp"
#include "formats/spdx_tags.hpp"
#include "formats/spdx_terms.hpp"
#include "fuzz/targets.hpp"
#include "review/header_code.hpp"

namespace souptrace::fuzz {
namespace {

using namespace souptrace::formats;

void git_index(ByteView bytes) {
  (void)parse_git_index(bytes);
  (void)parse_git_index(bytes, 32);
}

void git_config(ByteView bytes) {
  (void)parse_git_config(as_text(bytes));
}

void purl(ByteView bytes) {
  const auto once = parse_purl(as_text(bytes));
  if (!once) return;
  const auto twice = parse_purl(purl_text(*once));
  require(twice && purl_text(*twice) == purl_text(*once));
}

void spdx_expression(ByteView bytes) {
  const auto once = normalize_spdx_expression(as_text(bytes));
  if (!once) return;
  const auto twice = normalize_spdx_expression(*once);
  require(twice && *twice == *once);
}

void debian_copyright(ByteView bytes) {
  const auto copyright = parse_debian_copyright(as_text(bytes));
  if (copyright && *copyright) (void)spdx_from_debian(**copyright);
  const std::string expression = spdx_from_debian(as_text(bytes)).expression;
  require(expression.empty() || normalize_spdx_expression(expression));
}

void spdx_tags(ByteView bytes) {
  const SpdxTags tags = read_spdx_tags(as_text(bytes));
  for (const std::string& one : tags.expressions) require(spdx_contains(one, one));
  (void)read_spdx_tags(as_text(bytes), SpdxTagPlace::plain_text);
}

void reuse_toml(ByteView bytes) {
  const auto annotations = parse_reuse_toml(as_text(bytes));
  if (!annotations) return;
  for (const ReuseAnnotation& one : *annotations) {
    require(!one.paths.empty());
    (void)reuse_matches(one, "src/a/b.c");
  }
}

/// A function's name, a zero byte, and a header.
void header_code(ByteView bytes) {
  const std::string_view text = as_text(bytes);
  const std::size_t end = std::min(text.find('\0'), text.size());
  const std::string_view header = text.substr(std::min(end + 1, text.size()));
  const bool has = review::may_have_body_of(header, text.substr(0, end));
  if (has) require(header.find('{') != header.npos || header.find('#') != header.npos);
}

}  // namespace

std::span<const Target> source_targets() {
  static constexpr std::array kTargets{
      Target{"git_index", git_index},
      Target{"git_config", git_config},
      Target{"purl", purl},
      Target{"spdx_expression", spdx_expression},
      Target{"debian_copyright", debian_copyright},
      Target{"spdx_tags", spdx_tags},
      Target{"reuse_toml", reuse_toml},
      Target{"header_code", header_code},
  };
  return kTargets;
}

}  // namespace souptrace::fuzz
