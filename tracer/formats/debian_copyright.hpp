// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

// debian/copyright in the machine-readable format ("DEP-5"). Source: Debian's copyright-format 1.0.
namespace souptrace::formats {

struct DebianCopyright {
  struct Files {
    std::vector<std::string> patterns;  ///< relative to the source package; '*' and '?' match '/' too
    std::string copyright;
    std::string license;  ///< first line of the License field, e.g. "GPL-2+ or Expat"
    std::string text;     ///< the lines behind it; "" when a standalone paragraph has the text
  };

  std::string upstream_name;
  std::string upstream_contact;
  std::string source;
  std::string license;       ///< of the header paragraph: the package as a whole, where it says so
  std::vector<Files> files;  ///< in file order: the last that matches a file counts
  std::map<std::string, std::string> texts;  ///< standalone License paragraphs: short name → text
};

/// Nothing when the text is not machine-readable (it does not start with a Format field of a copyright-format
/// URL): then no licence can be stated from it. Error "debian-copyright-malformed", with the offset, when it
/// claims to be and is not.
[[nodiscard]] Result<std::optional<DebianCopyright>> parse_debian_copyright(std::string_view text);

/// What an SPDX expression could be made of.
struct DebianLicense {
  std::string expression;            ///< valid SPDX; "" when there is no licence at all
  std::vector<std::string> unknown;  ///< Debian short names without an SPDX identifier, sorted; they stand in
                                     ///< `expression` as LicenseRef-…
};

/// Translates a License synopsis ("GPL-2+ with OpenSSL exception or Expat, and BSD-3-clause"): "and" binds
/// tighter than "or", a comma makes it bind looser (copyright-format, "License"). Names that Debian and SPDX
/// spell differently are translated by the table in debian_license_names.cpp; a name that SPDX does not have
/// becomes "LicenseRef-debian-<name>".
[[nodiscard]] DebianLicense spdx_from_debian(std::string_view synopsis);

/// All licences of the package's files: the distinct ones of its Files paragraphs, joined by AND in sorted
/// order. Paragraphs about nothing but debian/ (the packaging) are left out, unless there is nothing else.
[[nodiscard]] DebianLicense spdx_from_debian(const DebianCopyright& copyright);

}  // namespace souptrace::formats
