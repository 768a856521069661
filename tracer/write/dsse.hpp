// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

namespace souptrace::write {

/// The JSON form of a DSSE envelope with one signature (raw bytes), in one line that ends with a newline: one entry of a .intoto.jsonl file.
[[nodiscard]] std::string dsse_envelope(std::string_view payload_type, std::string_view payload, std::string_view keyid,
                                        std::string_view signature);

}  // namespace souptrace::write
