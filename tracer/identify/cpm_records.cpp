// SPDX-License-Identifier: Apache-2.0
#include "identify/cpm_records.hpp"

#include <set>
#include <utility>

#include "base/path.hpp"
#include "base/text.hpp"

namespace souptrace::identify {
namespace {

std::string cache_entry(const BuildFacts& facts, const std::string& key) {
  const auto at = facts.cache.find(key);
  return at == facts.cache.end() ? "" : at->second;
}

std::string real_directory(Host& host, const std::string& path) {
  const auto real = host.real_path(path);
  return real ? *real : path::normalize(path);
}

}  // namespace

void add_cpm_records(Host& host, const BuildFacts& facts, std::vector<FetchRecord>& records) {
  std::set<std::string> known;
  for (const FetchRecord& record : records) known.insert(record.source_directory);
  const std::string packages = cache_entry(facts, "CPM_PACKAGES");
  for (const std::string_view package : split(packages, ';')) {
    const std::string name(package);
    const std::string key = "CPM_PACKAGE_" + name + "_SOURCE_DIR";
    const std::string source = cache_entry(facts, key);
    if (name.empty() || !path::is_absolute(source)) continue;
    FetchRecord record;
    record.name = name;
    record.cpm = true;
    record.place = key;
    record.source_directory = real_directory(host, source);
    if (!known.insert(record.source_directory).second) continue;
    if (const std::string local = cache_entry(facts, "CPM_" + name + "_SOURCE"); !local.empty()) {
      record.overridden = true;
      record.place = "CPM_" + name + "_SOURCE";
    }
    const std::string binary = cache_entry(facts, "CPM_PACKAGE_" + name + "_BINARY_DIR");
    if (path::is_absolute(binary)) record.own_directories.push_back(real_directory(host, binary));
    records.push_back(std::move(record));
  }
}

}  // namespace souptrace::identify
