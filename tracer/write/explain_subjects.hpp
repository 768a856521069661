// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "write/find.hpp"

namespace souptrace::write {

/// What `query` means, one thing; several subjects when it has several roles (a shared library that is a
/// binary and an input) or is a binary and files made of it. Errors as explain().
[[nodiscard]] Result<std::vector<Subject>> explained_subjects(const TraceIndex& index,
                                                              std::string_view query);

}  // namespace souptrace::write
