// SPDX-License-Identifier: Apache-2.0
// What the build leaves.
#include <array>

#include "facts/facts.hpp"
#include "facts/module_edges.hpp"
#include "facts/shell_words.hpp"
#include "formats/configure_template.hpp"
#include "formats/dependency_file.hpp"
#include "formats/json_outline.hpp"
#include "formats/json_read.hpp"
#include "formats/ninja_deps.hpp"
#include "fuzz/targets.hpp"
#include "host/digest_cache.hpp"
#include "support/build_tree.hpp"

namespace souptrace::fuzz {
namespace {

using namespace souptrace::formats;

void compiler_dependencies(ByteView bytes) {
  const auto rules = parse_compiler_dependency_file(as_text(bytes));
  if (!rules) return;
  for (const DependencyRule& rule : *rules) require(!rule.targets.empty());
}

void ninja_deps(ByteView bytes) {
  const auto log = parse_ninja_deps(bytes);
  if (!log) return;
  for (const NinjaDeps& deps : log->outputs) {
    require(lies_in(deps.output, bytes));
    for (const std::string_view input : deps.inputs) require(lies_in(input, bytes));
  }
}

void json(ByteView bytes) {
  const auto root = Json::parse(as_text(bytes));
  if (!root) return;
  for (const Json& one : root->members()) require(!one.pointer().empty());
  (void)root->required_string("name");
}

/// A template, a zero byte, and what may have been made of it.
void configure_template(ByteView bytes) {
  const std::string_view text = as_text(bytes);
  const std::size_t end = text.find('\0');
  const std::string_view first = text.substr(0, end);
  (void)configured_from(first, end == text.npos ? first : text.substr(end + 1));
}

/// One file of a whole build tree: its path, a zero byte, its content.
void build_tree(ByteView bytes) {
  const std::string_view text = as_text(bytes);
  const std::size_t end = text.find('\0');
  if (end == text.npos || end == 0 || text.front() != '/') return;
  MemoryHost host;
  test::add_app(host);
  host.add_file(std::string(text.substr(0, end)), std::string(text.substr(end + 1)));
  const auto facts = facts::read_build(host, "/build", "");
  require(facts || !facts.error().text.empty());
}

void dyndep(ByteView bytes) {
  const auto statements = facts::parse_dyndep(as_text(bytes));
  if (!statements) return;
  for (const facts::DyndepStatement& one : *statements) require(!one.output.empty());
}

void shell_words(ByteView bytes) {
  const std::vector<std::string> words = facts::shell_words(as_text(bytes));
  std::size_t size = 0;
  for (const std::string& word : words) size += word.size();
  require(words.size() <= bytes.size() && size <= bytes.size());
}

/// What an earlier run left: a damaged one is as good as none.
void digest_cache(ByteView bytes) {
  MemoryHost host;
  host.add_file("/cache", std::string(as_text(bytes)));
  host.add_file("/file", "content");
  const DigestCache cache(host, "/cache");
  (void)cache.find(host, {"/file", {}, {{0, 1}}});
}

/// The members of an object, in order, cover what lies between its braces.
void json_members(ByteView bytes) {
  const auto members = formats::json_members(as_text(bytes));
  if (!members) return;
  for (const JsonMember& one : *members) require(lies_in(one.value, bytes));
}

}  // namespace

std::span<const Target> build_targets() {
  static constexpr std::array kTargets{
      Target{"compiler_dependencies", compiler_dependencies},
      Target{"ninja_deps", ninja_deps},
      Target{"json", json},
      Target{"configure_template", configure_template},
      Target{"build_tree", build_tree},
      Target{"dyndep", dyndep},
      Target{"shell_words", shell_words},
      Target{"digest_cache", digest_cache},
      Target{"json_members", json_members},
  };
  return kTargets;
}

}  // namespace souptrace::fuzz
