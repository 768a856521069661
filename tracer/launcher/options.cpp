// SPDX-License-Identifier: Apache-2.0
#include "launcher/options.hpp"

#include <string_view>

#include "base/path.hpp"

namespace souptrace::launcher {

Result<Options> parse_options(const std::vector<std::string>& arguments) {
  constexpr std::string_view kState = "--state=";
  constexpr std::string_view kPlugin = "--plugin=";
  Options options;
  std::size_t i = 0;
  for (; i < arguments.size() && arguments[i] != "--"; ++i) {
    const std::string& argument = arguments[i];
    if (argument.starts_with(kState))
      options.state = argument.substr(kState.size());
    else if (argument.starts_with(kPlugin))
      options.plugin = argument.substr(kPlugin.size());
    else if (argument == "--map")
      options.map = true;
    else
      return Error{"usage", "unknown option \"" + argument + "\""};
  }
  if (!path::is_absolute(options.state))
    return Error{"usage", "--state needs the absolute path of a directory"};
  if (i + 1 >= arguments.size()) return Error{"usage", "there is no command behind \"--\""};
  options.command.assign(arguments.begin() + static_cast<std::ptrdiff_t>(i) + 1, arguments.end());
  return options;
}

}  // namespace souptrace::launcher
