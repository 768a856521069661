// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "host/host.hpp"
#include "identify/work_tree.hpp"

namespace souptrace::identify {

/// What a work tree says of a submodule: its index pins a commit (an entry of mode 160000), .gitmodules says
/// where the repository is.
struct Submodule {
  std::string path;     ///< relative to the work tree that pins it
  std::string pinned;   ///< the commit
  std::string name;     ///< of the repository; "" when .gitmodules does not say
  std::string url;      ///< public, a relative one resolved against the superproject's; "" = none to publish
  std::string problem;  ///< why .gitmodules could not be read; "" when it was
};

/// The submodule that `outer` has at `relative`; nothing when its index pins none there.
[[nodiscard]] std::optional<Submodule> submodule_at(Host& host, const WorkTree& outer,
                                                    std::string_view relative);

/// The submodule of `outer` in whose directory the file (relative to the work tree) lies, as the index says;
/// "" when it is in none.
[[nodiscard]] std::string submodule_of(const WorkTree& outer, std::string_view file);

}  // namespace souptrace::identify
