// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <concepts>
#include <type_traits>

#include "model/trace.hpp"

// The format of trace.json, said once: for each type of the trace its members, in their order. The writer and
// the reader both walk these lists, and a test compares them with trace.schema.json, so none of the three can
// drift from the others.
//
// A visitor has two functions. `required(name, value)`: the member always stands in the document.
// `optional(name, value)`: a member that holds its default (an empty text or list, 0, false, nothing) is left
// out.
namespace souptrace::write {

/// `S` is `T`, const or not: the writer's or the reader's view of the same type.
template <class S, class T>
concept Is = std::same_as<std::remove_const_t<S>, T>;

/// Highest format number that this program reads, and the one that it writes. It goes up when a reader of the
/// former would misunderstand.
inline constexpr unsigned kTraceFormat = 1;
inline constexpr const char* kTraceSchema = "urn:souptrace:trace:1";

template <class V, Is<Product> S>
void fields(V& visit, S& product) {
  visit.optional("name", product.name);
  visit.optional("version", product.version);
  visit.optional("supplier", product.supplier);
  visit.optional("safetyClass", product.safety_class);
}

template <class V, Is<Toolchain> S>
void fields(V& visit, S& toolchain) {
  visit.required("language", toolchain.language);
  visit.optional("compiler", toolchain.compiler);
  visit.optional("id", toolchain.id);
  visit.optional("version", toolchain.version);
  visit.optional("target", toolchain.target);
  visit.optional("includeDirectories", toolchain.include_directories);
  visit.optional("linkDirectories", toolchain.link_directories);
}

template <class V, Is<BinaryFormat> S>
void fields(V& visit, S& binary) {
  visit.optional("format", binary.format);
  visit.optional("machine", binary.machine);
  visit.optional("type", binary.type);
  visit.optional("buildId", binary.build_id);
  visit.optional("interpreter", binary.interpreter);
  visit.optional("soname", binary.soname);
  visit.optional("needed", binary.needed);
  visit.optional("rpath", binary.rpath);
  visit.optional("runpath", binary.runpath);
  visit.optional("toolComments", binary.tool_comments);
  visit.optional("runTimeLoading", binary.run_time_loading);
}

template <class V, Is<LinkerIdentity> S>
void fields(V& visit, S& linker) {
  visit.optional("name", linker.name);
  visit.optional("version", linker.version);
  visit.optional("path", linker.path);
  visit.optional("driver", linker.driver);
  visit.optional("lto", linker.lto);
  visit.optional("flags", linker.flags);
}

template <class V, Is<TraceInput> S>
void fields(V& visit, S& input) {
  visit.required("file", input.file);
  visit.optional("member", input.member);
  visit.optional("offset", input.offset);
  visit.optional("size", input.size);
  visit.optional("memberSha256", input.member_sha256);
  visit.optional("object", input.object);
  visit.required("role", input.role);
  visit.required("use", input.use);
  visit.optional("referrer", input.referrer);
  visit.optional("symbol", input.symbol);
  visit.optional("reason", input.reason);
  visit.optional("soname", input.soname);
  visit.optional("bytes", input.bytes);
  visit.optional("witnesses", input.witnesses);
}

template <class V, Is<TraceRuntimeLibrary> S>
void fields(V& visit, S& library) {
  visit.required("name", library.name);
  visit.optional("file", library.file);
  visit.optional("neededBy", library.needed_by);
  visit.optional("reason", library.reason);
}

template <class V, Is<WitnessCount> S>
void fields(V& visit, S& count) {
  visit.required("witness", count.witness);
  visit.optional("files", count.files);
  visit.optional("members", count.members);
}

template <class V, Is<Completeness> S>
void fields(V& visit, S& completeness) {
  visit.required("complete", completeness.complete);
  visit.optional("witnesses", completeness.witnesses);
  visit.optional("accounted", completeness.accounted);
  visit.optional("unaccounted", completeness.unaccounted);
}

template <class V, Is<PostLinkStep> S>
void fields(V& visit, S& step) {
  visit.required("action", step.action);
  visit.optional("tool", step.tool);
  visit.optional("sha256Before", step.sha256_before);
  visit.optional("sha256After", step.sha256_after);
}

template <class V, Is<ShippedFile> S>
void fields(V& visit, S& shipped) {
  visit.required("path", shipped.path);
  visit.optional("package", shipped.package);
  visit.optional("format", shipped.format);
  visit.optional("sha256", shipped.sha256);
  visit.optional("sha512", shipped.sha512);
  visit.optional("gitoid", shipped.gitoid);
  visit.optional("size", shipped.size);
  visit.optional("buildId", shipped.build_id);
  visit.optional("steps", shipped.steps);
}

template <class V, Is<TraceBinary> S>
void fields(V& visit, S& binary) {
  visit.required("name", binary.name);
  visit.optional("target", binary.target);
  visit.required("path", binary.path);
  visit.optional("installDestinations", binary.install_destinations);
  visit.required("binary", binary.binary);
  visit.optional("sha256", binary.sha256);
  visit.optional("sha512", binary.sha512);
  visit.optional("gitoid", binary.gitoid);
  visit.optional("size", binary.size);
  visit.required("linker", binary.linker);
  visit.required("completeness", binary.completeness);
  visit.required("inputs", binary.inputs);
  visit.required("runtime", binary.runtime);
  visit.optional("shipped", binary.shipped);
}

template <class V, Is<Evidence> S>
void fields(V& visit, S& evidence) {
  visit.required("source", evidence.source);
  visit.optional("place", evidence.place);
  visit.optional("text", evidence.text);
}

template <class V, Is<Claim> S>
void fields(V& visit, S& claim) {
  visit.optional("component", claim.component);
  visit.required("tier", claim.tier);
  visit.optional("rule", claim.rule);
  visit.optional("evidence", claim.evidence);
}

template <class V, Is<Ownership> S>
void fields(V& visit, S& owner) {
  visit.required("chosen", owner.chosen);
  visit.optional("because", owner.chosen_because);
  visit.optional("losing", owner.losing);
}

template <class V, Is<TraceFile> S>
void fields(V& visit, S& file) {
  visit.required("id", file.id);
  visit.required("path", file.path);
  visit.optional("size", file.size);
  visit.optional("sha256", file.sha256);
  visit.optional("sha512", file.sha512);
  visit.optional("gitoid", file.gitoid);
  visit.required("owner", file.owner);
}

template <class V, Is<Compilation> S>
void fields(V& visit, S& compilation) {
  visit.required("object", compilation.object);
  visit.optional("source", compilation.source);
  visit.optional("headers", compilation.headers);
  visit.optional("witness", compilation.witness);
  visit.optional("flags", compilation.flags);
}

template <class V, Is<TraceFlags> S>
void fields(V& visit, S& flags) {
  visit.required("id", flags.id);
  visit.required("language", flags.language);
  visit.required("words", flags.words);
}

template <class V, Is<License> S>
void fields(V& visit, S& license) {
  visit.optional("expression", license.expression);
  visit.optional("source", license.source);
  visit.optional("textSha256", license.text_sha256);
}

template <class V, Is<Component> S>
void fields(V& visit, S& component) {
  visit.required("id", component.id);
  visit.required("kind", component.kind);
  visit.required("name", component.name);
  visit.optional("version", component.version);
  visit.optional("supplier", component.supplier);
  visit.required("license", component.license);
  visit.optional("purl", component.purl);
  visit.optional("cpe", component.cpe);
  visit.optional("url", component.url);
  visit.optional("origin", component.origin);
  visit.optional("properties", component.properties);
  visit.optional("evidence", component.evidence);
}

template <class V, Is<Finding> S>
void fields(V& visit, S& finding) {
  visit.required("code", finding.code);
  visit.required("severity", finding.severity);
  visit.optional("subject", finding.subject);
  visit.required("text", finding.text);
  visit.optional("remedy", finding.remedy);
  visit.optional("incomplete", finding.incomplete);
}

/// The document's own members; "$schema" and "format" stand before them.
template <class V, Is<Trace> S>
void fields(V& visit, S& trace) {
  visit.required("toolVersion", trace.tool_version);
  visit.required("product", trace.product);
  visit.optional("configuration", trace.configuration);
  visit.optional("generator", trace.generator);
  visit.optional("cmakeVersion", trace.cmake_version);
  visit.optional("toolchains", trace.toolchains);
  visit.required("binaries", trace.binaries);
  visit.required("components", trace.components);
  visit.required("files", trace.files);
  visit.optional("compileFlags", trace.compile_flags);
  visit.optional("compilations", trace.compilations);
  visit.required("findings", trace.findings);
}

}  // namespace souptrace::write
