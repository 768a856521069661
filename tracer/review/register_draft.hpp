// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "review/reconcile.hpp"

namespace souptrace::review {

/// Draft entries for what is linked and not registered, with what the trace knows of it and no judgement at all. Components of one source
/// package and version (libc6 and libc6-dev of glibc) are one entry. Ids are "SOUP-001" and so on, from the first number on that no item
/// of `reg` has, in the order of titles.
[[nodiscard]] std::vector<SoupItem> draft_items(const TraceIndex& index, const Reconciliation& reconciliation, const SoupRegister& reg);

/// A register for a product that has none: one software item with all binaries and the class that the trace says.
[[nodiscard]] SoupRegister draft_register(const Trace& trace);

}  // namespace souptrace::review
