// SPDX-License-Identifier: Apache-2.0
#include <set>
#include <unordered_set>
#include <utility>

#include "base/path.hpp"
#include "write/field_reader.hpp"
#include "write/json_elements.hpp"
#include "write/trace_json.hpp"

namespace souptrace::write {
namespace {

using Json = nlohmann::json;

const JsonPlace kRoot{};

/// Collects the elements of the document's lists as they are read.
class TraceBuilder {
 public:
  std::optional<Error> take(std::string_view list, std::string_view inner, const Json& element) {
    if (!inner.empty()) return append(inputs_, element, list, trace_.binaries.size(), inner);
    if (list == "toolchains") return append(trace_.toolchains, element, list);
    if (list == "binaries") return binary(element);
    if (list == "components") return append(trace_.components, element, list);
    if (list == "files") return append(trace_.files, element, list);
    if (list == "compileFlags") return append(trace_.compile_flags, element, list);
    if (list == "compilations") return append(trace_.compilations, element, list);
    if (list == "findings") return append(trace_.findings, element, list);
    return Error{"trace-malformed", "the document has the unknown member \"" + std::string(list) + '"'};
  }

  /// `root` has everything but the elements.
  Result<Trace> finish(Json root) {
    std::optional<Error> error;
    for (const char* own : {"$schema", "format"}) {
      const auto at = root.find(own);
      if (at == root.end())
        return Error{"trace-malformed",
                     "the document has no member \"" + std::string(own) + "\": is it a trace?"};
    }
    if (root["$schema"] != kTraceSchema)
      return Error{"trace-malformed", "/$schema: expected \"" + std::string(kTraceSchema) + '"'};
    if (root["format"] != kTraceFormat)
      return Error{"trace-malformed", "/format: expected " + std::to_string(kTraceFormat)};
    root.erase("$schema");
    root.erase("format");
    Trace rest;
    FieldReader::read_object(root, rest, kRoot, error);
    if (error) return *std::move(error);
    rest.toolchains = std::move(trace_.toolchains);
    rest.binaries = std::move(trace_.binaries);
    rest.components = std::move(trace_.components);
    rest.files = std::move(trace_.files);
    rest.compile_flags = std::move(trace_.compile_flags);
    rest.compilations = std::move(trace_.compilations);
    rest.findings = std::move(trace_.findings);
    return rest;
  }

 private:
  template <class T>
  std::optional<Error> append(std::vector<T>& out, const Json& element, std::string_view list,
                              std::optional<std::size_t> outer = std::nullopt, std::string_view inner = {}) {
    std::optional<Error> error;
    const JsonPlace outer_list{&kRoot, list};
    const JsonPlace outer_element{&outer_list, {}, outer};
    const JsonPlace inner_list{&outer_element, inner};
    const JsonPlace place{outer ? &inner_list : &outer_list, {}, out.size()};
    FieldReader::read_object(element, out.emplace_back(), place, error);
    return error;
  }

  std::optional<Error> binary(const Json& element) {
    auto error = append(trace_.binaries, element, "binaries");
    if (error) return error;
    trace_.binaries.back().inputs = std::exchange(inputs_, {});
    return std::nullopt;
  }

  Trace trace_;
  std::vector<TraceInput> inputs_;  ///< of the binary that is being read
};

/// What the ids in a trace may name. The document's strings outlive it.
class References {
 public:
  explicit References(const Trace& trace) {
    for (const TraceFile& file : trace.files) add(files_, file.id, "file");
    for (const Component& component : trace.components) add(components_, component.id, "component");
    for (const TraceFlags& flags : trace.compile_flags) add(flags_, flags.id, "set of flags");
    std::unordered_set<std::string_view> names;
    for (const TraceBinary& binary : trace.binaries) {
      add(names, binary.name, "binary");
      // Documents are written, and removed, under these names.
      if (!path::is_name(binary.name)) fail("the binary \"" + binary.name + "\" has a name that is no file name");
    }
  }

  void file(const std::string& id, std::string_view who, bool may_be_empty = false) {
    if (!(may_be_empty && id.empty()) && !files_.contains(id))
      fail(std::string(who) + " names the file \"" + id + "\", which is not in the trace");
  }
  void component(const std::string& id, const TraceFile& owned) {
    if (!id.empty() && !components_.contains(id))
      fail("the file " + owned.id + " names the component \"" + id + "\", which is not in the trace");
  }
  void flags(const Compilation& compilation) {
    if (!compilation.flags.empty() && !flags_.contains(compilation.flags))
      fail("a compilation names the flags \"" + compilation.flags + "\", which are not in the trace");
  }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 private:
  void add(std::unordered_set<std::string_view>& set, const std::string& id, std::string_view what) {
    if (!set.insert(id).second) fail("two of its entries are the " + std::string(what) + " \"" + id + '"');
  }
  void fail(const std::string& text) {
    if (!error_) error_ = Error{"trace-malformed", "the trace contradicts itself: " + text};
  }
  std::unordered_set<std::string_view> files_;
  std::unordered_set<std::string_view> components_;
  std::unordered_set<std::string_view> flags_;
  std::optional<Error> error_;
};

/// Every id that the trace uses is in it, and none is there twice: so what is read can be looked up without a
/// doubt.
std::optional<Error> check_references(const Trace& trace) {
  References references(trace);
  for (const TraceFile& file : trace.files) {
    references.component(file.owner.chosen.component, file);
    for (const Claim& claim : file.owner.losing) references.component(claim.component, file);
  }
  for (const Compilation& compilation : trace.compilations) {
    references.file(compilation.object, "a compilation");
    references.file(compilation.source, "the compilation of " + compilation.object, true);
    for (const std::string& header : compilation.headers)
      references.file(header, "the compilation of " + compilation.object);
    references.flags(compilation);
  }
  for (const TraceBinary& binary : trace.binaries) {
    for (const TraceInput& input : binary.inputs) {
      references.file(input.file, "the binary " + binary.name);
      references.file(input.object, "the binary " + binary.name, true);
    }
    for (const TraceRuntimeLibrary& library : binary.runtime) {
      references.file(library.file, "the binary " + binary.name, true);
      references.file(library.needed_by, "the binary " + binary.name, true);
    }
  }
  return references.error();
}

}  // namespace

Result<Trace> read_trace_json(std::string_view text) {
  TraceBuilder builder;
  auto root = read_elements(text, {"binaries", "inputs"}, kTraceFormat,
                            [&](std::string_view list, std::string_view inner, const Json& element) {
                              return builder.take(list, inner, element);
                            });
  if (!root) return root.error();
  auto trace = builder.finish(std::move(*root));
  if (!trace) return trace;
  if (auto error = check_references(*trace)) return *std::move(error);
  return trace;
}

}  // namespace souptrace::write
