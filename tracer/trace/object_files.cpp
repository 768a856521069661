// SPDX-License-Identifier: Apache-2.0
#include "trace/object_files.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/path.hpp"

namespace souptrace::trace {

bool is_translation_unit(std::string_view path) {
  constexpr std::array<std::string_view, 17> kExtensions{".c",   ".cc",  ".cpp", ".cxx",  ".c++", ".C",   ".cp",  ".cppm", ".ixx",
                                                         ".m",   ".mm",  ".s",   ".S",    ".asm", ".f90", ".f",   ".cu"};
  return std::find(kExtensions.begin(), kExtensions.end(), path::extension(path)) != kExtensions.end();
}

ObjectFiles::ObjectFiles(const std::set<const CompiledObject*>& objects, const FileTable& files) : is_unit_(files.size() + 1) {
  TextMemo<std::uint32_t> numbers([&](const std::string& path) {
    const std::uint32_t number = files.number(path);
    is_unit_[number] = is_translation_unit(path);
    return number;
  });
  for (const CompiledObject* object : objects) {
    Of& of = of_[object];
    of.source = files.number(object->source);
    of.headers.reserve(object->headers.size());
    for (std::size_t i = 0; i < object->headers.size(); ++i)
      if (const std::uint32_t number = numbers.of(object->headers, i); number != 0) of.headers.push_back(number);
    std::sort(of.headers.begin(), of.headers.end());
    of.headers.erase(std::unique(of.headers.begin(), of.headers.end()), of.headers.end());
  }
}

}  // namespace souptrace::trace
