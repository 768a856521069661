// SPDX-License-Identifier: Apache-2.0
#include "formats/spack_records.hpp"

#include <optional>

#include "base/path.hpp"
#include "base/text.hpp"
#include "formats/json_read.hpp"

namespace souptrace::formats {
namespace {

/// 20 bytes written in base32 (RFC 4648) as hexadecimal; "" for anything else.
std::string sha1_from_base32(std::string_view text) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  if (text.size() != 32) return "";
  std::string bytes;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : text) {
    const std::size_t digit = kAlphabet.find(c);
    if (digit == std::string_view::npos) return "";
    bits = (bits << 5U | static_cast<std::uint32_t>(digit)) & 0xfffU;
    count += 5;
    if (count < 8) continue;
    count -= 8;
    bytes.push_back(static_cast<char>(bits >> count & 0xffU));
  }
  return to_hex(bytes);
}

std::string spack_parameter(const Json& value) {
  const std::string name(value.key());
  if (const auto flag = value.boolean()) return (*flag ? '+' : '~') + name;
  if (const auto text = value.string()) return name + '=' + std::string(*text);
  std::string list;
  for (const Json& item : value.items())
    if (const auto text = item.string()) list += (list.empty() ? "" : ",") + std::string(*text);
  return list.empty() ? "" : name + '=' + list;
}

std::string spack_architecture(const Json& arch) {
  const std::string platform = arch.string_or("platform", "");
  std::string target = arch.string_or("target", "");
  if (target.empty()) target = arch.member("target").string_or("name", "");
  return platform.empty() ? "" : platform + '-' + arch.string_or("platform_os", "") + '-' + target;
}

Json first_spack_node(const Json& spec) {
  for (const Json& node : spec.member("nodes").items()) return node;
  for (const Json& item : spec.items())
    for (const Json& node : item.members()) return node;
  return {};
}

}  // namespace

Result<SpackManifest> parse_spack_manifest(std::string_view text) {
  const auto root = Json::parse(text);
  if (!root) return root.error();
  if (!root->is_object()) return Error{"spack-manifest-malformed", "the manifest is no JSON object"};
  SpackManifest out;
  const std::vector<Json> entries = root->members();
  std::string_view prefix;
  for (const Json& entry : entries)
    if (prefix.empty() || entry.key().size() < prefix.size()) prefix = entry.key();
  for (const Json& entry : entries)
    if (entry.string_or("type", "") == "file" && path::is_below(entry.key(), prefix))
      out.files.emplace(path::below(entry.key(), prefix), sha1_from_base32(entry.string_or("hash", "")));
  return out;
}

Result<SpackSpec> parse_spack_spec(std::string_view text) {
  const auto root = Json::parse(text);
  if (!root) return root.error();
  const Json node = first_spack_node(root->member("spec"));
  SpackSpec out;
  out.name = node.string_or("name", node.key());
  out.version = node.string_or("version", "");
  if (out.name.empty() || out.version.empty())
    return Error{"spack-spec-malformed", "the spec has no node with a name and a version"};
  out.hash = node.string_or("hash", "");
  out.name_space = node.string_or("namespace", "");
  out.architecture = spack_architecture(node.member("arch"));
  const Json compiler = node.member("compiler");
  if (const std::string name = compiler.string_or("name", ""); !name.empty())
    out.compiler = name + '@' + compiler.string_or("version", "");
  for (const Json& value : node.member("parameters").members())
    if (const std::string one = spack_parameter(value); !one.empty())
      out.parameters += (out.parameters.empty() ? "" : " ") + one;
  return out;
}

}  // namespace souptrace::formats
