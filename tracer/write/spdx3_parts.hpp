// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "write/bom_plan.hpp"
#include "write/spdx3_text.hpp"

namespace souptrace::write {

/// One document in the making.
struct Spdx3Document {
  const TraceIndex& index;
  const TraceBinary& binary;
  const BomPlan& plan;
  Spdx3Text text;
};

/// References of what several elements name.
[[nodiscard]] std::string organization_ref(const std::string& text);
[[nodiscard]] std::string license_ref(const std::string& expression);
/// The agent that the document is of: the product's supplier, else the program.
[[nodiscard]] std::string author_ref(const Trace& trace);
/// The tool of a step after the link.
[[nodiscard]] std::string step_tool_ref(const PostLinkStep& step);

/// The people, organizations and programs that the other elements name.
void write_agents(Spdx3Document& document);

/// Packages, files, archive members and licences: all that the plan lists.
void write_spdx3_parts(Spdx3Document& document);
/// The last of these: the expressions, and the texts that are on no list.
void write_spdx3_licenses(Spdx3Document& document);

}  // namespace souptrace::write
