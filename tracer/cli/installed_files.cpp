// SPDX-License-Identifier: Apache-2.0
#include "cli/installed_files.hpp"

#include <algorithm>
#include <map>

#include "base/path.hpp"
#include "base/text.hpp"
#include "cli/linked_binaries.hpp"
#include "formats/image_comparison.hpp"
#include "link/binary.hpp"
#include "link/post_link.hpp"
#include "model/names.hpp"

namespace souptrace::cli {
namespace {

/// "GNU strip (GNU Binutils) 2.40", as the program says itself.
std::string tool_version(Host& host, const std::string& program) {
  const auto said = host.run({.argv = {program, "--version"}});
  const std::string line = said && said->exit_code == 0 ? said->out.substr(0, said->out.find('\n')) : "";
  return line.empty() ? std::string(path::filename(program)) : line;
}

TracePath installed_place(const std::string& prefix, const std::string& file) {
  if (path::is_below(file, prefix)) return {Root::install, std::string(path::below(file, prefix))};
  return {Root::system, std::string(path::below(file, "/"))};
}

/// Which files of the build the install rules put where.
class Sources {
 public:
  Sources(Host& host, const std::vector<facts::InstallRule>& rules, const std::string& prefix) : host_(host) {
    for (const facts::InstallRule& rule : rules) {
      if (rule.directory)
        directories_.emplace_back(path::absolute(rule.to, prefix), rule.from);
      else
        files_.emplace(path::absolute(rule.to, prefix), rule.from);
    }
  }
  /// All files that some rule puts at `place`, without symbolic links in their names.
  [[nodiscard]] std::vector<std::string> of(const std::string& place) {
    std::vector<std::string> out;
    const auto [first, last] = files_.equal_range(place);
    for (auto at = first; at != last; ++at) out.push_back(real(at->second));
    for (const auto& [to, from] : directories_)
      if (path::is_below(place, to)) out.push_back(real(path::join(from, path::below(place, to))));
    return out;
  }

 private:
  std::string real(const std::string& file) {
    const auto found = host_.real_path(file);
    return found ? *found : file;
  }

  Host& host_;
  std::multimap<std::string, std::string> files_;
  std::vector<std::pair<std::string, std::string>> directories_;
};

/// A file that the build declares to be made of a binary.
struct Made {
  const TraceBinary* binary = nullptr;
  const ShippedFile* file = nullptr;
  std::string place;
};

/// One installed file.
struct Candidate {
  std::string name;  ///< absolute, normalized, without DESTDIR
  ByteView bytes;
  bool is_image = false;
  std::vector<std::string> sources;
};

class Examination {
 public:
  Examination(Host& host, const Trace& trace, const InstalledBuild& build, const Installation& installation)
      : host_(host),
        trace_(trace),
        installation_(installation),
        prefix_(path::normalize(installation.prefix)),
        linked_(host, build.build_directory, build.source_directory),
        sources_(host, build.rules, prefix_),
        rules_(build.rules),
        tools_{installation.cmake, installation.strip.empty() ? "" : tool_version(host, installation.strip)} {
    for (const TraceBinary& binary : trace.binaries)
      for (const ShippedFile& file : binary.shipped)
        if (file.path.root != Root::install && !linked_.place(file.path).empty())
          made_.push_back({&binary, &file, linked_.place(file.path)});
    for (const TraceBinary& binary : trace.binaries) places_.emplace(linked_.place(binary.path), &binary);
  }

  /// Nothing when the file at `place` is none of the trace's.
  Result<std::optional<ShippedRecord>> examine(const std::string& name) {
    std::optional<ShippedRecord> none;
    const std::string place = installation_.destination + name;
    const auto stat = host_.lstat(place);
    if (stat && stat->kind != FileKind::regular) return none;  // a symbolic link names a file that is installed, too
    const auto file = stat ? host_.read(place) : Result<std::shared_ptr<FileBytes>>(stat.error());
    Candidate candidate{path::normalize(name), {}, false, {}};
    candidate.sources = sources_.of(candidate.name);
    if (!file && (file.error().code == "not-found" || !may_be_ours(candidate))) return none;  // gone again, or none of the trace's
    if (!file) return file.error();
    const ByteView bytes = candidate.bytes = (*file)->bytes();
    candidate.is_image = formats::is_elf(bytes) || formats::is_pe(bytes);
    ShippedRecord record{"", "", place, {}, false, "", ""};
    record.file.path = installed_place(prefix_, candidate.name);
    record.file.package = installation_.component;
    if (is_made(candidate, record)) return std::optional(std::move(record));
    const TraceBinary* const expected = of_rule(candidate);
    if (expected == nullptr && (!candidate.is_image || formats::is_debug_information(bytes))) return none;
    if (record.file.sha256.empty()) describe(bytes, record.file);
    const TraceBinary* origin = expected != nullptr ? expected : of_content(candidate, record.file);
    if (origin == nullptr) {
      origin = of_name(candidate, record.file);
      if (origin == nullptr || is_of_another_rule(candidate)) return none;
      record.foreign = foreign_by_form(*origin, candidate);
    } else if (expected != nullptr && is_of_another_rule(candidate) && of_content(candidate, record.file) == nullptr) {
      record.foreign = "another install rule put it over " + origin->name;
    }
    record.target = origin->target;
    record.linked_sha256 = origin->sha256;
    if (!record.foreign.empty()) return std::optional(std::move(record));
    return explain(*origin, bytes, std::move(record));
  }

 private:
  /// Whether a file that cannot be read must not be passed over: its place or its name is that of something the trace knows.
  [[nodiscard]] bool may_be_ours(const Candidate& candidate) const {
    const auto is_named = [&](const std::string& place) {
      const auto& sources = candidate.sources;
      return path::filename(place) == path::filename(candidate.name) || std::find(sources.begin(), sources.end(), place) != sources.end();
    };
    return std::any_of(places_.begin(), places_.end(), [&](const auto& one) { return is_named(one.first); }) ||
           std::any_of(made_.begin(), made_.end(), [&](const Made& one) { return is_named(one.place); });
  }

  Result<std::optional<ShippedRecord>> explain(const TraceBinary& binary, ByteView bytes, ShippedRecord record) {
    const ByteView linked = linked_.bytes(binary);
    if (linked.empty()) return Error{"binary-changed", text_of(binary.path) + " is not the file that was traced"};
    auto explained = link::explain_installed({linked, binary.sha256}, {bytes, record.file.sha256}, tools_);
    record.file.steps = std::move(explained.steps);
    record.unexplained = std::move(explained.unexplained);
    return std::optional(std::move(record));
  }

  /// Whether the file is a copy of one that the build declares to be made of a binary, or ought to be one. Then it has that one's steps
  /// and one more.
  bool is_made(const Candidate& candidate, ShippedRecord& record) {
    const auto is_source = [&](const Made& one) {
      return std::find(candidate.sources.begin(), candidate.sources.end(), one.place) != candidate.sources.end();
    };
    const Made* expected = nullptr;
    for (const Made& one : made_)
      if (is_source(one)) expected = &one;
    const bool has_size = std::any_of(made_.begin(), made_.end(), [&](const Made& one) { return one.file->size == candidate.bytes.size(); });
    if (expected == nullptr && !has_size) return false;
    describe(candidate.bytes, record.file);
    const Made* copied = nullptr;
    for (const Made& one : made_)
      if (!one.file->steps.empty() && one.file->sha256 == record.file.sha256 && (copied == nullptr || &one == expected)) copied = &one;
    const Made* const made = copied != nullptr ? copied : expected;
    if (made == nullptr) return false;
    record.target = made->binary->target;
    record.linked_sha256 = made->binary->sha256;
    if (copied != nullptr) {
      record.file.steps = made->file->steps;
      record.file.steps.push_back({"install", installation_.cmake, made->file->sha256, made->file->sha256});
    } else if (is_of_another_rule(candidate)) {
      record.foreign = "another install rule put it over " + text_of(made->file->path);
    } else {
      record.unexplained = made->file->sha256 == record.file.sha256
                               ? "the bytes of " + text_of(made->file->path) + ", which no recorded step explains"
                               : "other bytes than " + text_of(made->file->path) + ", which an install rule puts there";
    }
    return true;
  }

  /// The binary that an install rule puts there; where it puts several, the one whose content it has.
  const TraceBinary* of_rule(const Candidate& candidate) {
    const TraceBinary* out = nullptr;
    for (const std::string& source : candidate.sources) {
      const auto found = places_.find(source);
      if (found == places_.end() || found->second == out) continue;
      if (out == nullptr || link::is_made_of(linked_.bytes(*found->second), candidate.bytes)) out = found->second;
    }
    return out;
  }

  const TraceBinary* of_content(const Candidate& candidate, const ShippedFile& file) {
    for (const TraceBinary& binary : trace_.binaries)
      if (binary.sha256 == file.sha256) return &binary;
    for (const TraceBinary& binary : trace_.binaries)
      if (link::is_made_of(linked_.bytes(binary), candidate.bytes)) return &binary;
    for (const TraceBinary& binary : trace_.binaries)
      if (!file.build_id.empty() && file.build_id == binary.binary.build_id) return &binary;
    return nullptr;
  }

  const TraceBinary* of_name(const Candidate& candidate, const ShippedFile& file) {
    for (const TraceBinary& binary : trace_.binaries)
      if (file.format == binary.binary.format && path::filename(binary.path.path) == path::filename(candidate.name)) return &binary;
    return nullptr;
  }

  /// Whether a rule puts a file of these very bytes there that is neither a binary nor made of one.
  bool is_of_another_rule(const Candidate& candidate) {
    const auto is_ours = [&](const std::string& source) {
      return places_.contains(source) || std::any_of(made_.begin(), made_.end(), [&](const Made& one) { return one.place == source; });
    };
    return std::any_of(candidate.sources.begin(), candidate.sources.end(), [&](const std::string& source) {
      if (is_ours(source)) return false;
      const auto file = host_.read(source);
      return file && (*file)->text() == as_text(candidate.bytes);
    });
  }

  /// What makes the image another program than `binary`, whose name it has; "" when that is not certain.
  std::string foreign_by_form(const TraceBinary& binary, const Candidate& candidate) {
    const std::string place = linked_.place(binary.path);
    bool goes_elsewhere = false;
    for (const facts::InstallRule& rule : rules_) {
      const auto real = host_.real_path(rule.from);
      if (!real || *real != place) continue;
      if (rule.to.find('$') != std::string::npos) return "";  // a variable of the install script: it may be this very place
      goes_elsewhere = true;
    }
    const auto format = link::read_binary_format(candidate.bytes);
    if (!goes_elsewhere || !format) return "";
    const BinaryFormat& own = binary.binary;
    const bool other_form = format->machine != own.machine || format->type != own.type;
    const bool other_link = !format->build_id.empty() && !own.build_id.empty() && format->build_id != own.build_id;
    if (!other_form && !other_link) return "";
    return format->format + ' ' + format->machine + ' ' + format->type +
           (format->build_id.empty() ? "" : " with the build-id " + format->build_id) + ", where no install rule puts " + binary.name;
  }

  Host& host_;
  const Trace& trace_;
  const Installation& installation_;
  std::string prefix_;
  LinkedBinaries linked_;
  Sources sources_;
  const std::vector<facts::InstallRule>& rules_;
  link::InstallTools tools_;
  std::vector<Made> made_;
  std::map<std::string, const TraceBinary*> places_;  ///< the binaries, by where they lie
};

}  // namespace

Result<std::vector<ShippedRecord>> installed_files(Host& host, const Trace& trace, const InstalledBuild& build,
                                                   const Installation& installation) {
  Examination examination(host, trace, build, installation);
  std::vector<ShippedRecord> out;
  for (const std::string& name : installation.files) {
    auto record = examination.examine(name);
    if (!record) return record.error();
    if (*record) out.push_back(std::move(**record));
  }
  return out;
}

}  // namespace souptrace::cli
