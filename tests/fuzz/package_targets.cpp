// SPDX-License-Identifier: Apache-2.0
// What package managers leave.
#include <algorithm>
#include <array>
#include <set>

#include "formats/apk_installed.hpp"
#include "formats/conan_cmake.hpp"
#include "formats/conan_data.hpp"
#include "formats/conan_manifest.hpp"
#include "formats/conan_recipe.hpp"
#include "formats/conan_reference.hpp"
#include "formats/deb822.hpp"
#include "formats/gzip_read.hpp"
#include "formats/homebrew_records.hpp"
#include "formats/nix_derivation.hpp"
#include "formats/opkg_records.hpp"
#include "formats/package_metadata.hpp"
#include "formats/pacman_records.hpp"
#include "formats/recipe_license.hpp"
#include "formats/rpm_header.hpp"
#include "formats/spack_records.hpp"
#include "formats/vcpkg_records.hpp"
#include "formats/yocto_records.hpp"
#include "fuzz/targets.hpp"
#include "host/memory_host.hpp"
#include "identify/dpkg_database.hpp"

namespace souptrace::fuzz {
namespace {

using namespace souptrace::formats;

void deb822(ByteView bytes) {
  Deb822Reader reader(as_text(bytes));
  Deb822Stanza stanza;
  std::size_t reads = 0;
  for (auto more = reader.next(stanza); !more || *more; more = reader.next(stanza))
    require(++reads <= bytes.size());
}

void conan_manifest(ByteView bytes) {
  const auto manifest = parse_conan_manifest(as_text(bytes));
  if (!manifest) return;
  for (const auto& [path, md5] : manifest->md5) require(!path.empty() && md5.size() == 32);
  require(conan_revision(*manifest).size() == 32);
}

void conan_data(ByteView bytes) {
  for (const ConanSource& source : read_conan_sources(as_text(bytes), "1.3.1")) require(!source.url.empty());
}

void conan_recipe(ByteView bytes) {
  for (const auto& [attribute, strings] : read_conan_recipe(as_text(bytes)))
    require(!attribute.empty() && !strings.empty());
}

void conan_cmake(ByteView bytes) {
  for (const ConanCMakePackage& one : read_conan_cmake(as_text(bytes), "/build"))
    require(!one.name.empty() && one.folder.starts_with('/'));
  (void)cmake_variable(as_text(bytes), "PACKAGE_VERSION");
  (void)parse_conan_reference(as_text(bytes));
}

void vcpkg_status(ByteView bytes) {
  VcpkgStatus status;
  (void)status.apply(as_text(bytes));
  for (const auto& [spec, port] : status.ports()) require(!spec.name.empty() && !spec.triplet.empty());
}

void vcpkg_spdx(ByteView bytes) {
  const auto sbom = parse_vcpkg_spdx(as_text(bytes));
  if (!sbom) return;
  for (const auto& [path, digest] : sbom->files) require(digest.size() == 64);
}

void vcpkg_list(ByteView bytes) {
  const std::vector<std::string_view> paths = parse_vcpkg_list(as_text(bytes));
  for (const std::string_view path : paths) require(!path.empty() && lies_in(path, bytes));
  (void)vcpkg_list_name("zlib_1.3.1_x64-linux.list", paths);
  if (!paths.empty()) (void)vcpkg_list_name(paths.front(), paths);
}

void spack(ByteView bytes) {
  (void)parse_spack_spec(as_text(bytes));
  const auto manifest = parse_spack_manifest(as_text(bytes));
  if (!manifest) return;
  for (const auto& [path, sha1] : manifest->files) require(sha1.empty() || sha1.size() == 40);
}

void nix_derivation(ByteView bytes) {
  const DerivationName name = parse_derivation_name(as_text(bytes));
  require(name.pname.empty() == name.version.empty());
  if (const auto path = store_path_of(as_text(bytes))) require(path->base.ends_with(path->name));
}

void homebrew(ByteView bytes) {
  (void)parse_brew_receipt(as_text(bytes));
  (void)parse_brew_sbom(as_text(bytes), "zlib");
  if (const auto keg = keg_of(as_text(bytes)))
    require(as_text(bytes).find(keg->directory()) != std::string_view::npos);
}

void package_metadata(ByteView bytes) {
  (void)parse_pkg_config(as_text(bytes), "/opt/vendor/lib/pkgconfig");
  (void)parse_cps(as_text(bytes), "/opt/vendor/lib/cps");
  require(cmake_package_version(as_text(bytes)).find('$') == std::string::npos);
  for (const std::string_view location : imported_locations(as_text(bytes)))
    require(lies_in(location, bytes));
}

void rpm_header(ByteView bytes) {
  const auto header = parse_rpm_header(bytes);
  if (!header) return;
  require(!header->name.empty() && lies_in(header->name, bytes));
  for (const RpmFile& file : header->files) require(lies_in(file.directory, bytes) && lies_in(file.digest, bytes));
}

void apk_installed(ByteView bytes) {
  ApkReader reader(as_text(bytes));
  ApkPackage package;
  for (std::size_t packages = 0;; ++packages) {
    require(packages <= bytes.size());
    const auto more = reader.next(package);
    if (more && !*more) return;
    for (const ApkFile& file : package.files) {
      require(lies_in(file.name, bytes));
      const auto digest = decode_apk_digest(file.digest, false);
      require(!digest || digest->hex.empty() || digest->hex.size() == 40 || digest->hex.size() == 64);
    }
  }
}

void pacman(ByteView bytes) {
  constexpr std::size_t kMost = 100000;
  if (const auto record = parse_pacman_record(as_text(bytes)))
    for (const auto& [name, lines] : *record) require(lies_in(name, bytes));
  const auto text = read_gzip(bytes, kMost);
  require(!text || text->size() <= kMost);
  const auto digests = mtree_digests(text ? std::string_view(*text) : as_text(bytes), {"/usr/lib/libz.a"});
  require(!digests || digests->size() <= 1);
}

void opkg(ByteView bytes) {
  const OpkgList list = parse_opkg_list(as_text(bytes));
  for (const std::string_view path : list.paths) require(path.starts_with('/') && lies_in(path, bytes));
  const OpkgMd5Sums sums = parse_opkg_md5sums(as_text(bytes));
  for (const auto& [path, md5] : sums.md5) require(path.starts_with('/') && md5.size() == 32);
  require(!list.error || !list.error->offset || *list.error->offset < bytes.size());
  require(!sums.error || !sums.error->offset || *sums.error->offset < bytes.size());
}

void yocto(ByteView bytes) {
  if (const auto files = parse_yocto_manifest(as_text(bytes)))
    for (const std::string_view file : *files) require(!file.ends_with('/') && lies_in(file, bytes));
  (void)parse_yocto_index(as_text(bytes));
  (void)spdx_from_recipe(parse_yocto_recipe_info(as_text(bytes)).license);
}

/// dpkg's status, a zero byte, a package's list, a zero byte, its md5sums.
void dpkg(ByteView bytes) {
  const std::string_view text = as_text(bytes);
  const std::size_t first = std::min(text.find('\0'), text.size());
  const std::size_t second = std::min(text.find('\0', std::min(first + 1, text.size())), text.size());
  MemoryHost host;
  host.add_file("/var/lib/dpkg/status", std::string(text.substr(0, first)));
  host.add_file("/var/lib/dpkg/info/zlib1g-dev:amd64.list", first == text.size() ? "" : std::string(text.substr(first + 1, second - first - 1)));
  host.add_file("/var/lib/dpkg/info/zlib1g-dev:amd64.md5sums", second == text.size() ? "" : std::string(text.substr(second + 1)));
  const BuildFacts facts;
  const identify::SystemRoot root(host, facts, "/");
  identify::DpkgDatabase database(root);
  for (const auto& [path, listings] : database.owners({"/usr/lib/libz.a", "/usr/include/zlib.h"}).value) {
    require(!listings.empty());
    for (const identify::DpkgListing& one : listings) {
      (void)database.packages({one.package});
      (void)database.md5sums(one.package, {one.path});
    }
  }
}

}  // namespace

std::span<const Target> package_targets() {
  static constexpr std::array kTargets{
      Target{"deb822", deb822},
      Target{"conan_manifest", conan_manifest},
      Target{"conan_data", conan_data},
      Target{"conan_recipe", conan_recipe},
      Target{"conan_cmake", conan_cmake},
      Target{"vcpkg_status", vcpkg_status},
      Target{"vcpkg_spdx", vcpkg_spdx},
      Target{"vcpkg_list", vcpkg_list},
      Target{"spack", spack},
      Target{"nix_derivation", nix_derivation},
      Target{"homebrew", homebrew},
      Target{"package_metadata", package_metadata},
      Target{"rpm_header", rpm_header},
      Target{"apk_installed", apk_installed},
      Target{"pacman", pacman},
      Target{"opkg", opkg},
      Target{"yocto", yocto},
      Target{"dpkg", dpkg},
  };
  return kTargets;
}

}  // namespace souptrace::fuzz
