// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "host/host.hpp"
#include "model/component.hpp"

namespace souptrace::identify {

/// A licence as a package's record states it.
struct StatedLicense {
  std::string expression;  ///< as written; "" and "NOASSERTION": the record states none
  std::string source;      ///< the record, as in Evidence::place
  std::string text;        ///< a file that may hold the licence's text, to read; "" for none
  std::string text_place;  ///< that file, as in Evidence::place
};

/// The expression in its normal form, or NOASSERTION when it is none; with the SHA-256 of the text where
/// there is one. What the source says is never changed into something that it does not say.
[[nodiscard]] License license_from(Host& host, const StatedLicense& stated);

}  // namespace souptrace::identify
