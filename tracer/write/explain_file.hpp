// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "write/explain_lines.hpp"
#include "write/find.hpp"

namespace souptrace::write {

/// One file or archive member: its digests, its owner with the rule, the evidence and the claims that lost,
/// and its way into each binary that has it.
void explain_file(Lines& lines, const TraceIndex& index, const Subject& subject);

/// The claims to one file: the chosen one with its tier, rule and evidence (where digests were compared, both
/// stand there), why it was chosen, and those that lost.
void add_claims(Lines& lines, const TraceIndex& index, const TraceFile& file, std::size_t indent);

}  // namespace souptrace::write
