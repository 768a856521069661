// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/trace.hpp"

// The manifest of a bundle: `manifest.json` in a release's archive. Beside it stands `manifest.json.sha256`, its digest as sha256sum(1) writes
// it, and, when the bundle is signed, `manifest.intoto.jsonl`. Every other member is listed in it.
namespace souptrace::write {

inline constexpr const char* kBundleFormat = "urn:souptrace:bundle:1";
inline constexpr const char* kManifestName = "manifest.json";
inline constexpr const char* kManifestDigestName = "manifest.json.sha256";
inline constexpr const char* kManifestAttestationName = "manifest.intoto.jsonl";

struct BundleMember {
  std::string sha256;
  std::uint64_t size = 0;
};

/// The text of a component's licence, or why it is not in the bundle.
struct BundleLicense {
  std::string component;  ///< Component::id
  std::string member;     ///< "" = not included
  bool as_traced = false; ///< the text has the digest that the trace states
  std::string missing;    ///< why it is not included
};

struct BundleManifest {
  std::string tool_version;  ///< of the souptrace that made the bundle
  std::string tool_sha256;   ///< of that program; "" = not known
  std::map<std::string, BundleMember> members;
  std::vector<BundleLicense> licenses;  ///< sorted by component
};

/// The document: the manifest's own content, and what the trace says of product and binaries, so that it can be made again and compared.
[[nodiscard]] std::string bundle_manifest(const Trace& trace, const BundleManifest& manifest);

/// "<digest>  manifest.json\n"
[[nodiscard]] std::string manifest_digest(std::string_view manifest);

}  // namespace souptrace::write
