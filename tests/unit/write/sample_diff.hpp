// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "model/release_diff.hpp"

namespace souptrace::sample {

/// Something in every list, and every text that one.
inline ReleaseDiff diff_of(const std::string& text) {
  ReleaseDiff out;
  out.before.product.name = out.after.product.name = text;
  out.notes = {text};
  out.not_compared = {"flags"};
  out.settings = {{text, text, ""}};
  ComponentDiff component;
  component.name = text;
  component.states = {"added"};
  component.after = ComponentSide{text, text, text, text, "unknown", {text}};
  PartChange part{"added", Role::object, false, {}, PartSide{text, text, text, text}};
  component.parts = {part};
  out.components = {component};
  out.unowned = {part};
  BinaryDiff binary;
  binary.name = text;
  binary.state = "added";
  binary.parts = binary.dropped = binary.shipped = {part};
  binary.values = {{text, "", text}};
  out.binaries = {binary};
  out.unaffected = {{text, text, text}};
  ReviewImpact impact;
  impact.subject = impact.title = text;
  impact.safety_class = "C";
  impact.registered = true;
  impact.binaries = impact.changes = {text};
  impact.triggers = {{"7.4.1", "task", {text}}};
  impact.unaffected = {{text, text, text}};
  out.impacts = {impact};
  return out;
}

}  // namespace souptrace::sample
