// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "model/trace.hpp"
#include "write/text_style.hpp"

namespace souptrace::write {

/// The chain of evidence of one file, archive member, component or binary: in which binaries it is, as what,
/// through which archive, member or object, which symbol pulled it in, which witnesses say so, its digests,
/// who owns it by which rule, and which claims lost; of a file that was made of a binary, the steps from the one to the other. find.hpp says how `query` is understood. Errors:
/// "nothing-found" (the text has names like it), "ambiguous" (the text lists what was found, a line each).
[[nodiscard]] Result<std::string> explain(const Trace& trace, std::string_view query,
                                          const TextOptions& options);

/// The same as JSON, in the words of trace.json.
[[nodiscard]] Result<std::string> explain_json(const Trace& trace, std::string_view query);

}  // namespace souptrace::write
