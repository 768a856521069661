// SPDX-License-Identifier: Apache-2.0
// libFuzzer's entry; SOUPTRACE_FUZZ_TARGET is the name of one target.
#include "fuzz/targets.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const souptrace::fuzz::Target* target = souptrace::fuzz::target_named(SOUPTRACE_FUZZ_TARGET);
  target->run({data, size});
  return 0;
}
