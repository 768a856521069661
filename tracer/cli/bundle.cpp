// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "base/characters.hpp"
#include "base/digest.hpp"
#include "base/path.hpp"
#include "base/version.hpp"
#include "cli/beside.hpp"
#include "cli/command.hpp"
#include "cli/keys.hpp"
#include "cli/roots.hpp"
#include "cli/source_date.hpp"
#include "formats/dsse.hpp"
#include "formats/in_toto.hpp"
#include "model/names.hpp"
#include "write/bundle_manifest.hpp"
#include "write/cyclonedx.hpp"
#include "write/dsse.hpp"
#include "write/in_toto.hpp"
#include "write/tar.hpp"

namespace souptrace::cli {
namespace {

constexpr std::uint64_t kLargestLicense = std::uint64_t{16} * 1024 * 1024;

struct BundleOptions {
  std::string trace;
  std::string output;
  std::vector<std::string> roots;
  SignOptions sign;
};

using Members = std::map<std::string, std::string>;

void add_documents(const TraceWithDocuments& documents, const std::string& timestamp, Members& members) {
  members["trace.json"] = documents.bytes->text();
  for (const Beside& sbom : documents.sboms) members["sbom/" + sbom.name] = sbom.bytes->text();
  for (const Beside& one : documents.attestations) members["attestations/" + one.name] = one.bytes->text();
  for (const TraceBinary& binary : documents.trace.binaries) {
    const std::string name = "sbom/" + binary.name + ".cdx.json";
    if (!members.contains(name)) members[name] = write::cyclonedx(documents.trace, binary, {write::CycloneDxVersion::v1_7, timestamp});
  }
}

/// The disk or the system failed: that says nothing of the file, and another time it can be read.
bool is_trouble(const Error& error) { return error.code == "io"; }

/// The text of one component's licence, or why there is none. Error: it is there, and could not be read this time.
Result<write::BundleLicense> license_of(Host& host, const Component& component, const verify::Roots& roots, Members& members) {
  write::BundleLicense out{component.id, "", false, ""};
  const auto place = trace_path(component.license.source);
  const std::string path = place ? roots.path_of(*place) : "";
  if (!place) out.missing = "the trace names no file that has it";
  if (place && path.empty()) out.missing = "the root of " + component.license.source + " is not known here";
  if (path.empty()) return out;
  const auto stat = host.stat(path);
  if (!stat && is_trouble(stat.error())) return stat.error();
  const auto file = stat && stat->size <= kLargestLicense ? host.read(path) : Result<std::shared_ptr<FileBytes>>(Error{});
  if (!file && is_trouble(file.error())) return file.error();
  if (!file) {
    out.missing = component.license.source + " cannot be read";
    return out;
  }
  const std::string sha256 = sha256_hex((*file)->bytes());
  out.as_traced = sha256 == component.license.text_sha256;
  if (!out.as_traced && !component.license.text_sha256.empty()) {
    out.missing = component.license.source + " has another digest than the trace says, or holds more than the licence";
    return out;
  }
  out.member = "licenses/" + sha256 + ".txt";
  members[out.member] = (*file)->text();
  return out;
}

/// The program that runs, "" where the system does not let it be read.
Result<std::string> own_digest(Host& host) {
  const auto self = host.read("/proc/self/exe");
  if (!self && is_trouble(self.error())) return self.error();
  return self ? sha256_hex((*self)->bytes()) : std::string();
}

/// The name of the archive where the user names none: "infusion-pump-2.1.0.souptrace.tar".
std::string default_name(const Product& product) {
  std::string name;
  for (const char c : product.name + (product.version.empty() ? "" : "-" + product.version)) {
    if (is_letter_or_digit(c) || c == '.' || c == '+' || c == '_') name += to_lower(c);
    else if (!name.empty() && name.back() != '-') name += '-';
  }
  while (name.ends_with('-')) name.pop_back();
  return (name.empty() ? "release" : name) + ".souptrace.tar";
}

Status sign_manifest(Host& host, const SignOptions& options, Members& members) {
  const auto signer = Signer::open(host, options);
  if (!signer) return signer.error();
  const std::string& manifest = members[write::kManifestName];
  const std::vector<write::StatementSubject> subject{{write::kManifestName, sha256_hex(as_bytes(manifest)), ""}};
  const std::string statement = write::statement(subject, write::kBundlePredicate, manifest);
  const auto signature = signer->sign(formats::dsse_pae(formats::kInTotoPayloadType, statement));
  if (!signature) return signature.error();
  members[write::kManifestAttestationName] =
      write::dsse_envelope(formats::kInTotoPayloadType, statement, signer->public_key().keyid(), *signature);
  return Done{};
}

Result<Members> collect(Host& host, const TraceWithDocuments& documents, const verify::Roots& roots, const std::string& timestamp) {
  Members members;
  write::BundleManifest manifest;
  add_documents(documents, timestamp, members);
  for (const Component& component : documents.trace.components) {
    if (component.kind == ComponentKind::product) continue;
    auto license = license_of(host, component, roots, members);
    if (!license) return license.error();
    manifest.licenses.push_back(std::move(*license));
  }
  auto digest = own_digest(host);
  if (!digest) return digest.error();
  manifest.tool_version = kVersion;
  manifest.tool_sha256 = std::move(*digest);
  for (const auto& [name, content] : members) manifest.members[name] = {sha256_hex(as_bytes(content)), content.size()};
  const std::string text = write::bundle_manifest(documents.trace, manifest);
  members[write::kManifestName] = text;
  members[write::kManifestDigestName] = write::manifest_digest(text);
  return members;
}

void bundle(Context& context, const BundleOptions& options) {
  const auto documents = load_with_documents(context, options.trace);
  if (!documents) return;
  const auto roots = find_roots(context.host, options.roots, documents->path);
  if (!roots) return fail(context, kUsage, "", roots.error());
  const auto timestamp = source_date(context.host);
  if (!timestamp) return fail(context, kUsage, "SOURCE_DATE_EPOCH", timestamp.error());
  auto members = collect(context.host, *documents, *roots, *timestamp);
  if (!members) return fail(context, kIncomplete, "", members.error());
  if (options.sign.given())
    if (const auto done = sign_manifest(context.host, options.sign, *members); !done)
      return fail(context, done.error().code == "usage" ? kUsage : kIncomplete, "", done.error());
  const auto archive = write::tar(*members, {write::kManifestName, write::kManifestDigestName, write::kManifestAttestationName});
  if (!archive) return fail(context, kIncomplete, "", archive.error());
  const std::string path =
      options.output.empty() ? path::join(documents->directory, default_name(documents->trace.product)) : options.output;
  deliver(context, path, *archive);
  if (context.exit_code == kGood && path != "-") deliver(context, "", write::clean(path) + '\n');
}

}  // namespace

void add_bundle_command(CLI::App& app, Context& context) {
  auto options = std::make_shared<BundleOptions>();
  CLI::App* command = app.add_subcommand("bundle", "Put a release's documents into one archive that can be filed and verified");
  command->add_option("trace", options->trace, "A trace.json or a build directory; may be left out in one");
  command->add_option("-o,--output", options->output, "The archive; else PRODUCT-VERSION.souptrace.tar beside the trace");
  command->add_option("-r,--root", options->roots, "Where files of licences lie, NAME=DIRECTORY as for verify; a build directory knows")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  add_sign_options(*command, options->sign);
  command->footer(
      "A plain tar: manifest.json with every digest, trace.json, sbom/, attestations/, licenses/. The same documents give the same\n"
      "bytes. With a key the manifest is signed too.\n"
      "Example:\n  souptrace attest build --key release.pem && souptrace bundle build --key release.pem");
  command->callback([options, &context] { bundle(context, *options); });
}

}  // namespace souptrace::cli
