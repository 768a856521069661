// SPDX-License-Identifier: Apache-2.0
#include "identify/fetch_records.hpp"

#include <algorithm>
#include <map>

#include "base/path.hpp"
#include "base/text.hpp"

namespace souptrace::identify {
namespace {

/// Where the records of one fetched thing can lie.
struct Layout {
  std::string stamps;  ///< directory of the info file
  std::string stem;    ///< "<name>-populate" or "<name>"
  std::string clone;   ///< the gitclone script
};

std::string real_or_same(Host& host, const std::string& path) {
  const auto real = host.real_path(path);
  return real ? *real : path::normalize(path);
}

/// Of several URLs for the same archive, separated by ';', the first.
std::string first_url(const std::string& urls) {
  return urls.substr(0, urls.find(';'));
}

/// What ExternalProject wrote before CMake 3.23: "repository='external project URL'", the URL as the module
/// and its hash as the tag; of a git repository only the repository. False when it is nothing of the kind.
bool read_old_info(std::string_view name, std::string_view text, FetchRecord& out) {
  const auto value = [text](std::string_view key) {
    const std::string quoted = info_value(text, key);
    const bool whole = quoted.size() >= 2 && quoted.front() == '\'' && quoted.back() == '\'';
    return whole ? quoted.substr(1, quoted.size() - 2) : "";
  };
  if (name.ends_with("-urlinfo.txt") && value("repository") == "external project URL") {
    out.url = first_url(value("module"));
    out.hash = value("tag");
    return true;
  }
  if (!name.ends_with("-gitinfo.txt")) return false;
  out.repository = value("repository");
  return !out.repository.empty();
}

/// What it writes since. False for -patch-info.txt and its like, which have no method.
bool read_info(Host& host, std::string_view text, FetchRecord& out) {
  if (info_value(text, "method").empty()) return false;
  const std::string source = info_value(text, "source_dir");
  if (!source.empty()) out.source_directory = real_or_same(host, source);
  out.url = first_url(info_value(text, "url(s)"));
  out.hash = info_value(text, "hash");
  out.repository = info_value(text, "repository");
  return true;
}

/// Fills `out` from the info file of that layout; false when there is none.
bool read_layout(Host& host, const Layout& layout, FetchRecord& out) {
  const auto names = host.list(layout.stamps);
  if (!names) return false;
  for (const std::string& name : *names) {
    if (!name.starts_with(layout.stem + '-') || !name.ends_with("info.txt")) continue;
    const std::string file = path::join(layout.stamps, name);
    const auto content = host.read(file);
    if (!content) continue;
    const std::string_view text = (*content)->text();
    if (!read_info(host, text, out) && !read_old_info(name, text, out)) continue;
    out.place = file;
    if (const auto script = host.read(layout.clone)) out.tag = checked_out((*script)->text());
    return true;
  }
  return false;
}

std::string base_directory(const BuildFacts& facts) {
  return facts.fetch_content_base.empty() ? path::join(facts.build_directory, "_deps")
                                          : facts.fetch_content_base;
}

/// Both layouts for one name, the newer one first: a build directory may have been used with both.
bool read_fetch_content(Host& host, const BuildFacts& facts, FetchRecord& out) {
  const std::string& name = out.name;
  const std::string prefix =
      path::join(base_directory(facts), name + "-subbuild/" + name + "-populate-prefix");
  Layout old{path::join(prefix, "src/" + name + "-populate-stamp"), name + "-populate",
             path::join(prefix, "tmp/" + name + "-populate-gitclone.cmake")};
  Layout direct{
      path::join(facts.build_directory, "CMakeFiles/fc-stamp/" + name), name,
      path::join(facts.build_directory, "CMakeFiles/fc-tmp/" + name + '/' + name + "-gitclone.cmake")};
  const auto old_stat = host.stat(old.stamps);
  const auto direct_stat = host.stat(direct.stamps);
  if (old_stat && direct_stat && old_stat->modified_ns > direct_stat->modified_ns) std::swap(old, direct);
  return read_layout(host, direct, out) || read_layout(host, old, out);
}

/// Names of what lies in the base directory as "<name>-src" or "<name>-subbuild", and in direct mode's stamp
/// directory.
std::vector<std::string> fetched_names(Host& host, const BuildFacts& facts) {
  std::vector<std::string> out;
  if (const auto names = host.list(base_directory(facts)))
    for (const std::string& name : *names)
      for (const std::string_view ending : {"-src", "-subbuild"})
        if (name.ends_with(ending)) out.push_back(name.substr(0, name.size() - ending.size()));
  if (const auto names = host.list(path::join(facts.build_directory, "CMakeFiles/fc-stamp")))
    out.insert(out.end(), names->begin(), names->end());
  return out;
}

FetchRecord fetched(Host& host, const BuildFacts& facts, const std::string& name) {
  FetchRecord out;
  out.name = name;
  out.source_directory = path::join(base_directory(facts), name + "-src");
  out.own_directories.push_back(path::join(base_directory(facts), name + "-build"));
  read_fetch_content(host, facts, out);
  return out;
}

/// FETCHCONTENT_SOURCE_DIR_<NAME> replaces whatever was or would be fetched.
void apply_overrides(Host& host, const BuildFacts& facts, std::map<std::string, FetchRecord>& records) {
  constexpr std::string_view kPrefix = "FETCHCONTENT_SOURCE_DIR_";
  for (const auto& [key, value] : facts.cache) {
    if (!key.starts_with(kPrefix) || value.empty()) continue;
    FetchRecord record;
    record.name = to_lower(key.substr(kPrefix.size()));
    record.overridden = true;
    record.place = key;
    record.source_directory = real_or_same(host, path::absolute(value, facts.source_directory));
    record.own_directories.push_back(path::join(base_directory(facts), record.name + "-build"));
    records[record.name] = std::move(record);
  }
}

/// The directory of the stamp files that `target` makes; "" when it is no external project.
std::string stamp_directory(const Target& target) {
  if (target.type != "UTILITY") return "";
  for (const Source& source : target.sources)
    if (path::filename(source.path) == target.name + "-mkdir") return std::string(path::parent(source.path));
  return "";
}

void read_external_project(Host& host, const std::string& stamps, FetchRecord& out) {
  const std::string source_parent(path::parent(stamps));
  const bool usual = path::filename(stamps) == out.name + "-stamp" && path::filename(source_parent) == "src";
  const std::string prefix(usual ? path::parent(source_parent) : std::string_view(source_parent));
  if (usual) out.own_directories.push_back(prefix);
  out.source_directory = path::join(source_parent, out.name);
  read_layout(host, {stamps, out.name, path::join(prefix, "tmp/" + out.name + "-gitclone.cmake")}, out);
  const auto manifest = host.read(path::join(source_parent, out.name + "-build/install_manifest.txt"));
  if (!manifest) return;
  std::string_view text = (*manifest)->text();
  while (const auto line = next_line(text))
    if (path::is_absolute(*line)) out.installed.push_back(real_or_same(host, std::string(*line)));
}

}  // namespace

std::string info_value(std::string_view text, std::string_view key) {
  while (const auto line = next_line(text)) {
    const std::string_view entry = trim(*line);
    if (entry.size() > key.size() && entry.starts_with(key) && entry[key.size()] == '=')
      return std::string(entry.substr(key.size() + 1));
  }
  return "";
}

std::string checked_out(std::string_view script) {
  constexpr std::string_view kWord = " checkout ";  // not that of --no-checkout
  const auto at = script.find(kWord);
  if (at == std::string_view::npos) return "";
  const std::string_view rest = script.substr(at + kWord.size());
  const auto end = rest.find(" --");
  if (end == std::string_view::npos || rest.substr(0, end).find('\n') != std::string_view::npos) return "";
  std::string_view tag = trim(rest.substr(0, end));
  if (tag.size() >= 2 && tag.front() == '"' && tag.back() == '"') tag = tag.substr(1, tag.size() - 2);
  return std::string(tag);
}

std::vector<FetchRecord> fetch_content_records(Host& host, const BuildFacts& facts) {
  std::map<std::string, FetchRecord> records;
  for (const std::string& name : fetched_names(host, facts))
    records.try_emplace(name, fetched(host, facts, name));
  apply_overrides(host, facts, records);
  std::vector<FetchRecord> out;
  out.reserve(records.size());
  for (auto& [name, record] : records) out.push_back(std::move(record));
  return out;
}

std::vector<FetchRecord> external_project_records(Host& host, const BuildFacts& facts) {
  std::map<std::string, FetchRecord> records;
  for (const Target& target : facts.targets) {
    const std::string stamps = stamp_directory(target);
    if (stamps.empty()) continue;
    FetchRecord record;
    record.name = target.name;
    record.external_project = true;
    read_external_project(host, stamps, record);
    records[record.name] = std::move(record);
  }
  std::vector<FetchRecord> out;
  out.reserve(records.size());
  for (auto& [name, record] : records) out.push_back(std::move(record));
  return out;
}

}  // namespace souptrace::identify
