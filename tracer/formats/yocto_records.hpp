// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <vector>

#include "base/result.hpp"

// What a build of the Yocto Project keeps about its sysroots. Sources: OpenEmbedded-Core's sstate.bbclass,
// staging.bbclass and license.bbclass.
namespace souptrace::formats {

/// The files of a manifest (sstate-control/manifest-<architecture>-<recipe>.populate_sysroot, with absolute
/// paths; <recipe-sysroot-native>/installeddeps/<recipe>, relative to the work directory): one path a line,
/// directories with '/' at the end are left out. Error "yocto-malformed" when the last line has no end.
[[nodiscard]] Result<std::vector<std::string_view>> parse_yocto_manifest(std::string_view text);

/// One line of sstate-control/index-<architecture>.
struct YoctoIndexLine {
  std::string_view stamp;
  std::string_view manifest;        ///< the manifest's path up to ".populate_sysroot"
  std::string_view work_directory;  ///< …/<recipe>/<version>
};
/// Error "yocto-malformed", with the offset, for a line of another shape.
[[nodiscard]] Result<std::vector<YoctoIndexLine>> parse_yocto_index(std::string_view text);

/// deploy/licenses/…/<recipe>/recipeinfo: "LICENSE: …", "PV: …", "PR: …".
struct YoctoRecipeInfo {
  std::string_view license, version;
};
[[nodiscard]] YoctoRecipeInfo parse_yocto_recipe_info(std::string_view text);

}  // namespace souptrace::formats
