// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/trace_index.hpp"

namespace souptrace::write {
using souptrace::TraceIndex;
}
