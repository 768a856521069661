// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

// What Homebrew writes into a keg, <prefix>/Cellar/<formula>/<version>/. Source: Homebrew's tab.rb and
// sbom.rb.
namespace souptrace::formats {

/// A keg, by the path of anything in it.
struct Keg {
  std::string cellar;   ///< "<prefix>/Cellar"
  std::string formula;  ///< "openssl@3"
  std::string version;  ///< "3.3.1_1": with the formula's revision
  /// The keg's own directory.
  [[nodiscard]] std::string directory() const { return cellar + '/' + formula + '/' + version; }
};
[[nodiscard]] std::optional<Keg> keg_of(std::string_view path);

/// INSTALL_RECEIPT.json.
struct BrewReceipt {
  std::string tap, tap_commit;  ///< "homebrew/core"; "" for none
  std::string stable_version;   ///< the version without revision, when that was installed
  std::string compiler, architecture;
  bool from_bottle = false;
};
/// Errors: those of Json::parse; "homebrew-receipt-malformed" for what is no object.
[[nodiscard]] Result<BrewReceipt> parse_brew_receipt(std::string_view text);

/// sbom.spdx.json: the packages SPDXRef-Archive-<formula>-src and SPDXRef-Bottle-<formula>.
struct BrewSbom {
  std::string license;  ///< concluded, as it stands there; "" for none
  std::string source_url, source_sha256;
  std::string bottle_url, bottle_sha256;
  std::string purl;  ///< "" for none
};
/// Errors: those of Json::parse; "homebrew-spdx-malformed" when neither package is there.
[[nodiscard]] Result<BrewSbom> parse_brew_sbom(std::string_view text, std::string_view formula);

}  // namespace souptrace::formats
