// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "model/shipped_record.hpp"

// The state file in which installations are remembered between trace steps (tracer/README.md has the table).
namespace souptrace::write {

[[nodiscard]] std::string shipped_records_json(const std::vector<ShippedRecord>& records);

/// The inverse. Error: "shipped-records-malformed".
[[nodiscard]] Result<std::vector<ShippedRecord>> read_shipped_records(std::string_view text);

}  // namespace souptrace::write
