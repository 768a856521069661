// SPDX-License-Identifier: Apache-2.0
#pragma once
namespace tiny::detail {
template <class T>
T add(T a, T b) { return a + b; }
}  // namespace tiny::detail
