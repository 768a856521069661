// SPDX-License-Identifier: BSL-1.0
#include "ringbuffer/dump.hpp"

namespace ringbuffer {

std::string dump(const Ring& ring) {
  std::string out;
  for (std::size_t age = ring.size(); age-- > 0;) out += std::to_string(*ring.at(age)) + '\n';
  return out;
}

}  // namespace ringbuffer
