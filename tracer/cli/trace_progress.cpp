// SPDX-License-Identifier: Apache-2.0
#include "cli/trace_progress.hpp"

#include <ostream>

namespace souptrace::cli {

void TraceProgress::show(const std::string& stage, std::uint64_t done, std::uint64_t total) {
  if (!terminal_.progress) return;
  std::string text = "souptrace: " + stage;
  if (total != 0) text += ' ' + std::to_string(static_cast<unsigned>(100.0 * static_cast<double>(done) / static_cast<double>(total))) + " %";
  if (text == last_) return;
  last_ = text;
  terminal_.err << "\r\x1b[K" << text << std::flush;
}

void TraceProgress::clear() {
  if (!last_.empty()) terminal_.err << "\r\x1b[K" << std::flush;
  last_.clear();
}

}  // namespace souptrace::cli
