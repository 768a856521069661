// SPDX-License-Identifier: Apache-2.0
#include "formats/kev.hpp"

#include "formats/json_read.hpp"

namespace souptrace::formats {

Result<KevCatalogue> parse_kev(std::string_view text) {
  const auto json = Json::parse(text);
  if (!json) return json.error();
  const auto list = json->required_array("vulnerabilities");
  if (!list) return list.error();
  const auto version = json->required_string("catalogVersion");
  if (!version) return version.error();
  KevCatalogue out;
  out.version = *version;
  out.released = json->string_or("dateReleased", "");
  const auto items = list->items();
  const std::int64_t count = json->integer_or("count", static_cast<std::int64_t>(items.size()));
  if (count != static_cast<std::int64_t>(items.size()))
    return Error{"json-mismatch", "/count is " + std::to_string(count) + ", but there are " + std::to_string(items.size()) + " entries"};
  for (const Json& item : items) {
    const auto id = item.required_string("cveID");
    if (!id) return id.error();
    out.entries[*id] = {item.string_or("dateAdded", ""), item.string_or("dueDate", ""), item.string_or("requiredAction", ""),
                        item.string_or("knownRansomwareCampaignUse", "") == "Known"};
  }
  return out;
}

}  // namespace souptrace::formats
