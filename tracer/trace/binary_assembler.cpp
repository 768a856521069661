// SPDX-License-Identifier: Apache-2.0
#include "trace/binary_assembler.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "base/path.hpp"
#include "model/names.hpp"

namespace souptrace::trace {
namespace {

TraceInput to_trace_input(const JoinedInput& joined, const FileTable& files, const Places& places) {
  const LinkInput& from = *joined.input;
  TraceInput out;
  out.file = files.id(from.real_path);
  out.member = from.archive.empty() ? from.member : std::string();
  out.offset = from.offset;
  out.size = from.size;
  out.member_sha256 = joined.member_sha256;
  if (joined.object != nullptr && joined.object->object != from.real_path) out.object = files.id(joined.object->object);
  out.role = from.role;
  out.use = from.use;
  out.referrer = places.relocate(from.referrer);
  out.symbol = from.symbol;
  out.reason = places.relocate(from.reason);
  out.soname = from.soname;
  out.bytes = from.bytes;
  out.witnesses = from.witnesses;
  if (!from.archive.empty()) out.reason += (out.reason.empty() ? "" : "; ") + ("member of thin archive " + places.name(from.archive));
  return out;
}

/// One entry per file that an object of this binary was compiled from.
void add_compiled_in(const std::vector<JoinedInput>& inputs, const FileTable& files, std::vector<TraceInput>& out) {
  std::map<std::string, std::pair<Role, std::vector<std::string>>> read;  // by file id: role and witnesses
  const auto add = [&](const std::string& path, Role role, const std::string& witness) {
    auto& [known_role, witnesses] = read.try_emplace(files.id(path), role, std::vector<std::string>{}).first->second;
    if (role == Role::source) known_role = role;
    if (std::find(witnesses.begin(), witnesses.end(), witness) == witnesses.end()) witnesses.push_back(witness);
  };
  for (const JoinedInput& joined : inputs) {
    if (joined.object == nullptr) continue;
    const CompiledObject& object = *joined.object;
    if (!object.source.empty()) add(object.source, Role::source, object.witness);
    for (const std::string& header : object.headers)
      add(header, is_translation_unit(header) ? Role::source : Role::header, object.witness);
  }
  for (auto& [file, entry] : read) {
    TraceInput input;
    input.file = file;
    input.role = entry.first;
    input.use = Use::compiled_in;
    input.witnesses = std::move(entry.second);
    std::sort(input.witnesses.begin(), input.witnesses.end());
    out.push_back(std::move(input));
  }
}

/// "f12" → 12: ids sort as numbers.
std::size_t number_of(const std::string& file) {
  return file.empty() ? 0 : static_cast<std::size_t>(std::strtoull(file.c_str() + 1, nullptr, 10));
}

void sort_inputs(std::vector<TraceInput>& inputs) {
  const auto key = [](const TraceInput& input) {
    return std::tuple(input.role, number_of(input.file), input.offset, std::string_view(input.member), input.use);
  };
  std::sort(inputs.begin(), inputs.end(), [&](const TraceInput& a, const TraceInput& b) { return key(a) < key(b); });
}

LinkerIdentity relocated(LinkerIdentity linker, const Places& places) {
  linker.path = places.name(linker.path);
  linker.driver = places.name(linker.driver);
  for (std::string& word : linker.flags) word = places.name_in_option(word);
  return linker;
}

BinaryFormat relocated(BinaryFormat binary, const Places& places) {
  for (auto* list : {&binary.rpath, &binary.runpath})
    for (std::string& entry : *list) entry = places.relocate(entry);
  return binary;
}

}  // namespace

bool is_translation_unit(std::string_view path) {
  constexpr std::array<std::string_view, 17> kExtensions{".c",   ".cc",  ".cpp", ".cxx",  ".c++", ".C",   ".cp",  ".cppm", ".ixx",
                                                         ".m",   ".mm",  ".s",   ".S",    ".asm", ".f90", ".f",   ".cu"};
  return std::find(kExtensions.begin(), kExtensions.end(), path::extension(path)) != kExtensions.end();
}

TraceBinary assemble_binary(const TracedLink& link, const std::vector<JoinedInput>& inputs, const Material& material,
                            const FileTable& files, const Places& places, const std::vector<Finding>& findings) {
  const LinkRecord& record = link.record;
  TraceBinary out;
  out.name = path::as_name(link.target->name);
  out.target = link.target->name;
  out.path = places.place(record.output);
  out.install_destinations = link.target->install_destinations;
  for (std::string& destination : out.install_destinations) destination = places.name_on_target(destination);
  out.binary = relocated(record.binary, places);
  if (const auto content = material.contents.find(record.output); content != material.contents.end()) {
    const Digests& digests = content->second.digests;
    out.sha256 = digests.sha256;
    out.sha512 = digests.sha512;
    out.gitoid = digests.gitoid;
    out.size = digests.size;
  }
  out.linker = relocated(record.linker, places);
  for (const JoinedInput& input : inputs) out.inputs.push_back(to_trace_input(input, files, places));
  add_compiled_in(inputs, files, out.inputs);
  sort_inputs(out.inputs);
  for (const RuntimeLibrary& library : record.runtime)
    out.runtime.push_back({library.name, files.id(library.real_path),
                           library.needed_by == record.output ? std::string() : files.id(library.needed_by),
                           places.relocate(library.reason)});
  out.completeness.witnesses = record.witnesses;
  out.completeness.accounted = out.inputs.size();
  for (const std::string& one : record.unaccounted) out.completeness.unaccounted.push_back(places.relocate(one));
  out.completeness.complete = record.recorded && record.unaccounted.empty() && !out.sha256.empty() &&
                              std::none_of(findings.begin(), findings.end(), [](const Finding& f) { return f.incomplete; });
  return out;
}

}  // namespace souptrace::trace
