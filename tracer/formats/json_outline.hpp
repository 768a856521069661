// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

// The outer shape of a JSON text (RFC 8259) whose values stay text: for documents of which a small part is read, or which hold another
// document as it is. Everything is checked to be JSON, except that text in strings is UTF-8 and that names within inner objects differ.
namespace souptrace::formats {

struct JsonMember {
  std::string name;
  std::string_view value;  ///< its text, without white space around it
};

/// The members of the object that `text` is, in their order. Errors: "json-malformed" with the offset, also for a name that occurs twice,
/// more than 10 000 members and nesting deeper than Json::kMaximumDepth.
[[nodiscard]] Result<std::vector<JsonMember>> json_members(std::string_view text);

/// The text of the member of that name; "" when there is none.
[[nodiscard]] std::string_view member_text(const std::vector<JsonMember>& members, std::string_view name);

/// Gives the text of each element of the array that `text` is to `take`; an Error ends the reading. Errors as above.
[[nodiscard]] Status each_json_element(std::string_view text,
                                       const std::function<std::optional<Error>(std::string_view)>& take);

}  // namespace souptrace::formats
