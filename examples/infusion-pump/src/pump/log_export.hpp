// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

namespace infusion {

/// The dose log as a gzip file (RFC 1952), for the hospital's archive. Throws std::runtime_error when the compressor fails.
std::string export_log(const std::string& log_text);

}  // namespace infusion
