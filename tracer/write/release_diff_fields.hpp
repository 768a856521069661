// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/release_diff.hpp"
#include "write/trace_fields.hpp"

// The format of what `souptrace diff --json` prints, said once, as trace_fields.hpp says that of trace.json.
namespace souptrace::write {

inline constexpr unsigned kReleaseDiffFormat = 1;
inline constexpr const char* kReleaseDiffSchema = "urn:souptrace:release-diff:1";

template <class V, Is<ValueChange> S>
void fields(V& visit, S& value) {
  visit.required("name", value.name);
  visit.optional("before", value.before);
  visit.optional("after", value.after);
}

template <class V, Is<PartSide> S>
void fields(V& visit, S& side) {
  visit.required("name", side.name);
  visit.required("place", side.place);
  visit.optional("sha256", side.sha256);
  visit.optional("component", side.component);
}

template <class V, Is<PartChange> S>
void fields(V& visit, S& change) {
  visit.required("state", change.state);
  visit.required("role", change.role);
  visit.optional("builtHere", change.built_here);
  visit.optional("before", change.before);
  visit.optional("after", change.after);
}

template <class V, Is<SamePart> S>
void fields(V& visit, S& part) {
  visit.required("name", part.name);
  visit.optional("sha256", part.sha256);
  visit.required("role", part.role);
}

template <class V, Is<PartCount> S>
void fields(V& visit, S& count) {
  visit.required("role", count.role);
  visit.optional("added", count.added);
  visit.optional("removed", count.removed);
  visit.optional("changed", count.changed);
  visit.optional("other", count.other);
  visit.optional("same", count.same);
}

template <class V, Is<SameMembers> S>
void fields(V& visit, S& archive) {
  visit.required("archive", archive.archive);
  visit.required("sha256Before", archive.sha256_before);
  visit.required("sha256After", archive.sha256_after);
  visit.required("members", archive.members);
}

template <class V, Is<BinarySide> S>
void fields(V& visit, S& side) {
  visit.required("path", side.path);
  visit.required("sha256", side.sha256);
  visit.optional("size", side.size);
}

template <class V, Is<BinaryDiff> S>
void fields(V& visit, S& binary) {
  visit.required("name", binary.name);
  visit.required("state", binary.state);
  visit.optional("before", binary.before);
  visit.optional("after", binary.after);
  visit.optional("values", binary.values);
  visit.optional("counts", binary.counts);
  visit.optional("parts", binary.parts);
  visit.optional("dropped", binary.dropped);
  visit.optional("archives", binary.archives);
  visit.optional("shipped", binary.shipped);
  visit.optional("notCompared", binary.not_compared);
}

template <class V, Is<ComponentSide> S>
void fields(V& visit, S& side) {
  visit.required("id", side.id);
  visit.optional("version", side.version);
  visit.optional("supplier", side.supplier);
  visit.optional("license", side.license);
  visit.required("tier", side.tier);
  visit.required("binaries", side.binaries);
}

template <class V, Is<ComponentDiff> S>
void fields(V& visit, S& component) {
  visit.required("name", component.name);
  visit.optional("runtime", component.runtime);
  visit.required("states", component.states);
  visit.optional("before", component.before);
  visit.optional("after", component.after);
  visit.optional("values", component.values);
  visit.optional("binaries", component.binaries);
  visit.optional("parts", component.parts);
  visit.optional("same", component.same);
}

template <class V, Is<SameComponent> S>
void fields(V& visit, S& component) {
  visit.required("id", component.id);
  visit.required("parts", component.parts);
  visit.required("sha256", component.sha256);
}

template <class V, Is<ReviewTrigger> S>
void fields(V& visit, S& trigger) {
  visit.required("clause", trigger.clause);
  visit.required("task", trigger.task);
  visit.required("reasons", trigger.reasons);
}

template <class V, Is<Unaffected> S>
void fields(V& visit, S& unaffected) {
  visit.required("subject", unaffected.subject);
  visit.optional("sha256", unaffected.sha256);
  visit.required("reason", unaffected.reason);
}

template <class V, Is<ReviewImpact> S>
void fields(V& visit, S& impact) {
  visit.required("subject", impact.subject);
  visit.optional("title", impact.title);
  visit.required("safetyClass", impact.safety_class);
  visit.optional("registered", impact.registered);
  visit.optional("components", impact.components);
  visit.optional("binaries", impact.binaries);
  visit.required("changes", impact.changes);
  visit.required("triggers", impact.triggers);
  visit.optional("unaffected", impact.unaffected);
}

template <class V, Is<ReleaseSide> S>
void fields(V& visit, S& side) {
  visit.required("product", side.product);
  visit.required("toolVersion", side.tool_version);
  visit.optional("traceSha256", side.trace_sha256);
  visit.optional("incomplete", side.incomplete);
  visit.optional("incompleteFindings", side.findings);
}

/// The document's own members; "$schema", "format" and "differs" stand before them.
template <class V, Is<ReleaseDiff> S>
void fields(V& visit, S& diff) {
  visit.required("before", diff.before);
  visit.required("after", diff.after);
  visit.optional("notes", diff.notes);
  visit.required("notCompared", diff.not_compared);
  visit.required("settings", diff.settings);
  visit.required("impacts", diff.impacts);
  visit.required("components", diff.components);
  visit.required("unowned", diff.unowned);
  visit.required("binaries", diff.binaries);
  visit.required("unaffected", diff.unaffected);
  visit.required("unchanged", diff.unchanged);
  visit.optional("withRegister", diff.with_register);
}

}  // namespace souptrace::write
