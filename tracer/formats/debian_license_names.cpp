// SPDX-License-Identifier: Apache-2.0
#include "formats/debian_license_names.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "formats/spdx_expression.hpp"

namespace souptrace::formats {
namespace {

struct Name {
  std::string_view debian;  ///< lower case, without the '+' of "or any later version"
  std::string_view spdx;
};

/// Names that copyright-format 1.0 ("License specification", "Short license names") defines otherwise than
/// SPDX, and spellings of one meaning that occur in Debian. All other names are looked up in the SPDX list as
/// they are.
constexpr std::array<Name, 14> kNames{{{"artistic", "Artistic-1.0"},
                                       {"boost-1.0", "BSL-1.0"},
                                       {"bsd-0-clause", "0BSD"},
                                       {"cc0", "CC0-1.0"},
                                       {"expat", "MIT"},
                                       {"gfdl-niv-1.1", "GFDL-1.1-no-invariants"},
                                       {"gfdl-niv-1.2", "GFDL-1.2-no-invariants"},
                                       {"gfdl-niv-1.3", "GFDL-1.3-no-invariants"},
                                       {"openldap-2.8", "OLDAP-2.8"},
                                       {"perl", "GPL-1.0-or-later OR Artistic-1.0"},
                                       {"psf-2", "PSF-2.0"},
                                       {"zope-1.1", "ZPL-1.1"},
                                       {"zope-2.0", "ZPL-2.0"},
                                       {"zope-2.1", "ZPL-2.1"}}};

/// Families of which "N" and "N.0" are one version, as copyright-format says of all; only for these is the
/// name SPDX's too ("OPL-1" is not SPDX's OPL-1.0).
constexpr std::array<std::string_view, 14> kVersioned{"afl-", "agpl-", "apache-", "artistic-", "cddl-",
                                                      "cpl-", "efl-",  "epl-",    "gpl-",      "lgpl-",
                                                      "mpl-", "qpl-",  "zpl-",    "eupl-"};
constexpr std::string_view kOtherMeaning =
    "opl-1.0";  // Open Publication License in Debian, Open Public License in SPDX

constexpr std::array<Name, 4> kExceptions{{{"classpath", "Classpath-exception-2.0"},
                                           {"font", "Font-exception-2.0"},
                                           {"gcc runtime library", "GCC-exception-3.1"},
                                           {"llvm", "LLVM-exception"}}};

template <std::size_t N>
std::optional<std::string> find_name(const std::array<Name, N>& table, std::string_view name) {
  for (const Name& entry : table)
    if (entry.debian == name) return std::string(entry.spdx);
  return std::nullopt;
}

}  // namespace

std::optional<std::string> spdx_of_debian_name(std::string_view name) {
  const bool later = name.ends_with('+');
  if (later) name.remove_suffix(1);
  const std::string lower = to_lower(name);
  if (lower == kOtherMeaning) return std::nullopt;
  std::string base = find_name(kNames, lower).value_or(std::string(name));
  const bool versioned = std::any_of(kVersioned.begin(), kVersioned.end(),
                                     [&lower](std::string_view family) { return lower.starts_with(family); });
  if (versioned && !spdx_license_id(base)) base += ".0";
  if (spdx_license_id(base + "-or-later")) return base + (later ? "-or-later" : "-only");
  if (later && base.find(' ') != std::string::npos) return std::nullopt;
  const Result<std::string> expression = normalize_spdx_expression(later ? base + '+' : base);
  if (!expression) return std::nullopt;
  return *expression;
}

std::optional<std::string> spdx_of_debian_exception(std::string_view name) {
  if (auto known = find_name(kExceptions, to_lower(name))) return known;
  auto id = spdx_exception_id(name);
  if (!id) id = spdx_exception_id(std::string(name) + "-exception");
  return id ? std::optional<std::string>(*id) : std::nullopt;
}

}  // namespace souptrace::formats
