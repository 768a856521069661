// SPDX-License-Identifier: Apache-2.0
#include "cli/shipped_files.hpp"

#include <algorithm>
#include <map>

#include "base/digest.hpp"
#include "base/path.hpp"
#include "base/text.hpp"
#include "formats/image_comparison.hpp"
#include "link/binary.hpp"
#include "link/post_link.hpp"
#include "model/names.hpp"
#include "trace/places.hpp"
#include "write/shipped_records.hpp"

namespace souptrace::cli {
namespace {

using Bytes = std::shared_ptr<FileBytes>;

void describe(ByteView bytes, ShippedFile& out) {
  Digests digests = digest(bytes, {.sha256 = true, .sha512 = true, .gitoid = true});
  out.format = link::shipped_format(bytes);
  out.sha256 = std::move(digests.sha256);
  out.sha512 = std::move(digests.sha512);
  out.gitoid = std::move(digests.gitoid);
  out.size = digests.size;
  if (const auto format = link::read_binary_format(bytes)) out.build_id = format->build_id;
}

/// The trace's binaries as they lie in the build directory, each read once.
class LinkedBinaries {
 public:
  LinkedBinaries(Host& host, const Trace& trace, std::string build_directory)
      : host_(host), trace_(trace), build_(std::move(build_directory)) {}

  /// Nothing when the file is not there or not as it was traced.
  ByteView bytes(const TraceBinary& binary) {
    const auto [at, is_new] = read_.try_emplace(&binary);
    if (is_new && binary.path.root == Root::build) {
      const auto file = host_.read(path::join(build_, binary.path.path));
      if (file && sha256_hex((*file)->bytes()) == binary.sha256) at->second = *file;
    }
    return at->second ? at->second->bytes() : ByteView{};
  }

  /// Whether the build declares that it makes a file of that name of some binary.
  [[nodiscard]] bool makes(std::string_view name) const {
    for (const TraceBinary& binary : trace_.binaries)
      for (const ShippedFile& made : binary.shipped)
        if (path::filename(made.path.path) == name) return true;
    return false;
  }

  /// The binary that `file` is made of: by its digest, by its content, by build-id or name.
  const TraceBinary* origin(const ShippedFile& file, ByteView content, std::string_view name) {
    for (const TraceBinary& binary : trace_.binaries)
      if (binary.sha256 == file.sha256) return &binary;
    for (const TraceBinary& binary : trace_.binaries)
      if (link::is_made_of(bytes(binary), content)) return &binary;
    for (const TraceBinary& binary : trace_.binaries)
      if (!file.build_id.empty() && file.build_id == binary.binary.build_id) return &binary;
    for (const TraceBinary& binary : trace_.binaries)
      if (file.format == binary.binary.format && path::filename(binary.path.path) == name) return &binary;
    return nullptr;
  }

 private:
  Host& host_;
  const Trace& trace_;
  std::string build_;
  std::map<const TraceBinary*, Bytes> read_;
};

TracePath installed_place(const Installation& installation, const std::string& name) {
  const std::string prefix = path::normalize(installation.prefix);
  const std::string file = path::normalize(name);  // of a prefix that was given as ../x, CMake leaves the ".."
  if (path::is_below(file, prefix)) return {Root::install, std::string(path::below(file, prefix))};
  return {Root::system, std::string(path::below(file, "/"))};
}

/// Whether the file is a copy of one that the build declares to be made of a binary; then it has that one's
/// steps and one more.
bool copy_of_declared(const Trace& trace, const std::string& cmake, ShippedRecord& record) {
  for (const TraceBinary& binary : trace.binaries)
    for (const ShippedFile& made : binary.shipped) {
      if (made.path.root != Root::build || made.sha256 != record.file.sha256 || made.steps.empty()) continue;
      record.target = binary.target;
      record.linked_sha256 = binary.sha256;
      record.file.steps = made.steps;
      record.file.steps.push_back({"install", cmake, made.sha256, made.sha256});
      return true;
    }
  return false;
}

/// "GNU strip (GNU Binutils) 2.40", as the program says itself.
std::string tool_version(Host& host, const std::string& program) {
  const auto said = host.run({.argv = {program, "--version"}});
  const std::string line = said && said->exit_code == 0 ? said->out.substr(0, said->out.find('\n')) : "";
  return line.empty() ? std::string(path::filename(program)) : line;
}

Finding cannot_read(const trace::Places& places, const DeclaredPostLink& step, const std::string& why) {
  return {"post-link-file-unreadable", Severity::error, places.name(step.output),
          "is declared to be made of " + step.target + " and cannot be read: " + places.relocate(why),
          "Build the file before the trace (souptrace_post_link(DEPENDS …)), or correct the declaration in " + step.declared_at + ".", false};
}

}  // namespace

std::string installed_file(const std::string& state_directory, const std::string& configuration) {
  return path::join(state_directory, "installed" + (configuration.empty() ? "" : '-' + configuration));
}

Outcome<std::vector<ShippedRecord>> declared_files(Host& host, const BuildFacts& facts, const Trace& trace) {
  Outcome<std::vector<ShippedRecord>> out;
  LinkedBinaries binaries(host, trace, facts.build_directory);
  const trace::Places places(facts);
  std::map<std::string, const ShippedRecord*> made;  // by path
  out.value.reserve(facts.post_link.size());         // records point into it
  for (const DeclaredPostLink& step : facts.post_link) {
    const auto binary = std::find_if(trace.binaries.begin(), trace.binaries.end(),
                                     [&](const TraceBinary& one) { return one.target == step.target; });
    if (binary == trace.binaries.end()) continue;  // not built yet
    const auto file = host.read(step.output);
    if (!file) {
      out.add(cannot_read(places, step, file.error().text));
      continue;
    }
    ShippedRecord record{step.target, binary->sha256, step.output, {}, true, ""};
    record.file.path = places.place(step.output);
    describe((*file)->bytes(), record.file);
    link::FileContent from{binaries.bytes(*binary), binary->sha256};
    const auto origin = made.find(step.from);
    const auto from_file = host.read(step.from);
    const bool is_known = origin != made.end() && from_file && origin->second->target == step.target && origin->second->unexplained.empty();
    if (is_known) {
      record.file.steps = origin->second->file.steps;
      from = link::FileContent{(*from_file)->bytes(), origin->second->file.sha256};
    }
    auto explained = link::explain_declared(from, {(*file)->bytes(), record.file.sha256}, {step.action, step.tool});
    record.unexplained = step.from.empty() || is_known
                             ? std::move(explained.unexplained)
                             : "a FROM that is no explained file of " + step.target + ", declared by an earlier souptrace_post_link()";
    if (!record.unexplained.empty()) record.file.steps.clear();
    for (PostLinkStep& one : explained.steps) record.file.steps.push_back(std::move(one));
    made[step.output] = &out.value.emplace_back(std::move(record));
  }
  return out;
}

Result<std::vector<ShippedRecord>> installed_files(Host& host, const Trace& trace, const std::string& build_directory,
                                                   const Installation& installation) {
  LinkedBinaries binaries(host, trace, build_directory);
  link::InstallTools tools{installation.cmake, ""};
  if (!installation.strip.empty()) tools.strip = tool_version(host, installation.strip);
  std::vector<ShippedRecord> out;
  for (const std::string& name : installation.files) {
    const std::string place = installation.destination + name;
    const auto stat = host.lstat(place);
    if (!stat || stat->kind != FileKind::regular) continue;  // a symbolic link names a file that is installed, too
    const auto file = host.read(place);
    if (!file) continue;
    ShippedRecord record{"", "", place, {}, false, ""};
    record.file.path = installed_place(installation, name);
    record.file.package = installation.component;
    const bool is_image = formats::is_elf((*file)->bytes()) || formats::is_pe((*file)->bytes());
    if (is_image || binaries.makes(path::filename(name))) describe((*file)->bytes(), record.file);
    if (copy_of_declared(trace, installation.cmake, record)) {
      out.push_back(std::move(record));
      continue;
    }
    if (formats::is_debug_information((*file)->bytes())) continue;  // split off a binary, nothing of it runs
    const TraceBinary* const binary = is_image ? binaries.origin(record.file, (*file)->bytes(), path::filename(name)) : nullptr;
    if (binary == nullptr) continue;
    const ByteView linked = binaries.bytes(*binary);
    if (linked.empty()) return Error{"binary-changed", text_of(binary->path) + " is not the file that was traced"};
    record.target = binary->target;
    record.linked_sha256 = binary->sha256;
    auto explained = link::explain_installed({linked, binary->sha256}, {(*file)->bytes(), record.file.sha256}, tools);
    record.file.steps = std::move(explained.steps);
    record.unexplained = std::move(explained.unexplained);
    out.push_back(std::move(record));
  }
  return out;
}

std::vector<ShippedRecord> remembered_files(Host& host, const std::string& file) {
  const auto content = host.read(file);
  if (!content) return {};
  auto records = write::read_shipped_records((*content)->text());
  return records ? std::move(*records) : std::vector<ShippedRecord>{};
}

std::vector<ShippedRecord> merge_records(std::vector<ShippedRecord> before, std::vector<ShippedRecord> records) {
  std::map<std::string, ShippedRecord> by_place;
  for (auto* list : {&before, &records})
    for (ShippedRecord& record : *list) by_place[record.place] = std::move(record);
  std::vector<ShippedRecord> all;
  all.reserve(by_place.size());
  for (auto& [place, record] : by_place) all.push_back(std::move(record));
  return all;
}

}  // namespace souptrace::cli
