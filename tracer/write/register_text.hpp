// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "model/register.hpp"

// The register's files as they are drafted: every member stands there, so that a person sees what can be said, and everything has a line of
// its own, so that a change is read line by line.
namespace souptrace::write {

/// register.json, without the items.
[[nodiscard]] std::string register_text(const SoupRegister& reg);

/// items/<id>.json
[[nodiscard]] std::string soup_item_text(const SoupItem& item);

/// The value of the item's member "facts", indented as it stands in the item.
[[nodiscard]] std::string soup_facts_text(const SoupFacts& facts);

/// The value of the item's member "approval", likewise.
[[nodiscard]] std::string soup_approval_text(const SoupApproval& approval);

}  // namespace souptrace::write
