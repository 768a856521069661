// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "model/finding.hpp"

// What the gates said of one trace and one register.
namespace souptrace {

/// One thing that a gate found wrong.
struct GateMessage {
  std::string gate;
  Severity severity = Severity::error;
  std::string subject;  ///< an item's id, a component's id, a binary's name or a place
  std::string text;     ///< what is wrong
  std::string action;   ///< what to do
  std::string waived;   ///< "until 2027-01-31, QA lead: reason"; "" = not waived
  std::string file;     ///< the file where that is done, relative to the register's directory; "" = none in particular
};

enum class GateStatus { pass, fail, warn, waived, skipped, off };

struct GateResult {
  std::string gate;
  Severity severity = Severity::error;  ///< after the register's policy
  std::string clause;
  std::string title;  ///< what is demanded
  GateStatus status = GateStatus::pass;
  std::string note;  ///< why it was skipped, or is off
  std::vector<GateMessage> messages;
};

struct GateReport {
  std::string product;
  std::string version;
  std::string register_path;  ///< as the user named it
  std::string date;           ///< "YYYY-MM-DD": what is due was measured from here
  std::vector<GateResult> gates;
};

}  // namespace souptrace
