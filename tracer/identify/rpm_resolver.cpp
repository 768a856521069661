// SPDX-License-Identifier: Apache-2.0
#include "identify/rpm_resolver.hpp"

#include <array>

#include "base/text.hpp"
#include "formats/purl.hpp"
#include "identify/rpm_database.hpp"
#include "identify/runtime_table.hpp"
#include "identify/system_packages.hpp"

namespace souptrace::identify {
namespace {

constexpr std::array<const char*, 2> kDirectories{"/usr/lib/sysimage/rpm", "/var/lib/rpm"};
constexpr std::string_view kRebuild =
    "Rebuild it with `rpmdb --rebuilddb`, with --root for a sysroot, on the system that it is from or with rpm "
    "4.16 or newer";

std::string version_of(const formats::RpmHeader& header) {
  return std::string(header.version) + '-' + std::string(header.release);
}

/// As rpm names a package: "zlib-devel-1.2.13-3.fc38.x86_64".
std::string package_name(const formats::RpmHeader& header) {
  return std::string(header.name) + '-' + version_of(header) + '.' + std::string(header.architecture);
}

std::string component_id(const formats::RpmHeader& header) {
  const std::string epoch = header.epoch ? std::to_string(*header.epoch) + ':' : "";
  return "rpm:" + std::string(header.name) + '@' + epoch + version_of(header) + ':' +
         std::string(header.architecture);
}

/// "glibc" of "glibc-2.37-4.fc38.src.rpm": a name may have '-', version and release may not.
std::string source_name(std::string_view file) {
  for (int i = 0; i < 2; ++i) {
    const auto dash = file.rfind('-');
    if (dash == std::string_view::npos) return "";
    file = file.substr(0, dash);
  }
  return std::string(file);
}

/// The namespace of an rpm purl is the distribution: without os-release(5) there is none to state.
std::string purl_of(const formats::RpmHeader& header, const Distribution& distribution) {
  if (distribution.id.empty()) return "";
  formats::Purl purl{"rpm", distribution.id, std::string(header.name), version_of(header), {}, ""};
  purl.qualifiers = {{"arch", std::string(header.architecture)},
                     {"upstream", std::string(header.source_rpm)},
                     {"distro", distribution.qualifier()}};
  if (header.epoch) purl.qualifiers["epoch"] = std::to_string(*header.epoch);
  return formats::purl_text(purl);
}

Component component_of(const formats::RpmHeader& header, const std::string& place,
                       const Distribution& distribution) {
  Component out;
  out.id = component_id(header);
  const std::string source = source_name(header.source_rpm);
  out.kind = is_runtime_package(source, header.name) ? ComponentKind::runtime : ComponentKind::soup;
  out.name = to_utf8(header.name);
  out.version = (header.epoch ? std::to_string(*header.epoch) + ':' : "") + version_of(header);
  out.supplier = to_utf8(header.vendor);
  out.license = stated_license(to_utf8(header.license), place);
  out.purl = purl_of(header, distribution);
  out.url = to_utf8(header.url);
  out.origin = "rpm";
  set_property(out, "architecture", std::string(header.architecture));
  set_property(out, "source-package", source);
  set_property(out, "source-rpm", to_utf8(header.source_rpm));
  out.evidence.push_back({"rpm", place, "has the package " + to_utf8(package_name(header))});
  return out;
}

/// The digest that the header has of a file, in the kinds that are known; one that the packager does not want
/// verified says nothing.
void set_digest(const RpmListing& listing, RecordedFile& record) {
  if (!listing.file->digest_verified) return;
  switch (listing.package->header.digest_algorithm) {
    case 1:
      record.kind = DigestKind::md5;
      break;
    case 2:
      record.kind = DigestKind::sha1;
      break;
    case 8:
      record.kind = DigestKind::sha256;
      break;
    case 10:
      record.kind = DigestKind::sha512;
      break;
    default:
      return;
  }
  record.digest = to_lower(listing.file->digest);
}

RecordedFile record_of(const RpmListing& listing, const std::string& path, const std::string& place) {
  const formats::RpmHeader& header = listing.package->header;
  RecordedFile out;
  out.manager = "rpm";
  out.component = component_id(header);
  out.package = to_utf8(package_name(header));
  out.listing = {"rpm", place, "lists " + path + " of " + out.package};
  set_digest(listing, out);
  out.digest_place = place;
  out.remedy = "Reinstall " + out.package + ", or build against a copy that souptrace_component() declares";
  return out;
}

/// The databases of rpm before 4.16 and of SUSE; they are not read.
void report_older_kind(const SystemQuestion& question, const std::string& directory,
                       Outcome<SystemPackages>& out) {
  if (!question.unowned) return;
  for (const auto& [name, kind] :
       {std::pair("/Packages", "a Berkeley DB"), std::pair("/Packages.db", "an NDB database")})
    if (question.root.find(directory + name))
      out.add(system_database_broken(
          question.root.directory() + directory + name,
          std::string("this is ") + kind +
              ", which is not read: the owners of the files that rpm installed are not known",
          "Convert it with `rpmdb --define '_db_backend sqlite' --rebuilddb` of rpm 4.16 or newer (with --root "
          "for a sysroot), or declare what you link with souptrace_component()"));
}

Result<formats::SqliteDatabase> open_database(const SystemRoot& root, const std::string& place) {
  const auto file = root.read(place);
  if (!file) return file.error();
  const auto log = root.read(place + "-wal");
  if (!log && log.error().code != "not-found") return log.error();
  return formats::SqliteDatabase::open((*file)->bytes(), log ? (*log)->bytes() : ByteView{}, *file);
}

void look_up_in(const SystemQuestion& question, const std::string& place, Outcome<SystemPackages>& out) {
  const std::string on_disk = question.root.directory() + place;
  const auto broken = [&](const std::string& text) {
    out.add(system_database_broken(on_disk, text, std::string(kRebuild)));
  };
  const auto opened = open_database(question.root, place);
  if (!opened) return broken(opened.error().describe());
  RpmDatabase database(*opened);
  const auto owners = database.owners(question.paths);
  for (const std::string& one : database.broken()) broken(one);
  if (!owners) return broken(owners.error().describe());
  const Distribution distribution = read_distribution(question.root);
  for (const auto& [path, listings] : *owners)
    for (const RpmListing& listing : listings) {
      const std::string id = component_id(listing.package->header);
      if (!out.value.components.contains(id))
        out.value.components.emplace(id, component_of(listing.package->header, place, distribution));
      add_recorded_file(out.value, path, record_of(listing, path, place));
    }
}

Outcome<SystemPackages> look_up(const SystemQuestion& question) {
  Outcome<SystemPackages> out;
  std::set<std::string> seen;
  for (const char* directory : kDirectories) {
    const auto place = question.root.find(directory);
    if (!place || !seen.insert(*place).second) continue;
    const std::string database = *place + "/rpmdb.sqlite";
    if (question.root.find(database))
      look_up_in(question, database, out);
    else
      report_older_kind(question, *place, out);
  }
  return out;
}

}  // namespace

std::unique_ptr<Resolver> rpm_resolver(std::string root) {
  return system_resolver(std::move(root), look_up);
}

}  // namespace souptrace::identify
