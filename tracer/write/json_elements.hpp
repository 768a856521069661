// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string_view>

#include "base/result.hpp"

namespace souptrace::write {

/// Given one complete object that is an element of the document's list `list` ("files"), or of the list
/// `inner` of such an element
/// ("binaries", "inputs"; "" otherwise). An error ends the reading.
using TakeElement = std::function<std::optional<Error>(std::string_view list, std::string_view inner,
                                                       const nlohmann::json& element)>;

struct ElementLists {
  std::string_view outer;  ///< the list whose elements have a long list themselves
  std::string_view inner;  ///< the name of that
};

/// Reads a JSON document whose root is an object and gives each object in one of the root's lists to `take`
/// as soon as it is complete, so that the whole document never stands in memory. Returns the root without
/// those elements. Errors "trace-malformed": not JSON (with the byte), a name twice in one object, nested
/// deeper than any trace is, and what `take` says; "trace-version": the root's member "format" is a number
/// above `highest_format`, which wins over any other error.
[[nodiscard]] Result<nlohmann::json> read_elements(std::string_view text, const ElementLists& nested,
                                                   std::uint64_t highest_format, const TakeElement& take);

}  // namespace souptrace::write
