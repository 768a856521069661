// SPDX-License-Identifier: Apache-2.0
#include "write/bundle_manifest.hpp"

#include "base/digest.hpp"
#include "model/names.hpp"
#include "write/json_text.hpp"

namespace souptrace::write {
namespace {

using Layout = JsonText::Layout;

void write_tool(JsonText& json, const BundleManifest& manifest) {
  json.key("tool");
  json.begin_object(Layout::one_line);
  json.member("name", "souptrace");
  json.member("version", manifest.tool_version);
  json.member_unless_empty("sha256", manifest.tool_sha256);
  json.end_object();
}

void write_product(JsonText& json, const Trace& trace) {
  json.key("product");
  json.begin_object(Layout::one_line);
  json.member_unless_empty("name", trace.product.name);
  json.member_unless_empty("version", trace.product.version);
  json.member_unless_empty("supplier", trace.product.supplier);
  json.member_unless_empty("configuration", trace.configuration);
  json.member("tracedBy", trace.tool_version);
  json.end_object();
}

void write_binary_file(JsonText& json, const std::string& name, const TracePath& place, const std::string& sha256,
                       const std::string& sha512) {
  json.begin_object(Layout::one_line);
  json.member("binary", name);
  json.member("place", text_of(place));
  json.member("sha256", sha256);
  json.member_unless_empty("sha512", sha512);
  json.end_object();
}

void write_binaries(JsonText& json, const Trace& trace) {
  json.key("binaries");
  json.begin_array();
  for (const TraceBinary& binary : trace.binaries) {
    write_binary_file(json, binary.name, binary.path, binary.sha256, binary.sha512);
    for (const ShippedFile& file : binary.shipped) write_binary_file(json, binary.name, file.path, file.sha256, file.sha512);
  }
  json.end_array();
}

void write_members(JsonText& json, const BundleManifest& manifest) {
  json.key("members");
  json.begin_array();
  for (const auto& [name, member] : manifest.members) {
    json.begin_object(Layout::one_line);
    json.member("name", name);
    json.member("size", member.size);
    json.member("sha256", member.sha256);
    json.end_object();
  }
  json.end_array();
}

void write_licenses(JsonText& json, const BundleManifest& manifest) {
  json.key("licenses");
  json.begin_array();
  for (const BundleLicense& license : manifest.licenses) {
    json.begin_object(Layout::one_line);
    json.member("component", license.component);
    json.member_unless_empty("member", license.member);
    if (!license.member.empty()) json.member("asTraced", license.as_traced);
    json.member_unless_empty("missing", license.missing);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

std::string bundle_manifest(const Trace& trace, const BundleManifest& manifest) {
  std::string out;
  JsonText json(out);
  json.begin_object();
  json.member("format", kBundleFormat);
  write_tool(json, manifest);
  write_product(json, trace);
  write_binaries(json, trace);
  write_members(json, manifest);
  write_licenses(json, manifest);
  json.end_object();
  out += '\n';
  return out;
}

std::string manifest_digest(std::string_view manifest) { return sha256_hex(as_bytes(manifest)) + "  " + kManifestName + '\n'; }

}  // namespace souptrace::write
