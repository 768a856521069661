// SPDX-License-Identifier: Apache-2.0
#include "facts/install_rules.hpp"

#include "base/path.hpp"

namespace souptrace::facts {
namespace {

using formats::Json;

/// One of an installer's "paths": a name, or a name with the one that it gets.
Result<InstallRule> rule_of(const Json& item, const std::string& base, const std::string& destination) {
  InstallRule out;
  std::string to;
  if (const auto name = item.string()) {
    out.from = *name;
    to = path::filename(*name);
  } else {
    const auto from = item.required_string("from");
    if (!from) return from.error();
    out.from = *from;
    to = item.string_or("to", "");
  }
  out.from = path::absolute(out.from, base);
  out.to = path::normalize(path::join(destination, to));
  return out;
}

}  // namespace

Result<std::vector<InstallRule>> install_rules_of(const Json& json, const std::string& source_directory,
                                                  const std::string& build_directory) {
  std::vector<InstallRule> out;
  for (const Json& installer : json.member("installers").items()) {
    const std::string type = installer.string_or("type", "");
    if (type != "target" && type != "file" && type != "directory") continue;
    // Of targets CMake writes paths relative to the build directory, of everything else to the source directory.
    const std::string& base = type == "target" ? build_directory : source_directory;
    for (const Json& item : installer.member("paths").items()) {
      auto rule = rule_of(item, base, installer.string_or("destination", ""));
      if (!rule) return rule.error();
      rule->directory = type == "directory";
      out.push_back(std::move(*rule));
    }
  }
  return out;
}

}  // namespace souptrace::facts
