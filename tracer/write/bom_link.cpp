// SPDX-License-Identifier: Apache-2.0
#include "write/bom_link.hpp"

#include "base/digest.hpp"
#include "write/bom_plan.hpp"

namespace souptrace::write {
namespace {

/// The UUID of our own writer's `"serialNumber": "urn:uuid:…"`, which stands among the first members.
std::string_view serial_of(std::string_view sbom) {
  constexpr std::string_view kMember = "\"serialNumber\": \"urn:uuid:";
  constexpr std::size_t kUuid = 36;
  const auto at = sbom.find(kMember);
  if (at == std::string_view::npos || at > sbom.find('{', 1)) return {};
  const std::string_view out = sbom.substr(at + kMember.size(), kUuid);
  return out.size() == kUuid && out.find_first_not_of("0123456789abcdef-") == std::string_view::npos ? out : std::string_view{};
}

}  // namespace

BomLink bom_link(const Trace& trace, const TraceBinary& binary, std::string_view sbom) {
  BomLink out;
  const std::string_view serial = serial_of(sbom);
  if (serial.empty()) return out;
  out.bom = "urn:cdx:" + std::string(serial) + "/1";
  out.sha256 = sha256_hex(as_bytes(sbom));
  const TraceIndex index(trace);
  const std::vector<UsedComponent> used = used_components(index, binary);
  const BomPlan plan = plan_bom(index, binary, used);
  for (const Part& part : plan.parts)
    if (part.what == Part::What::package && part.component != nullptr) out.refs[part.component->id] = part.ref;
  return out;
}

}  // namespace souptrace::write
