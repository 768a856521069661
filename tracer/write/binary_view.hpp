// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/binary_view.hpp"
#include "write/trace_index.hpp"

namespace souptrace::write {
using souptrace::is_built_here;
using souptrace::is_part;
using souptrace::used_components;
using souptrace::UsedComponent;
using souptrace::UsedFile;
}  // namespace souptrace::write
