// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/text_sink.hpp"
#include "model/trace.hpp"

// trace.json: the one place that knows its format (schema: trace.schema.json beside this file).
namespace souptrace::write {

/// The document, UTF-8, members and lists in a fixed order, ends with a newline.
void trace_json(const Trace& trace, const TextSink& sink);
[[nodiscard]] std::string trace_json(const Trace& trace);

/// The inverse. Errors: "trace-malformed" (with the byte or the JSON pointer), "trace-version" (written by a
/// newer souptrace).
[[nodiscard]] Result<Trace> read_trace_json(std::string_view text);

}  // namespace souptrace::write
