// SPDX-License-Identifier: Apache-2.0
// Documents that this program or others wrote.
#include <array>

#include "formats/dsse.hpp"
#include "formats/in_toto.hpp"
#include "formats/json_read.hpp"
#include "formats/supplied_sbom.hpp"
#include "formats/tar.hpp"
#include "fuzz/targets.hpp"
#include "model/trace_index.hpp"
#include "review/release_diff.hpp"
#include "verify/bundle.hpp"
#include "verify/papers.hpp"
#include "write/cyclonedx.hpp"
#include "write/show.hpp"
#include "write/spdx2.hpp"
#include "write/spdx3.hpp"
#include "write/trace_json.hpp"

namespace souptrace::fuzz {
namespace {

using namespace souptrace::formats;

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

/// A trace is read back as it was written; what is made of it is whole; it differs in nothing from itself.
void trace(ByteView bytes) {
  const auto trace = write::read_trace_json(as_text(bytes));
  if (!trace) return;
  const std::string once = write::trace_json(*trace);
  const auto again = write::read_trace_json(once);
  require(again && write::trace_json(*again) == once);
  for (const TraceBinary& binary : trace->binaries) {
    require(Json::parse(write::cyclonedx(*trace, binary, {write::CycloneDxVersion::v1_7, ""})).ok());
    require(Json::parse(write::spdx3(*trace, binary, {})).ok());
  }
  const TraceIndex index(*trace);
  require(!differs(review::diff_releases(index, index)));
}

}  // namespace

std::span<const Target> document_targets() {
  static constexpr std::array kTargets{
      Target{"supplied_sbom", supplied_sbom},
      Target{"hash_list", hash_list},
      Target{"dsse", dsse},
      Target{"in_toto", in_toto},
      Target{"bundle", bundle},
      Target{"trace", trace},
  };
  return kTargets;
}

}  // namespace souptrace::fuzz
