// SPDX-License-Identifier: Apache-2.0
#include "fuzz/targets.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>

#include "formats/apk_installed.hpp"
#include "formats/archive.hpp"
#include "formats/conan_cmake.hpp"
#include "formats/conan_data.hpp"
#include "formats/conan_manifest.hpp"
#include "formats/conan_recipe.hpp"
#include "formats/conan_reference.hpp"
#include "formats/configure_template.hpp"
#include "formats/deb822.hpp"
#include "formats/debian_copyright.hpp"
#include "formats/dependency_file.hpp"
#include "formats/dsse.hpp"
#include "formats/elf.hpp"
#include "formats/git_config.hpp"
#include "formats/git_index.hpp"
#include "formats/gzip_read.hpp"
#include "formats/homebrew_records.hpp"
#include "formats/image_comparison.hpp"
#include "formats/in_toto.hpp"
#include "formats/json_read.hpp"
#include "formats/kev.hpp"
#include "formats/ld_so_conf.hpp"
#include "formats/linker_script.hpp"
#include "formats/memory_image.hpp"
#include "formats/ninja_deps.hpp"
#include "formats/nix_derivation.hpp"
#include "formats/opkg_records.hpp"
#include "formats/osv.hpp"
#include "formats/package_metadata.hpp"
#include "formats/pacman_records.hpp"
#include "formats/pe.hpp"
#include "formats/purl.hpp"
#include "formats/recipe_license.hpp"
#include "formats/reuse_toml.hpp"
#include "formats/rpm_header.hpp"
#include "formats/spack_records.hpp"
#include "formats/spdx_expression.hpp"
#include "formats/spdx_tags.hpp"
#include "formats/spdx_terms.hpp"
#include "formats/supplied_sbom.hpp"
#include "formats/tar.hpp"
#include "formats/vcpkg_records.hpp"
#include "formats/version_order.hpp"
#include "formats/yocto_records.hpp"
#include "formats/zip.hpp"
#include "host/memory_host.hpp"
#include "review/header_code.hpp"
#include "review/osv_dump.hpp"
#include "review/osv_glance.hpp"
#include "review/osv_matching.hpp"
#include "review/register_read.hpp"
#include "verify/bundle.hpp"
#include "verify/papers.hpp"
#include "write/cyclonedx_vex.hpp"
#include "write/openvex.hpp"
#include "write/vulnerabilities_json.hpp"
#include "write/vulnerabilities_text.hpp"

namespace souptrace::fuzz {
namespace {

using namespace souptrace::formats;

void require(bool holds) {
  if (!holds) std::abort();
}

bool lies_in(std::string_view part, ByteView whole) {
  const auto* first = reinterpret_cast<const std::uint8_t*>(part.data());
  return part.empty() || (first >= whole.data() && first + part.size() <= whole.data() + whole.size());
}

/// Two images, one behind the other.
void elf_pair(ByteView bytes) {
  const ByteView linked = bytes.first(bytes.size() / 2);
  const ByteView shipped = bytes.subspan(bytes.size() / 2);
  (void)compare_elf_images(linked, shipped);
  (void)elf_memory_image(linked);
  const auto same = compare_elf_images(linked, linked);
  if (same) require(same->is_same_program() && !same->run_path && same->appended == 0);
}

void pe(ByteView bytes) {
  const auto result = parse_pe(bytes);
  if (!result) return;
  for (const PeSection& section : result->sections) require(lies_in(as_text(section.bytes), bytes));
  const auto same = compare_pe_images(bytes, bytes);
  if (same) require(same->is_same_program() && same->appended == 0);
}

void check_image(const Result<MemoryImage>& image) {
  if (!image) return;
  for (std::size_t i = 1; i < image->size(); ++i)
    require((*image)[i - 1].address + (*image)[i - 1].bytes.size() <= (*image)[i].address);
  require(compare_memory(*image, *image).different.empty());
}

void intel_hex(ByteView bytes) { check_image(parse_intel_hex(as_text(bytes))); }
void srec(ByteView bytes) { check_image(parse_srec(as_text(bytes))); }

void archive(ByteView bytes) {
  const auto result = parse_archive(bytes);
  if (!result) return;
  for (const ArchiveMember& one : result->members)
    require(result->thin || subview(bytes, one.offset, one.size));
  for (const ArchiveSymbol& one : result->symbols) require(lies_in(one.name, bytes));
}

void elf(ByteView bytes) {
  if (const auto file = parse_elf(bytes)) (void)machine_name(*file);
  const auto symbols = parse_elf_symbols(bytes);
  if (!symbols) return;
  for (const ElfSymbol& one : *symbols) require(lies_in(one.name, bytes));
}

void compiler_dependencies(ByteView bytes) {
  const auto rules = parse_compiler_dependency_file(as_text(bytes));
  if (!rules) return;
  for (const DependencyRule& rule : *rules) require(!rule.targets.empty());
}

void linker_dependencies(ByteView bytes) {
  (void)parse_linker_dependency_file(as_text(bytes), false);
  (void)parse_linker_dependency_file(as_text(bytes), true);
}

void ninja_deps(ByteView bytes) {
  const auto log = parse_ninja_deps(bytes);
  if (!log) return;
  for (const NinjaDeps& deps : log->outputs) {
    require(lies_in(deps.output, bytes));
    for (const std::string_view input : deps.inputs) require(lies_in(input, bytes));
  }
}

void json(ByteView bytes) {
  const auto root = Json::parse(as_text(bytes));
  if (!root) return;
  for (const Json& one : root->members()) require(!one.pointer().empty());
  (void)root->required_string("name");
}

void deb822(ByteView bytes) {
  Deb822Reader reader(as_text(bytes));
  Deb822Stanza stanza;
  std::size_t reads = 0;
  for (auto more = reader.next(stanza); !more || *more; more = reader.next(stanza))
    require(++reads <= bytes.size());
}

void debian_copyright(ByteView bytes) {
  const auto copyright = parse_debian_copyright(as_text(bytes));
  if (copyright && *copyright) (void)spdx_from_debian(**copyright);
  const std::string expression = spdx_from_debian(as_text(bytes)).expression;
  require(expression.empty() || normalize_spdx_expression(expression));
}

void spdx_expression(ByteView bytes) {
  const auto once = normalize_spdx_expression(as_text(bytes));
  if (!once) return;
  const auto twice = normalize_spdx_expression(*once);
  require(twice && *twice == *once);
}

void linker_script(ByteView bytes) {
  (void)parse_linker_script(as_text(bytes));
}
void ld_so_conf(ByteView bytes) {
  (void)parse_ld_so_conf(as_text(bytes));
}

void git_index(ByteView bytes) {
  (void)parse_git_index(bytes);
  (void)parse_git_index(bytes, 32);
}

void git_config(ByteView bytes) {
  (void)parse_git_config(as_text(bytes));
}

void supplied_sbom(ByteView bytes) {
  const auto sbom = read_supplied_sbom(as_text(bytes));
  if (!sbom) return;
  for (const SuppliedComponent& one : sbom->components) require(!one.files.empty());
}

void hash_list(ByteView bytes) {
  const auto files = read_hash_list(as_text(bytes));
  if (!files) return;
  for (const SuppliedFile& one : *files)
    require(one.sha256.empty() != one.sha512.empty() && !one.name.empty());
}

void purl(ByteView bytes) {
  const auto once = parse_purl(as_text(bytes));
  if (!once) return;
  const auto twice = parse_purl(purl_text(*once));
  require(twice && purl_text(*twice) == purl_text(*once));
}

/// A template, a zero byte, and what may have been made of it.
void configure_template(ByteView bytes) {
  const std::string_view text = as_text(bytes);
  const std::size_t end = text.find('\0');
  const std::string_view first = text.substr(0, end);
  (void)configured_from(first, end == text.npos ? first : text.substr(end + 1));
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

void spdx_tags(ByteView bytes) {
  const SpdxTags tags = read_spdx_tags(as_text(bytes));
  for (const std::string& one : tags.expressions) require(spdx_contains(one, one));
  (void)read_spdx_tags(as_text(bytes), SpdxTagPlace::plain_text);
}

void reuse_toml(ByteView bytes) {
  const auto annotations = parse_reuse_toml(as_text(bytes));
  if (!annotations) return;
  for (const ReuseAnnotation& one : *annotations) {
    require(!one.paths.empty());
    (void)reuse_matches(one, "src/a/b.c");
  }
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

/// Every byte of an envelope's payload is in what the signature is over.
void dsse(ByteView bytes) {
  const auto parsed = parse_dsse(as_text(bytes));
  if (!parsed) return;
  require(!parsed->signatures.empty());
  require(parsed->signed_bytes == dsse_pae(parsed->payload_type, parsed->payload()));
}

void in_toto(ByteView bytes) {
  const auto parsed = parse_statement(as_text(bytes));
  if (!parsed) return;
  require(!parsed->subjects.empty() && lies_in(parsed->predicate, bytes));
  for (const Subject& subject : parsed->subjects) require(subject.sha256.size() == 64);
}

/// A bundle, or a document of one: whatever it says, it is read to the end.
void bundle(ByteView bytes) {
  verify::Report report;
  auto papers = verify::open_bundle(bytes, "x", {}, report);
  for (const verify::Paper& paper : papers) require(lies_in(paper.text, bytes));
  if (!is_tar(bytes)) papers.push_back({"x", as_text(bytes), true});
  const auto read = verify::read_papers(papers, {}, report);
  verify::report_papers(read, {}, report);
  require(!verify::report_text(report).empty() && !verify::report_json(report).empty());
}

void osv(ByteView bytes) {
  const auto record = parse_osv(as_text(bytes));
  if (!record) return;
  for (const OsvAffected& entry : record->affected) {
    (void)review::match_record({entry.ecosystem, entry.name, "", "1.2.11", "", ""}, *record);
    (void)review::match_record({"", "", entry.purl, "1.2.11", "", ""}, *record);
    for (const OsvRange& range : entry.ranges) {
      (void)review::match_record({"GIT", range.repo, "", "v1.2.11", "", ""}, *record);
      for (const OsvEvent& event : range.events) (void)review::match_record({entry.ecosystem, entry.name, "", event.version, "", ""}, *record);
    }
    // What is listed is affected, whatever else the record says.
    for (const std::string& version : entry.versions) {
      if (entry.ecosystem.empty() || entry.ecosystem == "GIT") continue;
      const auto match = review::match_record({entry.ecosystem, entry.name, "", version, "", ""}, *record);
      require(match && match->verdict == review::Verdict::affected);
    }
  }
}

void kev(ByteView bytes) {
  (void)parse_kev(as_text(bytes));
}

void zip(ByteView bytes) {
  constexpr std::uint64_t kMost = 1 << 20;
  const auto members = parse_zip(bytes);
  if (!members) return;
  for (const ZipMember& member : *members) {
    require(lies_in(member.name, bytes));
    const auto content = read_zip_member(bytes, member, kMost);
    if (content) require(content->size() == member.size);
  }
}

/// A zip with records, as a database without network.
void osv_dump(ByteView bytes) {
  MemoryHost host;
  host.add_file("/all.zip", std::string(as_text(bytes)));
  review::OsvDump dump(host, "/all.zip");
  const std::vector<VulnerabilityQuery> queries{{"Debian:12", "zlib", "", "1:1.2.13.dfsg-1", "", ""}, {"GIT", "https://github.com/madler/zlib", "", "v1.2.11", "", ""},
                                                {"", "", "pkg:generic/zlib", "1.2.11", "", ""}, {"", "", "", "", std::string(40, 'a'), ""}};
  const auto answers = dump.ask(queries, {});
  if (!answers) return;
  require(answers->answers.size() == queries.size());
  for (const auto& answer : answers->answers)
    for (const auto& candidate : answer.candidates) require(candidate.record < answers->records.size());
}

/// What is left out at a glance would have been found by no query.
void osv_glance(ByteView bytes) {
  const review::OsvIndex index({{"Debian:12", "zlib", "", "1", "", ""}, {"GIT", "https://github.com/madler/zlib", "", "v1", "", ""},
                                {"", "", "pkg:generic/zlib", "1", "", ""}, {"", "", "", "", std::string(40, 'a'), ""}});
  const review::OsvGlance glance = review::glance_at(as_text(bytes), index);
  if (!glance.unasked) return;
  const auto record = parse_osv(as_text(bytes));
  if (!record) return;
  require(index.queries_of(*record).empty() && record->modified == glance.modified);
  std::set<std::string, std::less<>> coverage;
  review::add_coverage(*record, coverage);
  std::set<std::string, std::less<>> seen(glance.ecosystems.begin(), glance.ecosystems.end());
  if (glance.has_git) seen.insert("GIT");
  if (glance.has_generic_purl) seen.insert("purl");
  require(seen == coverage);
}

/// A report is read back as it was written, and what is made of it is JSON.
void vulnerabilities(ByteView bytes) {
  const auto report = write::read_vulnerabilities_json(as_text(bytes));
  if (!report) return;
  const std::string once = write::vulnerabilities_json(*report);
  const auto again = write::read_vulnerabilities_json(once);
  require(again && write::vulnerabilities_json(*again) == once);
  (void)write::vulnerabilities_text(*report, {.unicode = true, .width = 80});
  require(Json::parse(write::openvex(*report, {}, {"somebody", {}})).ok());
  require(Json::parse(write::cyclonedx_vex(*report, {}, {"somebody", {}})).ok());
}

/// A register.json, a zero byte, and an item of it.
void soup_register(ByteView bytes) {
  const std::string_view text = as_text(bytes);
  const std::size_t end = text.find('\0');
  MemoryHost host;
  host.add_file("/soup/register.json", std::string(text.substr(0, end)));
  host.add_file("/soup/items/SOUP-001.json", end == text.npos ? "" : std::string(text.substr(end + 1)));
  const review::RegisterFiles files = review::read_register(host, "/soup/register.json");
  for (const review::RegisterProblem& problem : files.problems) require(!problem.text.empty() && !problem.file.empty());
}

/// A function's name, a zero byte, and a header.
void header_code(ByteView bytes) {
  const std::string_view text = as_text(bytes);
  const std::size_t end = std::min(text.find('\0'), text.size());
  const std::string_view header = text.substr(std::min(end + 1, text.size()));
  const bool has = review::may_have_body_of(header, text.substr(0, end));
  if (has) require(header.find('{') != header.npos || header.find('#') != header.npos);
}

/// Two versions, one behind the other, in every order.
void versions(ByteView bytes) {
  const std::string_view a = as_text(bytes.first(bytes.size() / 2));
  const std::string_view b = as_text(bytes.subspan(bytes.size() / 2));
  for (const auto compare : {compare_deb_versions, compare_rpm_versions, compare_apk_versions, compare_semantic_versions, compare_dotted_numbers}) {
    const VersionOrder forth = compare(a, b);
    const VersionOrder back = compare(b, a);
    require(forth.has_value() == back.has_value());
    if (!forth) continue;
    require((*forth < 0) == (*back > 0) && (*forth == 0) == (*back == 0));
    require(compare(a, a).value() == 0 && compare(b, b).value() == 0);
  }
}

constexpr std::array kTargets{
    Target{"archive", archive},
    Target{"elf", elf},
    Target{"compiler_dependencies", compiler_dependencies},
    Target{"linker_dependencies", linker_dependencies},
    Target{"ninja_deps", ninja_deps},
    Target{"json", json},
    Target{"deb822", deb822},
    Target{"debian_copyright", debian_copyright},
    Target{"spdx_expression", spdx_expression},
    Target{"linker_script", linker_script},
    Target{"ld_so_conf", ld_so_conf},
    Target{"git_index", git_index},
    Target{"git_config", git_config},
    Target{"purl", purl},
    Target{"configure_template", configure_template},
    Target{"supplied_sbom", supplied_sbom},
    Target{"hash_list", hash_list},
    Target{"conan_manifest", conan_manifest},
    Target{"conan_data", conan_data},
    Target{"conan_recipe", conan_recipe},
    Target{"conan_cmake", conan_cmake},
    Target{"spdx_tags", spdx_tags},
    Target{"reuse_toml", reuse_toml},
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
    Target{"elf_pair", elf_pair},
    Target{"pe", pe},
    Target{"intel_hex", intel_hex},
    Target{"srec", srec},
    Target{"dsse", dsse},
    Target{"in_toto", in_toto},
    Target{"bundle", bundle},
    Target{"osv", osv},
    Target{"kev", kev},
    Target{"zip", zip},
    Target{"versions", versions},
    Target{"osv_dump", osv_dump},
    Target{"osv_glance", osv_glance},
    Target{"vulnerabilities", vulnerabilities},
    Target{"soup_register", soup_register},
    Target{"header_code", header_code},
};

}  // namespace

std::span<const Target> targets() {
  return kTargets;
}

const Target* target_named(std::string_view name) {
  for (const Target& target : kTargets)
    if (target.name == name) return &target;
  return nullptr;
}

}  // namespace souptrace::fuzz
