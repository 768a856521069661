// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace infusion {

/// Checks the pump against its own configuration; exit code of the program.
int self_test();

}  // namespace infusion
