// SPDX-License-Identifier: Apache-2.0
#include "trace/binary_assembler.hpp"

#include <algorithm>
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
void add_compiled_in(const std::vector<JoinedInput>& inputs, const FileTable& files, const ObjectFiles& compiled, std::vector<TraceInput>& out) {
  std::vector<bool> is_source(compiled.end());
  std::map<std::string_view, std::vector<bool>> read_by;  // each witness: the files that it says were read
  for (const JoinedInput& joined : inputs) {
    if (joined.object == nullptr) continue;
    std::vector<bool>& read = read_by.try_emplace(joined.object->witness, compiled.end()).first->second;
    const ObjectFiles::Of& of = compiled.of(*joined.object);
    read[of.source] = true;
    is_source[of.source] = true;
    for (const std::uint32_t header : of.headers) read[header] = true;
  }
  // Most entries of a large trace are these: what is reserved is what they take.
  std::size_t count = 0;
  for (std::uint32_t number = 1; number < compiled.end(); ++number)
    if (std::any_of(read_by.begin(), read_by.end(), [&](const auto& one) { return one.second[number]; })) ++count;
  out.reserve(out.size() + count);
  for (std::uint32_t number = 1; number < compiled.end(); ++number) {
    std::vector<std::string> witnesses;
    for (const auto& [witness, read] : read_by)
      if (read[number]) witnesses.emplace_back(witness);
    if (witnesses.empty()) continue;
    TraceInput& input = out.emplace_back();
    input.file = files.id_of(number);
    input.role = is_source[number] || compiled.is_unit(number) ? Role::source : Role::header;
    input.use = Use::compiled_in;
    input.witnesses = std::move(witnesses);
  }
}

/// "f12" → 12: ids sort as numbers.
std::size_t number_of(const std::string& file) {
  return file.empty() ? 0 : static_cast<std::size_t>(std::strtoull(file.c_str() + 1, nullptr, 10));
}

/// `inputs` in the order of a trace. Each is moved once: there are many, and they are large.
std::vector<TraceInput> sorted(std::vector<TraceInput> inputs) {
  std::vector<std::tuple<Role, std::size_t, std::uint64_t, std::string_view, Use, TraceInput*>> keys;
  keys.reserve(inputs.size());
  for (TraceInput& input : inputs) keys.emplace_back(input.role, number_of(input.file), input.offset, input.member, input.use, &input);
  std::sort(keys.begin(), keys.end());
  std::vector<TraceInput> out;
  out.reserve(inputs.size());
  for (const auto& key : keys) out.push_back(std::move(*std::get<TraceInput*>(key)));
  return out;
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

TraceBinary assemble_binary(const TracedLink& link, const std::vector<JoinedInput>& inputs, const Material& material,
                            const FileTable& files, const ObjectFiles& compiled, const Places& places, const std::vector<Finding>& findings) {
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
  add_compiled_in(inputs, files, compiled, out.inputs);
  out.inputs = sorted(std::move(out.inputs));
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
