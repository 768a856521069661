// SPDX-License-Identifier: Apache-2.0
#include "write/cyclonedx_values.hpp"

#include "base/path.hpp"
#include "write/bom_values.hpp"

namespace souptrace::write {
namespace {

using Layout = JsonText::Layout;

void write_hash(JsonText& json, const char* algorithm, const std::string& digest) {
  if (digest.empty()) return;
  json.begin_object(Layout::one_line);
  json.member("alg", algorithm);
  json.member("content", digest);
  json.end_object();
}

}  // namespace

void write_properties(JsonText& json, Properties& properties) {
  if (properties.empty()) return;
  json.key("properties");
  json.begin_array();
  for (const auto& [name, value] : properties.sorted()) {
    json.begin_object(Layout::one_line);
    json.member("name", name);
    json.member("value", value);
    json.end_object();
  }
  json.end_array();
}

void write_hashes(JsonText& json, const std::string& sha256, const std::string& sha512) {
  if (sha256.empty() && sha512.empty()) return;
  json.key("hashes");
  json.begin_array();
  write_hash(json, "SHA-256", sha256);
  write_hash(json, "SHA-512", sha512);
  json.end_array();
}

void write_digests(JsonText& json, const std::string& sha256, const std::string& sha512,
                   const std::string& gitoid) {
  write_hashes(json, sha256, sha512);
  if (!gitoid.empty()) json.member_list("omniborId", {"gitoid:blob:sha256:" + gitoid});
}

void write_pedigree(JsonText& json, const TraceBinary& binary, const ShippedFile& shipped) {
  if (shipped.sha256 == binary.sha256) return;
  json.key("pedigree");
  json.begin_object();
  json.key("ancestors");
  json.begin_array();
  json.begin_object();
  json.member("type", "file");
  json.member("name", path::filename(binary.path.path));
  write_hashes(json, binary.sha256, binary.sha512);
  json.end_object();
  json.end_array();
  json.member_unless_empty("notes", steps_text(shipped));
  json.end_object();
}

void write_organization(JsonText& json, std::string_view name, std::string_view text) {
  if (text.empty()) return;
  const Organization who = organization(text);
  json.key(name);
  json.begin_object(Layout::one_line);
  json.member("name", who.name);
  if (!who.url.empty()) json.member_list("url", {who.url});
  if (!who.email.empty()) {
    json.key("contact");
    json.begin_array();
    json.begin_object();
    json.member("email", who.email);
    json.end_object();
    json.end_array();
  }
  json.end_object();
}

}  // namespace souptrace::write
