// SPDX-License-Identifier: Apache-2.0
#include "write/tar.hpp"

#include <algorithm>

#include "base/tar_header.hpp"

namespace souptrace::write {

Result<std::string> tar(const std::map<std::string, std::string>& files, const std::vector<std::string>& first) {
  std::string out;
  std::size_t size = 2 * kTarBlock;
  for (const auto& [name, content] : files) size += content.size() + 2 * kTarBlock;
  out.reserve(size);
  std::optional<Error> error;
  const auto add = [&](const std::string& name, const std::string& content) {
    const auto header = tar_header(name, content.size());
    if (!header || !is_safe_member_name(name)) {
      error = Error{"name-too-long", "\"" + name + "\" cannot stand in an archive: its name or its content is too long"};
      return;
    }
    out += *header;
    out += content;
    out.append((kTarBlock - content.size() % kTarBlock) % kTarBlock, '\0');
  };
  for (const std::string& name : first)
    if (const auto at = files.find(name); at != files.end()) add(name, at->second);
  for (const auto& [name, content] : files)
    if (std::find(first.begin(), first.end(), name) == first.end()) add(name, content);
  if (error) return *error;
  out.append(2 * kTarBlock, '\0');
  return out;
}

}  // namespace souptrace::write
