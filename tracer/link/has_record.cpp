// SPDX-License-Identifier: Apache-2.0
#include "base/path.hpp"
#include "formats/link_log.hpp"
#include "link/link.hpp"

namespace souptrace::link {

bool has_record(Host& host, const std::string& state_directory, const std::string& output) {
  return host.stat(path::join(state_directory, "links/" + formats::link_log_key(output) + "/record")).ok();
}

}  // namespace souptrace::link
