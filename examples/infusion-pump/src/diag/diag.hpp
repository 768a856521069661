// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace infusion {

/// Prints what the service port offers. The pump links this library and calls nothing of it: no byte of it is in the product.
void print_diagnostics();

}  // namespace infusion
