// SPDX-License-Identifier: Apache-2.0
#include "identify/package_folders.hpp"

#include "base/bytes.hpp"
#include "base/digest.hpp"

namespace souptrace::identify {
namespace {

constexpr std::size_t kDigits = 12;  // enough to tell a few packages apart, as git's short commit ids are

/// How many directories have each of these names.
std::map<std::string, int> counted(const std::map<std::string, std::string>& names) {
  std::map<std::string, int> out;
  for (const auto& [directory, name] : names) ++out[name];
  return out;
}

}  // namespace

std::map<std::string, std::string> named_folders(const std::vector<PackageFolder>& folders) {
  std::map<std::string, std::string> out;
  for (const PackageFolder& folder : folders) out.try_emplace(folder.directory, folder.name);
  const auto plain = counted(out);
  for (const PackageFolder& folder : folders)
    if (std::string& name = out.at(folder.directory); name == folder.name && plain.at(name) > 1)
      name += '+' + sha256_hex(as_bytes(folder.component)).substr(0, kDigits);
  const auto told_apart = counted(out);
  std::erase_if(out, [&](const auto& one) { return told_apart.at(one.second) > 1; });
  return out;
}

}  // namespace souptrace::identify
