// SPDX-License-Identifier: Apache-2.0
#include "identify/dpkg_database.hpp"

#include <algorithm>
#include <cstring>
#include <unordered_map>

#include "base/text.hpp"
#include "formats/deb822.hpp"
#include "identify/dpkg_diversions.hpp"

namespace souptrace::identify {
namespace {

constexpr std::string_view kInfo = "/var/lib/dpkg/info";
constexpr std::string_view kDiversions = "/var/lib/dpkg/diversions";

/// "name" of "name:arch".
std::string_view bare_name(std::string_view package) {
  return package.substr(0, package.find(':'));
}

/// The paths that are looked for, and which package lists each.
using Listings = std::unordered_map<std::string_view, std::vector<std::string>>;

/// Looks every line of one list up in `wanted`. Returns what is wrong with the list; "" when nothing is.
std::string scan_list(std::string_view text, const std::string& package, Listings& wanted) {
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at != end) {
    const auto* stop = static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
    const auto place = [&] { return " at byte " + std::to_string(at - text.data()); };
    if (stop == nullptr) return "the last line has no end" + place() + ": the file is cut";
    if (*at != '/') return "a line that is no absolute path" + place();
    const auto hit = wanted.find(std::string_view(at, static_cast<std::size_t>(stop - at)));
    if (hit != wanted.end()) hit->second.push_back(package);
    at = stop + 1;
  }
  return "";
}

/// One spelling of a path, and what a diversion makes of it.
struct Lookup {
  std::string listed;  ///< the path that the owner's list has
  std::string only;    ///< only this package may own it; "" = any
  std::string except;  ///< this one may not
  std::string note;
};

Lookup lookup_for(const std::string& path, const DpkgDiversions& diversions) {
  if (const auto at = diversions.by_original.find(path); at != diversions.by_original.end())
    return {path, at->second.package, "", "diverted: the file here is the diverting package's"};
  if (const auto at = diversions.by_target.find(path); at != diversions.by_target.end())
    return {at->second.original, "", at->second.package,
            "diverted by " + at->second.package + " from " + at->second.original};
  return {path, "", "", ""};
}

bool may_own(const Lookup& lookup, std::string_view package) {
  const std::string_view name = bare_name(package);
  return (lookup.only.empty() || name == lookup.only) && (lookup.except.empty() || name != lookup.except);
}

std::string_view source_name(std::string_view field) {
  return trim(field.substr(0, field.find('(')));
}

std::string_view source_version(std::string_view field) {
  const auto open = field.find('(');
  const auto close = field.find(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return {};
  return trim(field.substr(open + 1, close - open - 1));
}

DpkgPackage package_of(const formats::Deb822Stanza& stanza) {
  const auto text = [&](std::string_view name) { return std::string(stanza.value(name)); };
  DpkgPackage out{text("Package"),
                  text("Version"),
                  text("Architecture"),
                  text("Maintainer"),
                  text("Homepage"),
                  "",
                  "",
                  ""};
  out.source = source_name(stanza.value("Source"));
  if (out.source.empty()) out.source = out.name;
  out.source_version = source_version(stanza.value("Source"));
  if (out.source_version.empty()) out.source_version = out.version;
  out.built_using = text("Built-Using");
  const std::string statically = text("Static-Built-Using");
  if (!statically.empty()) add_word(out.built_using, statically);
  return out;
}

/// The name among `wanted` that the stanza belongs to: "name:arch" for packages of several architectures,
/// else "name".
const std::string* wanted_name(const formats::Deb822Stanza& stanza, const std::set<std::string>& wanted) {
  const std::string name(stanza.value("Package"));
  for (const std::string& one : {name + ':' + std::string(stanza.value("Architecture")), name})
    if (const auto at = wanted.find(one); at != wanted.end()) return &*at;
  return nullptr;
}

/// One line of an md5sums file, "md5  path", its path made absolute; nothing when it has another shape.
std::optional<std::pair<std::string_view, std::string>> md5_line(std::string_view line) {
  if (line.size() < 35 || line.substr(32, 2) != "  ") return std::nullopt;
  std::string_view path = line.substr(34);
  if (path.starts_with("./")) path.remove_prefix(2);
  return std::pair(line.substr(0, 32), path.starts_with('/') ? std::string(path) : '/' + std::string(path));
}

}  // namespace

Finding database_broken(const std::string& place, const std::string& text) {
  return {"database-broken", Severity::error, place, text,
          "Repair the package database: reinstall the package that the file belongs to"};
}

std::string DpkgDatabase::info_file(const std::string& package, std::string_view ending) {
  return std::string(kInfo) + '/' + package + std::string(ending);
}

std::string DpkgDatabase::on_disk(std::string_view place) const {
  return directory_ + std::string(place.substr(std::string_view(kDirectory).size()));
}

bool DpkgDatabase::exists() {
  return root_.host().stat(on_disk(kInfo)).ok() || root_.host().stat(on_disk(kStatus)).ok();
}

Outcome<std::map<std::string, std::vector<DpkgListing>>> DpkgDatabase::owners(
    const std::vector<std::string>& paths) {
  Outcome<std::map<std::string, std::vector<DpkgListing>>> out;
  DpkgDiversions diversions;
  if (const auto file = read(kDiversions)) {
    auto parsed = parse_diversions((*file)->text());
    if (parsed)
      diversions = std::move(*parsed);
    else
      out.add(database_broken(on_disk(kDiversions), parsed.error().describe()));
  }
  std::vector<std::pair<std::string, Lookup>> lookups;
  for (const std::string& path : paths)
    for (const std::string& spelling : root_.spellings(path))
      lookups.emplace_back(path, lookup_for(spelling, diversions));
  Listings listings;
  for (const auto& [path, lookup] : lookups) listings.try_emplace(lookup.listed);
  const auto names = root_.host().list(on_disk(kInfo));
  if (!names) out.add(database_broken(on_disk(kInfo), names.error().text));
  for (const std::string& name : names ? *names : std::vector<std::string>{}) {
    if (!name.ends_with(".list")) continue;
    const std::string package = name.substr(0, name.size() - 5);
    const std::string file = on_disk(info_file(package, ".list"));
    const auto content = root_.host().read(file);
    const std::string wrong =
        content ? scan_list((*content)->text(), package, listings) : content.error().text;
    if (!wrong.empty()) out.add(database_broken(file, wrong));
  }
  for (const auto& [path, lookup] : lookups)
    for (const std::string& package : listings.find(lookup.listed)->second)
      if (may_own(lookup, package)) out.value[path].push_back({package, lookup.listed, lookup.note});
  return out;
}

Outcome<std::map<std::string, DpkgPackage>> DpkgDatabase::packages(const std::set<std::string>& packages) {
  Outcome<std::map<std::string, DpkgPackage>> out;
  const std::string file = on_disk(kStatus);
  const auto content = root_.host().read(file);
  if (!content) {
    out.add(database_broken(file, content.error().text));
    return out;
  }
  if (!(*content)->text().ends_with('\n'))
    out.add(database_broken(file, "the last line has no end: the file is cut"));
  formats::Deb822Reader reader((*content)->text());
  formats::Deb822Stanza stanza;
  for (;;) {
    const auto more = reader.next(stanza);
    if (more && !*more) break;
    if (!more) {
      out.add(database_broken(file, more.error().describe()));
      continue;
    }
    const std::string* name = wanted_name(stanza, packages);
    if (name == nullptr) continue;
    DpkgPackage package = package_of(stanza);
    if (package.version.empty() || package.architecture.empty())
      out.add(database_broken(file, "the stanza of " + *name + " at byte " + std::to_string(stanza.offset) +
                                        " has no version or architecture"));
    out.value.emplace(*name, std::move(package));
  }
  for (const std::string& name : packages)
    if (!out.value.contains(name))
      out.add(database_broken(
          file, "no stanza for " + name + ", which " + info_file(name, ".list") + " says owns files"));
  return out;
}

Outcome<std::map<std::string, std::string>> DpkgDatabase::md5sums(const std::string& package,
                                                                  const std::set<std::string>& paths) {
  Outcome<std::map<std::string, std::string>> out;
  const std::string file = on_disk(info_file(package, ".md5sums"));
  const auto content = root_.host().read(file);
  if (!content) {
    // Packages of nothing but links and directories have none.
    if (content.error().code != "not-found") out.add(database_broken(file, content.error().text));
    return out;
  }
  const std::string_view text = (*content)->text();
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::uint64_t offset = text.size() - rest.size();
    const auto line = md5_line(*next_line(rest));
    if (!line || !text.ends_with('\n')) {
      out.add(database_broken(file, line ? "the last line has no end: the file is cut"
                                         : "no \"md5  path\" line at byte " + std::to_string(offset)));
      return out;
    }
    const auto at = paths.find(line->second);
    if (at != paths.end()) out.value[*at] = to_lower(line->first);
  }
  return out;
}

}  // namespace souptrace::identify
