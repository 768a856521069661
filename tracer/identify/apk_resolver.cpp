// SPDX-License-Identifier: Apache-2.0
#include "identify/apk_resolver.hpp"

#include "base/path.hpp"
#include "base/text.hpp"
#include "formats/apk_installed.hpp"
#include "formats/purl.hpp"
#include "identify/runtime_table.hpp"
#include "identify/system_packages.hpp"

namespace souptrace::identify {
namespace {

using formats::ApkDigestKind;
using formats::ApkFile;
using formats::ApkPackage;

constexpr std::string_view kApkRemedy = "Repair the database with `apk fix`, with --root for a sysroot";

std::string package_name(const ApkPackage& package) {
  return std::string(package.name) + '-' + std::string(package.version);
}

std::string component_id(const ApkPackage& package) {
  return "apk:" + std::string(package.name) + '@' + std::string(package.version) + ':' +
         std::string(package.architecture);
}

Component component_of(const ApkPackage& package, const std::string& place,
                       const Distribution& distribution) {
  Component out;
  out.id = component_id(package);
  out.kind = is_runtime_package(package.origin, package.name) ? ComponentKind::runtime : ComponentKind::soup;
  out.name = package.name;
  out.version = package.version;
  out.supplier = to_utf8(package.maintainer);
  out.license = stated_license(to_utf8(package.license), place);
  // The namespace of an apk purl is the distribution: without os-release(5) there is none to state.
  if (!distribution.id.empty())
    out.purl = formats::purl_text(
        {"apk",
         distribution.id,
         out.name,
         out.version,
         {{"arch", std::string(package.architecture)}, {"distro", distribution.qualifier()}},
         ""});
  out.url = to_utf8(package.url);
  out.origin = "apk";
  set_property(out, "architecture", std::string(package.architecture));
  set_property(out, "source-package", std::string(package.origin));
  set_property(out, "recipe-commit", std::string(package.commit));
  out.evidence.push_back({"apk", place, "P:" + out.name + ", V:" + out.version});
  return out;
}

class ApkLookUp {
 public:
  ApkLookUp(const SystemQuestion& question, std::string place)
      : question_(question), place_(std::move(place)), distribution_(read_distribution(question.root)) {
    for (const std::string& path : question.paths)
      directories_.insert(std::string(path::parent(path).substr(1)));
  }

  Outcome<SystemPackages> run() {
    const auto file = question_.root.read(place_);
    if (!file) {
      broken(file.error().text);
      return std::move(out_);
    }
    formats::ApkReader reader((*file)->text());
    ApkPackage package;
    for (;;) {
      const auto more = reader.next(package);
      if (more && !*more) break;
      // What could be read of the package counts nevertheless.
      if (!more) broken(more.error().describe());
      take(package);
    }
    return std::move(out_);
  }

 private:
  void take(const ApkPackage& package) {
    for (const ApkFile& file : package.files) {
      if (!directories_.contains(file.directory)) continue;
      const std::string path =
          (file.directory.empty() ? "" : "/") + std::string(file.directory) + '/' + std::string(file.name);
      if (question_.paths.contains(path)) take(package, file, path);
    }
  }

  void take(const ApkPackage& package, const ApkFile& file, const std::string& path) {
    if (package.name.empty() || package.version.empty())
      return broken("the package at byte " + std::to_string(package.offset) + " has no name or version");
    const std::string name = package_name(package);
    RecordedFile record;
    record.manager = "apk";
    record.component = component_id(package);
    record.package = name;
    record.listing = {"apk", place_, "lists " + path + " of " + name};
    record.digest_place = place_;
    record.remedy = "Reinstall it with `apk fix " + std::string(package.name) +
                    "`, or build against a copy that souptrace_component() declares";
    const bool cut = package.flags.find('S') != std::string_view::npos;
    const auto digest = formats::decode_apk_digest(file.digest, cut);
    if (!digest) broken(path + " of " + name + ": " + digest.error().text);
    if (digest) set_digest(*digest, record);
    if (!out_.value.components.contains(record.component))
      out_.value.components.emplace(record.component, component_of(package, place_, distribution_));
    add_recorded_file(out_.value, path, std::move(record));
  }

  static void set_digest(const formats::ApkDigest& digest, RecordedFile& record) {
    record.digest = digest.hex;
    record.kind = digest.kind == ApkDigestKind::sha1         ? DigestKind::sha1
                  : digest.kind == ApkDigestKind::sha256_160 ? DigestKind::sha256_160
                                                             : DigestKind::sha256;
  }

  void broken(const std::string& text) {
    out_.add(system_database_broken(question_.root.directory() + place_, text, std::string(kApkRemedy)));
  }

  const SystemQuestion& question_;
  std::string place_;
  Distribution distribution_;
  std::set<std::string, std::less<>> directories_;  ///< of the paths in question, without the leading '/'
  Outcome<SystemPackages> out_;
};

Outcome<SystemPackages> look_up(const SystemQuestion& question) {
  for (const char* place : {"/usr/lib/apk/db/installed", "/lib/apk/db/installed"})
    if (const auto found = question.root.find(place)) return ApkLookUp(question, *found).run();
  return {};
}

}  // namespace

std::unique_ptr<Resolver> apk_resolver(std::string root) {
  return system_resolver(std::move(root), look_up);
}

}  // namespace souptrace::identify
