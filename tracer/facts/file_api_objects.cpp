// SPDX-License-Identifier: Apache-2.0
#include "facts/file_api_objects.hpp"

#include <algorithm>
#include <set>

#include "base/path.hpp"
#include "facts/shell_words.hpp"

namespace souptrace::facts {
namespace {

using formats::Json;

/// One compile group: what its sources have in common.
struct CompileGroup {
  std::string language;
  std::vector<std::string> preincluded;
  std::shared_ptr<const CompileFlags> flags;
};

/// The group's words, as they stand in the command, but the include directories as CMake knows them.
CompileFlags flags_of(const Json& group) {
  CompileFlags out{group.string_or("language", ""), {}};
  const std::string sysroot = group.member("sysroot").string_or("path", "");
  if (!sysroot.empty()) out.words.push_back("--sysroot=" + sysroot);
  for (const Json& fragment : group.member("compileCommandFragments").items())
    for (std::string& word : shell_words(fragment.string_or("fragment", "")))
      out.words.push_back(std::move(word));
  for (const Json& define : group.member("defines").items())
    out.words.push_back("-D" + define.string_or("define", ""));
  for (const char* list : {"includes", "frameworks"}) {
    const std::string option = std::string_view(list) == "includes" ? "-I" : "-F";
    for (const Json& directory : group.member(list).items()) {
      const std::string path = directory.string_or("path", "");
      if (directory.boolean_or("isSystem", false)) {
        out.words.emplace_back(option == "-I" ? "-isystem" : "-iframework");
        out.words.push_back(path);
      } else {
        out.words.push_back(option + path);
      }
    }
  }
  return out;
}

std::vector<CompileGroup> compile_groups(const Json& json, const std::string& build_directory) {
  std::vector<CompileGroup> out;
  for (const Json& item : json.member("compileGroups").items()) {
    CompileGroup& group = out.emplace_back();
    group.language = item.string_or("language", "");
    group.flags = std::make_shared<const CompileFlags>(flags_of(item));
    for (const Json& fragment : item.member("compileCommandFragments").items())
      for (const std::string& file : preincluded_files(fragment.string_or("fragment", "")))
        group.preincluded.push_back(path::absolute(file, build_directory));
  }
  return out;
}

/// The file names behind "path" of each element, the one called `first` in front.
Result<std::vector<std::string>> artifact_paths(const Json& json, const std::string& build_directory) {
  std::vector<std::string> out;
  for (const Json& item : json.member("artifacts").items()) {
    const auto file = item.required_string("path");
    if (!file) return file.error();
    out.push_back(path::absolute(*file, build_directory));
  }
  const std::string first = json.string_or("nameOnDisk", "");
  std::stable_partition(out.begin(), out.end(),
                        [&](const std::string& file) { return path::filename(file) == first; });
  return out;
}

void add_unique(std::vector<std::string>& list, std::string value) {
  if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(std::move(value));
}

Status read_sources(const Json& json, const std::string& source_directory,
                    const std::vector<CompileGroup>& groups, CodemodelTarget& out) {
  std::set<std::string> seen;
  for (const Json& item : json.member("sources").items()) {
    const auto file = item.required_string("path");
    if (!file) return file.error();
    Source source{path::absolute(*file, source_directory), "", item.boolean_or("isGenerated", false)};
    const std::int64_t group = item.integer_or("compileGroupIndex", -1);
    if (group >= static_cast<std::int64_t>(groups.size()))
      return Error{"json-mismatch", item.pointer() + "/compileGroupIndex names a group that does not exist"};
    if (group >= 0) {
      const CompileGroup& compiled = groups[static_cast<std::size_t>(group)];
      source.language = compiled.language;
      out.compiled.push_back({source.path, compiled.language, compiled.preincluded, compiled.flags});
    }
    // CMake's placeholder for a custom command is called after the first file that the command makes.
    if (source.generated && source.language.empty() && source.path.ends_with(".rule"))
      source.path.resize(source.path.size() - 5);
    if (!seen.insert(source.path).second) continue;
    out.target.sources.push_back(std::move(source));
  }
  return Done{};
}

}  // namespace

std::vector<std::string> preincluded_files(std::string_view flags) {
  std::vector<std::string> words = shell_words(flags);
  std::erase(words, "-Xclang");
  std::vector<std::string> out;
  for (std::size_t i = 0; i + 1 < words.size(); ++i)
    if (words[i] == "-include" || words[i] == "-include-pch") out.push_back(words[++i]);
  return out;
}

Result<CodemodelTarget> codemodel_target(const Json& json, const std::string& source_directory,
                                         const std::string& build_directory) {
  CodemodelTarget out;
  Target& target = out.target;
  auto name = json.required_string("name");
  if (!name) return name.error();
  auto id = json.required_string("id");
  if (!id) return id.error();
  auto type = json.required_string("type");
  if (!type) return type.error();
  auto artifacts = artifact_paths(json, build_directory);
  if (!artifacts) return artifacts.error();
  target.name = *name;
  target.id = *id;
  target.type = *type;
  target.artifacts = std::move(*artifacts);
  target.source_directory = path::absolute(json.member("paths").string_or("source", "."), source_directory);
  target.build_directory = path::absolute(json.member("paths").string_or("build", "."), build_directory);
  for (const Json& item : json.member("install").member("destinations").items())
    add_unique(target.install_destinations, item.string_or("path", ""));
  const auto groups = compile_groups(json, build_directory);
  if (const auto done = read_sources(json, source_directory, groups, out); !done) return done.error();
  return out;
}

Result<std::vector<Toolchain>> toolchains_of(const Json& json) {
  std::vector<Toolchain> out;
  auto list = json.required_array("toolchains");
  if (!list) return list.error();
  for (const Json& item : list->items()) {
    if (item.string_or("language", "") == "NONE") continue;  // of project(… LANGUAGES NONE): it compiles nothing
    const Json compiler = item.member("compiler");
    const Json implicit = compiler.member("implicit");
    auto includes = implicit.strings("includeDirectories");
    if (!includes) return includes.error();
    auto links = implicit.strings("linkDirectories");
    if (!links) return links.error();
    Toolchain& toolchain = out.emplace_back();
    toolchain.language = item.string_or("language", "");
    toolchain.compiler = compiler.string_or("path", "");
    toolchain.id = compiler.string_or("id", "");
    toolchain.version = compiler.string_or("version", "");
    toolchain.target = compiler.string_or("target", "");
    for (const std::string& directory : *includes)
      toolchain.include_directories.push_back(path::normalize(directory));
    for (const std::string& directory : *links)
      toolchain.link_directories.push_back(path::normalize(directory));
  }
  return out;
}

Result<std::map<std::string, std::string>> cache_of(const Json& json) {
  auto entries = json.required_array("entries");
  if (!entries) return entries.error();
  std::map<std::string, std::string> out;
  for (const Json& item : entries->items()) {
    auto name = item.required_string("name");
    if (!name) return name.error();
    out[*name] = item.string_or("value", "");
  }
  return out;
}

Result<std::vector<std::string>> configure_inputs_of(const Json& json, const std::string& source_directory) {
  auto inputs = json.required_array("inputs");
  if (!inputs) return inputs.error();
  std::set<std::string> out;
  for (const Json& item : inputs->items()) {
    const auto file = item.required_string("path");
    if (!file) return file.error();
    out.insert(path::absolute(*file, source_directory));
  }
  return std::vector<std::string>(out.begin(), out.end());
}

}  // namespace souptrace::facts
