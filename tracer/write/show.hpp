// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "model/trace.hpp"
#include "write/text_style.hpp"

namespace souptrace::write {

/// What is in each binary, as a tree for people: the files that ship it and what was done to each; the product's own files, SOUP, runtime and files without an
/// owner, each component with version, licence, how it got in and how that is known; then what the linker
/// opened and left, whether the list is complete, and the findings. `wanted`: the name, path or file name of
/// a binary; "" shows all. Error "binary-unknown": no such binary; the text says which there are.
[[nodiscard]] Result<std::string> show(const Trace& trace, std::string_view wanted, const TextOptions& options);

/// The same as JSON.
[[nodiscard]] Result<std::string> show_json(const Trace& trace, std::string_view wanted);

}  // namespace souptrace::write
