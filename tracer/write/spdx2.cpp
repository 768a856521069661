// SPDX-License-Identifier: Apache-2.0
#include "write/spdx2.hpp"

#include "write/bom_values.hpp"
#include "write/spdx2_packages.hpp"
#include "write/spdx_time.hpp"

namespace souptrace::write {
namespace {

using Layout = JsonText::Layout;

void write_creation(JsonText& json, const Trace& trace, const std::string& timestamp) {
  json.key("creationInfo");
  json.begin_object();
  json.member("created", timestamp.empty() ? kWithheldTime : timestamp);
  if (timestamp.empty()) json.member("comment", kWithheldTimeComment);
  std::vector<std::string> creators{"Tool: souptrace" +
                                    (trace.tool_version.empty() ? "" : '-' + trace.tool_version)};
  if (!trace.product.supplier.empty()) creators.push_back(spdx2_actor(trace.product.supplier));
  json.member_list("creators", creators);
  json.end_object();
}

}  // namespace

std::string spdx2(const TraceIndex& index, const TraceBinary& binary, const std::string& timestamp) {
  const Trace& trace = index.trace();
  const std::vector<UsedComponent> used = used_components(index, binary);
  const BomPlan plan = plan_bom(index, binary, used);
  std::string out;
  JsonText json(out);
  json.begin_object();
  json.member("spdxVersion", "SPDX-2.3");
  json.member("SPDXID", "SPDXRef-DOCUMENT");
  json.member("dataLicense", "CC0-1.0");
  json.member("name", binary.name + (trace.product.version.empty() ? "" : ' ' + trace.product.version));
  const std::size_t namespace_at = out.size();
  write_creation(json, trace, timestamp);
  Spdx2Document document(index, binary, plan, json);
  document.write_packages();
  document.write_relationships();
  json.end_object();
  out += '\n';
  out.insert(namespace_at, ",\n \"documentNamespace\": \"urn:uuid:" + content_uuid(out) + '"');
  return out;
}

}  // namespace souptrace::write
