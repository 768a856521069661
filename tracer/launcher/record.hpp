// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "formats/link_log.hpp"
#include "host/host.hpp"
#include "launcher/additions.hpp"

namespace souptrace::launcher {

/// Where the record of one link is made and where it goes.
struct RecordPlace {
  std::string state;  ///< the state directory
  std::string key;    ///< formats::link_log_key of the output
  std::string
      temporary;  ///< where the linker writes its reports; moved to <state>/links/<key> when all is done
  [[nodiscard]] std::string final() const;
  [[nodiscard]] std::string report(std::string_view name) const;
};

/// The working directory as the build spells it: below the build directory (two above `state`) even where the
/// build is called through a symbolic link.
[[nodiscard]] std::string spelled_working_directory(Host& host, const std::string& state);

/// The temporary directory as linkers are to be told of it: absolute, but with a '%' in its path relative to
/// the working directory, because bfd (for maps) and lld (for all that they check before they write) make
/// something else of that sign.
[[nodiscard]] std::string linker_spelling(Host& host, const RecordPlace& place);

/// Makes the temporary directory, and removes what killed launchers left of the same output, and the record of
/// an earlier link: whatever becomes of this one, that record tells nothing of it.
[[nodiscard]] Status prepare_place(Host& host, const RecordPlace& place);

/// Standard output of the link without the lines that our options caused. In mold's case also keeps the map
/// that stood among them.
[[nodiscard]] std::string forwarded_output(Host& host, const RecordPlace& place, const Additions& additions,
                                           const std::string& directory);

/// Fills in what the link left: reports, copies, the state of the output and of every file that the reports
/// name. What is missing is said in `log.incomplete`.
void gather(Host& host, const RecordPlace& place, const Additions& additions, formats::LinkLog& log);

/// Writes the record and moves it to its final place, where it replaces that of another link which ended
/// meanwhile. Killed in between, it leaves that one, the new one or none.
[[nodiscard]] Status store_record(const RecordPlace& place, const formats::LinkLog& log);

/// Removes the record of an earlier link of the same output, and the temporary directory.
void discard_record(const RecordPlace& place);

}  // namespace souptrace::launcher
