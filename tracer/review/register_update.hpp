// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "review/reconcile.hpp"
#include "review/register_read.hpp"

namespace souptrace::review {

/// What a trace makes of one item of the register.
struct ItemUpdate {
  std::string id;
  std::string title;
  bool is_new = false;     ///< a draft for what is linked and not registered
  bool is_linked = true;   ///< false: the item stays as it is
  SoupItem item;           ///< only of a new one
  SoupFacts facts;         ///< as they are to stand in the item, with the judgements that are stale now
  std::vector<std::string> added;    ///< files and components that the former facts do not have
  std::vector<std::string> removed;  ///< those that only the former facts have
};

/// What `register update` has to write: items whose facts change, drafts for what is new, and the items that nothing is linked of. Items with
/// unchanged facts are left out. No judgement is ever changed.
[[nodiscard]] std::vector<ItemUpdate> plan_update(const TraceIndex& index, const RegisterFiles& files);

}  // namespace souptrace::review
