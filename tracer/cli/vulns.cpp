// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "base/digest.hpp"
#include "base/path.hpp"
#include "base/version.hpp"
#include "cli/command.hpp"
#include "cli/register_files.hpp"
#include "cli/roots.hpp"
#include "cli/source_date.hpp"
#include "cli/trace_progress.hpp"
#include "cli/written_sbom.hpp"
#include "review/assessments.hpp"
#include "review/osv_dump.hpp"
#include "review/osv_service.hpp"
#include "review/vulnerabilities.hpp"
#include "write/cyclonedx_vex.hpp"
#include "write/openvex.hpp"
#include "write/vulnerabilities_json.hpp"
#include "write/vulnerabilities_text.hpp"

namespace souptrace::cli {
namespace {

struct VulnsOptions {
  std::string trace;
  std::string url = "https://api.osv.dev";
  std::string dump;
  std::string ca_file;
  std::string kev;
  std::string output;
  std::string openvex;
  std::string cyclonedx_vex;
  std::string author;
  std::string register_path;
  std::string fail_on;
  std::vector<std::string> roots;
  unsigned timeout = 600;
  bool json = false;
};

/// The first of these variables that is set; curl's order, which has the lower case first.
std::string variable(Host& host, std::initializer_list<const char*> names) {
  for (const char* name : names)
    if (const auto value = host.environment(name); value && !value->empty()) return *value;
  return "";
}

/// HTTP_PROXY is not heeded in upper case: a CGI program would take it from a request ("httpoxy", CVE-2016-5385).
review::HttpOptions http_options(Host& host, const VulnsOptions& options) {
  return {.ca_file = options.ca_file,
          .proxy = variable(host, {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}),
          .plain_proxy = variable(host, {"http_proxy", "all_proxy", "ALL_PROXY"}),
          .no_proxy = variable(host, {"no_proxy", "NO_PROXY"}),
          .user_agent = "souptrace/" + std::string(kVersion)};
}

/// The database that the user wants; it keeps what it needs alive.
struct Source {
  std::unique_ptr<review::HttpClient> client;
  std::unique_ptr<review::OsvSource> osv;
};

Source make_source(Host& host, const VulnsOptions& options, const std::string& now) {
  Source out;
  if (!options.dump.empty()) {
    out.osv = std::make_unique<review::OsvDump>(host, options.dump);
    return out;
  }
  out.client = review::make_http_client(http_options(host, options));
  review::OsvServiceOptions service;
  service.url = options.url;
  service.asked = now;
  service.total = std::chrono::seconds(options.timeout);
  service.request = std::min(service.request, service.total);
  out.osv = std::make_unique<review::OsvService>(*out.client, std::move(service));
  return out;
}

/// Reads the catalogue of exploited vulnerabilities; false when that failed, which the user then knows.
bool read_kev(Context& context, const VulnsOptions& options, review::VulnerabilityOptions& out) {
  if (options.kev.empty()) return true;
  const auto file = context.host.read(options.kev);
  const auto catalogue = file ? formats::parse_kev((*file)->text()) : Result<formats::KevCatalogue>(file.error());
  if (!catalogue) {
    fail(context, kIncomplete, file ? options.kev : "", catalogue.error(), "It is CISA's known_exploited_vulnerabilities.json.");
    return false;
  }
  out.exploited = *catalogue;
  out.exploited_sha256 = sha256_hex((*file)->bytes());
  return true;
}

std::string remedy_of(const Error& error, const VulnsOptions& options) {
  if (error.code.starts_with("zip-") || error.code.starts_with("osv-dump")) return "Get the dump anew: https://storage.googleapis.com/osv-vulnerabilities/<ECOSYSTEM>/all.zip";
  if (error.code == "http-tls") return "With a certificate authority of your own: --ca-file FILE.";
  if (error.code == "http-connect" && options.dump.empty()) return "Without network: --osv-dump. Behind a proxy: HTTPS_PROXY.";
  return "";
}

/// Proofs are looked for in the files that were linked, where they are still here.
review::FindFile finder(Host& host, verify::Roots roots) {
  return [&host, roots = std::move(roots)](const TraceFile& file) -> std::shared_ptr<FileBytes> {
    const std::string path = roots.path_of(file.path);
    auto bytes = path.empty() ? Result<std::shared_ptr<FileBytes>>(Error{"not-found", ""}) : host.read(path);
    return bytes ? std::move(*bytes) : nullptr;
  };
}

/// What the register says of the vulnerabilities of this trace. Nothing, with an error said, when it is no register.
std::optional<std::vector<Assessment>> assessments(Context& context, const VulnsOptions& options, const Trace& trace) {
  if (options.register_path.empty()) return std::vector<Assessment>();
  const auto files = load_register(context, options.register_path);
  if (!files) return std::nullopt;
  const TraceIndex index(trace);
  return review::assessments_of(review::reconcile(index, files->value));
}

/// The SBOMs beside the trace, by binary, for the VEX to refer to.
std::map<std::string, write::BomLink> written_boms(Host& host, const std::string& directory, const Trace& trace) {
  std::map<std::string, write::BomLink> out;
  for (const TraceBinary& binary : trace.binaries)
    for (const write::SbomFormat format : {write::SbomFormat::cyclonedx_1_7, write::SbomFormat::cyclonedx_1_6}) {
      const WrittenSbom written = out.contains(binary.name) ? WrittenSbom{} : written_sbom(host, directory, trace, binary, format);
      if (!written.name.empty()) out.emplace(binary.name, write::bom_link(trace, binary, written.text));
    }
  return out;
}

void write_documents(Context& context, const VulnsOptions& options, const TraceDocument& document, const VulnerabilityReport& report,
                     const std::vector<Assessment>& assessed) {
  const std::string json = write::vulnerabilities_json(report);
  if (!options.output.empty()) deliver(context, options.output, json);
  if (options.json) deliver(context, "", json);
  else if (options.output != "-") deliver(context, "", write::vulnerabilities_text(report, text_options(context.terminal)));
  write::VexOptions vex{options.author.empty() ? report.product.supplier : options.author, {}};
  if (!options.openvex.empty()) deliver(context, options.openvex, write::openvex(report, assessed, vex));
  if (options.cyclonedx_vex.empty()) return;
  vex.boms = written_boms(context.host, std::string(path::parent(document.path)), document.trace);
  deliver(context, options.cyclonedx_vex, write::cyclonedx_vex(report, assessed, vex));
}

void judge(Context& context, const VulnsOptions& options, const VulnerabilityReport& report) {
  if (context.exit_code != kGood) return;
  const bool incomplete = std::any_of(report.findings.begin(), report.findings.end(), [](const Finding& one) { return one.incomplete; });
  const bool exploited = std::any_of(report.vulnerabilities.begin(), report.vulnerabilities.end(), [](const auto& one) { return one.exploited.has_value(); });
  if (incomplete) context.exit_code = kIncomplete;
  else if ((options.fail_on == "found" && !report.vulnerabilities.empty()) || (options.fail_on == "exploited" && exploited)) context.exit_code = kGateFailed;
}

void vulns(Context& context, const VulnsOptions& options) {
  const auto document = load_trace_document(context, options.trace);
  if (!document) return;
  const Trace* trace = &document->trace;
  const auto now = evaluation_date(context.host);
  if (!now) return fail(context, kUsage, "SOURCE_DATE_EPOCH", now.error());
  const auto roots = find_roots(context.host, options.roots, document->path);
  if (!roots) return fail(context, kUsage, "", roots.error());
  const auto assessed = assessments(context, options, *trace);
  if (!assessed) return;
  TraceProgress progress(context.terminal);
  review::VulnerabilityOptions evaluation;
  evaluation.evaluated = *now;
  evaluation.trace_sha256 = document->sha256;
  evaluation.find_file = finder(context.host, *roots);
  evaluation.progress = [&](const std::string& stage, std::uint64_t done, std::uint64_t total) { progress.show(stage, done, total); };
  if (!read_kev(context, options, evaluation)) return;
  const Source source = make_source(context.host, options, *now);
  const auto report = review::evaluate_vulnerabilities(*trace, *source.osv, evaluation);
  progress.clear();
  if (!report) return fail(context, report.error().code == "http-url" ? kUsage : kIncomplete, "", report.error(), remedy_of(report.error(), options));
  write_documents(context, options, *document, *report, *assessed);
  judge(context, options, *report);
}

}  // namespace

void add_vulns_command(CLI::App& app, Context& context) {
  auto options = std::make_shared<VulnsOptions>();
  CLI::App* command = app.add_subcommand("vulns", "Ask OSV which known vulnerabilities are about what was linked");
  command->add_option("trace", options->trace, "A trace.json or a build directory; may be left out in one");
  CLI::Option* url = command->add_option("--osv", options->url, "The OSV service")->capture_default_str();
  command->add_option("--osv-dump", options->dump, "Without network: an all.zip of OSV's export, or a directory with such and with records")->excludes(url);
  command->add_option("--ca-file", options->ca_file, "Certificates to trust (PEM) instead of the system's")->check(CLI::ExistingFile);
  command->add_option("--timeout", options->timeout, "Seconds that asking the service may take")->capture_default_str()->check(CLI::Range(1u, 86'400u));
  command->add_option("--kev", options->kev, "CISA's catalogue of known exploited vulnerabilities (JSON), to mark those");
  command->add_option("--root", options->roots, "NAME=DIRECTORY or DIRECTORY: where the traced files lie, for proofs from archives, as for verify");
  command->add_flag("--json", options->json, "Print the report as JSON");
  command->add_option("-o,--output", options->output, "Write vulnerabilities.json into this file");
  command->add_option("--openvex", options->openvex, "Write an OpenVEX document into this file");
  command->add_option("--cyclonedx-vex", options->cyclonedx_vex, "Write a CycloneDX VEX document into this file, which refers to the SBOMs beside the trace");
  command->add_option("-r,--register", options->register_path, "The SOUP register, whose assessments go into the VEX documents");
  command->add_option("--author", options->author, "Who answers for the VEX documents; default: the product's supplier");
  command->add_option("--fail-on", options->fail_on, "End with 1 when something is \"found\", or only when it is known to be \"exploited\"")
      ->check(CLI::IsMember({"found", "exploited"}));
  command->footer(
      "HTTPS_PROXY and NO_PROXY are heeded. The exit code is 3 when the database could not be read whole: then what is not found says nothing.\n"
      "Examples:\n  souptrace vulns build --output vulnerabilities.json\n"
      "  souptrace vulns build --osv-dump Debian/all.zip --openvex pump.openvex.json");
  command->callback([options, &context] { vulns(context, *options); });
}

}  // namespace souptrace::cli
