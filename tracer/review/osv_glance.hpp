// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>
#include <vector>

#include "review/osv_index.hpp"

namespace souptrace::review {

/// What can be seen of a record without parsing it, much faster: most of a dump's records are about packages that nobody asks for.
struct OsvGlance {
  /// Whether the record may be left out: it is whole (brackets match, it has an id and a time of change) and no string in it is anything
  /// that a query names. Records with strings that are written in another way than usual (\u007a for z) are not.
  bool unasked = false;
  std::string_view modified;
  std::vector<std::string_view> ecosystems;
  bool has_git = false;           ///< a range of commits
  bool has_generic_purl = false;
};

/// The texts of what is returned are those of `record`, which must outlive it.
[[nodiscard]] OsvGlance glance_at(std::string_view record, const OsvIndex& index);

}  // namespace souptrace::review
