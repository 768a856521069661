// SPDX-License-Identifier: Apache-2.0
#include "verify/bundle.hpp"

#include <algorithm>
#include <map>

#include "formats/json_read.hpp"
#include "formats/tar.hpp"
#include "verify/documents.hpp"
#include "verify/envelopes.hpp"
#include "write/bundle_manifest.hpp"
#include "write/in_toto.hpp"
#include "write/trace_json.hpp"

namespace souptrace::verify {
namespace {

using formats::Json;
using formats::TarMember;

constexpr std::size_t kLargestManifest = std::size_t{4} * 1024 * 1024;

bool is_manifest_member(std::string_view name) {
  return name == write::kManifestName || name == write::kManifestDigestName || name == write::kManifestAttestationName;
}

/// What the manifest says that cannot be made again from the other members. Whatever else stands in it is found by comparing.
write::BundleManifest own_part(const Json& json) {
  write::BundleManifest out;
  out.tool_version = json.member("tool").string_or("version", "");
  out.tool_sha256 = json.member("tool").string_or("sha256", "");
  for (const Json& one : json.member("licenses").items())
    out.licenses.push_back({one.string_or("component", ""), one.string_or("member", ""), one.boolean_or("asTraced", false),
                            one.string_or("missing", "")});
  return out;
}

/// One bundle while it is checked.
class Bundle {
 public:
  Bundle(std::string name, const std::vector<TarMember>& members, Report& report) : name_(std::move(name)), report_(report) {
    for (const TarMember& member : members) members_[member.name] = member.content;
  }

  void check(const std::vector<PublicKey>& keys) {
    const auto manifest = members_.find(write::kManifestName);
    if (manifest == members_.end()) return report_.unreadable(name_, "it has no manifest.json: no bundle of a release");
    const std::string_view text = as_text(manifest->second);
    if (text.size() > kLargestManifest) return report_.unreadable(name_, "its manifest is larger than 4 MiB");
    const auto digest = members_.find(write::kManifestDigestName);
    if (digest == members_.end() || as_text(digest->second) != write::manifest_digest(text))
      report_.not_good(member("manifest.json"), "is not what manifest.json.sha256 says");
    const auto json = Json::parse(text);
    if (!json) return report_.unreadable(member("manifest.json"), json.error().describe());
    const std::string format = json->string_or("format", "");
    if (format != write::kBundleFormat)
      return report_.unreadable(member("manifest.json"), "its format is \"" + format + "\"; this souptrace knows " + write::kBundleFormat);
    check_members(*json);
    check_made_again(text, *json);
    check_attestation(text, keys);
  }

 private:
  [[nodiscard]] std::string member(const std::string& inner) const { return name_ + ", " + inner; }

  void check_members(const Json& manifest) {
    std::map<std::string, std::string> listed;
    for (const Json& one : manifest.member("members").items()) listed[one.string_or("name", "")] = one.string_or("sha256", "");
    for (const auto& [name, sha256] : listed) {
      const auto at = members_.find(name);
      if (at == members_.end())
        report_.not_good(member(name), "is listed in the manifest and is not in the bundle");
      else if (sha256_hex(at->second) != sha256)
        report_.not_good(member(name), "has other bytes than the manifest says");
    }
    for (const auto& [name, content] : members_)
      if (!is_manifest_member(name) && !listed.contains(name)) report_.not_good(member(name), "is not listed in the manifest");
  }

  void check_made_again(std::string_view text, const Json& json) {
    const auto trace_member = members_.find("trace.json");
    if (trace_member == members_.end()) return report_.not_good(name_, "it has no trace.json");
    const auto trace = write::read_trace_json(as_text(trace_member->second));
    if (!trace) return;  // read_papers() says so
    write::BundleManifest again = own_part(json);
    for (const auto& [name, content] : members_)
      if (!is_manifest_member(name)) again.members[name] = {sha256_hex(content), content.size()};
    if (write::bundle_manifest(*trace, again) != text)
      report_.not_good(member("manifest.json"), "does not say what the other members say: binaries, members or product differ");
  }

  void check_attestation(std::string_view manifest, const std::vector<PublicKey>& keys) {
    const auto at = members_.find(write::kManifestAttestationName);
    if (at == members_.end()) {
      if (!keys.empty()) report_.notes.emplace_back("the bundle's manifest is not signed: what no attestation holds (licences) rests on its digests");
      return;
    }
    for (CheckedEnvelope& one : check_envelopes(as_text(at->second), member(write::kManifestAttestationName), keys)) {
      const bool about = one.files.size() == 1 && one.files.front().sha256 == sha256_hex(as_bytes(manifest)) &&
                         one.predicate_sha256 == sha256_hex(as_bytes(write::as_predicate(manifest)));
      if (!about) report_.not_good(one.verdict.document, "is not about this manifest");
      one.verdict.about = about;
      report_.add(std::move(one.verdict), one.problems);
    }
  }

  std::string name_;
  Report& report_;
  std::map<std::string, ByteView> members_;
};

bool is_document(std::string_view name) {
  return name == "trace.json" || name.starts_with("sbom/") || name.starts_with("attestations/");
}

}  // namespace

std::vector<Paper> open_bundle(ByteView bytes, const std::string& name, const std::vector<PublicKey>& keys, Report& report) {
  report.keys_given = !keys.empty();
  const auto members = formats::read_tar(bytes);
  if (!members) {
    report.unreadable(name, members.error().describe());
    return {};
  }
  Bundle(name, *members, report).check(keys);
  std::vector<Paper> papers;
  for (const TarMember& member : *members)
    if (is_document(member.name)) papers.push_back({name + ", " + member.name, as_text(member.content), false});
  return papers;
}

}  // namespace souptrace::verify
