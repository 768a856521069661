// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tiny_detail.hpp"
namespace tiny {
template <class T>
T twice(T value) { return detail::add(value, value); }
}  // namespace tiny
