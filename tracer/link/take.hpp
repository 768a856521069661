// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "link/merge.hpp"

namespace souptrace::link {

constexpr std::string_view kWholeArchive = "all of the archive is taken (--whole-archive)";

/// Enters a member as linked, or adds the sighting (null: none) to the entry that it has.
LinkInput& take_member(Merge& merge, const ArchiveFile& archive, std::size_t index, const Sighting* sighting);

/// bfd: adds the plugins' word to the members that were taken.
void confirm_offered(Merge& merge);

/// Whether a member of the archive is linked, as far as the members are entered.
[[nodiscard]] bool has_linked_member(Merge& merge, const ArchiveFile& archive);

/// Enters a whole file with the witnesses and bytes that are noted for it.
LinkInput& enter_file(Merge& merge, const std::string& real_path, const OpenedFile& file, Role role, Use use,
                      std::string reason);

/// Whether the link line asks for all of the archive: --whole-archive is in force where it names it. A -l
/// that may mean another archive of the same file name does not count.
[[nodiscard]] bool is_whole_archive(const Merge& merge, const ArchiveFile& archive);

}  // namespace souptrace::link
