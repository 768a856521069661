// SPDX-License-Identifier: Apache-2.0
#include "facts/project_file.hpp"

#include "base/path.hpp"
#include "facts/json_file.hpp"

namespace souptrace::facts {
namespace {

constexpr std::int64_t kFormat = 1;

const JsonFileErrors& errors() {
  static const JsonFileErrors kErrors{"build-directory-not-traced", "project-file-malformed",
                                      "Configure the product again with include(SoupTrace) in its "
                                      "CMakeLists.txt, and name its build directory here"};
  return kErrors;
}

Result<DeclaredComponent> component(const formats::Json& json) {
  auto name = json.required_string("name");
  if (!name) return name.error();
  auto paths = json.strings("paths");
  if (!paths) return paths.error();
  auto sboms = json.strings("sboms");
  if (!sboms) return sboms.error();
  auto hash_lists = json.strings("hashLists");
  if (!hash_lists) return hash_lists.error();
  DeclaredComponent out;
  out.name = *name;
  out.version = json.string_or("version", "");
  out.supplier = json.string_or("supplier", "");
  out.license = json.string_or("license", "");
  out.purl = json.string_or("purl", "");
  out.cpe = json.string_or("cpe", "");
  out.url = json.string_or("url", "");
  out.declared_at = json.string_or("declaredAt", "");
  for (const std::string& path : *paths) out.paths.push_back(path::normalize(path));
  for (const std::string& path : *sboms) out.sboms.push_back(path::normalize(path));
  for (const std::string& path : *hash_lists) out.hash_lists.push_back(path::normalize(path));
  return out;
}

Result<DeclaredPostLink> post_link(const formats::Json& json) {
  auto target = json.required_string("target");
  if (!target) return target.error();
  auto output = json.required_string("output");
  if (!output) return output.error();
  const std::string from = json.string_or("from", "");
  return DeclaredPostLink{*target,
                          path::normalize(*output),
                          from.empty() ? "" : path::normalize(from),
                          json.string_or("action", ""),
                          json.string_or("tool", ""),
                          json.string_or("declaredAt", "")};
}

Product product(const formats::Json& json) {
  return {json.string_or("name", ""), json.string_or("version", ""), json.string_or("supplier", ""),
          json.string_or("safetyClass", "")};
}

Result<ProjectFile> interpret(const formats::Json& root) {
  const auto format = root.required_integer("format");
  if (!format) return format.error();
  if (*format != kFormat)
    return Error{"project-file-malformed",
                 "format " + std::to_string(*format) + " where " + std::to_string(kFormat) +
                     " is expected: another version of SoupTrace's module wrote it"};
  auto source = root.required_string("sourceDirectory");
  if (!source) return source.error();
  auto build = root.required_string("buildDirectory");
  if (!build) return build.error();
  auto targets = root.strings("targets");
  if (!targets) return targets.error();
  ProjectFile out;
  out.source_directory = path::normalize(*source);
  out.build_directory = path::normalize(*build);
  out.generator = root.string_or("generator", "");
  out.cmake_version = root.string_or("cmakeVersion", "");
  out.sysroot = root.string_or("sysroot", "");
  out.fetch_content_base = root.string_or("fetchContentBase", "");
  out.output_directory = path::normalize(root.string_or("outputDirectory", path::join(out.build_directory, "souptrace")));
  out.product = product(root.member("product"));
  out.targets = *targets;
  for (const formats::Json& item : root.member("components").items()) {
    auto declared = component(item);
    if (!declared) return declared.error();
    out.components.push_back(std::move(*declared));
  }
  for (const formats::Json& item : root.member("postLink").items()) {
    auto step = post_link(item);
    if (!step) return step.error();
    out.post_link.push_back(std::move(*step));
  }
  return out;
}

}  // namespace

std::string state_directory(const std::string& build_directory) {
  return path::join(build_directory, "CMakeFiles/souptrace-state");
}

bool has_configurations(std::string_view generator) {
  return generator == "Ninja Multi-Config";
}

std::string output_directory(const ProjectFile& project, const std::string& build_directory,
                             const std::string& configuration) {
  std::string out = project.output_directory;
  if (path::is_below(out, project.build_directory))
    out = path::normalize(path::join(build_directory, path::below(out, project.build_directory)));
  return has_configurations(project.generator) && !configuration.empty() ? path::join(out, configuration) : out;
}

Result<ProjectFile> read_project_file(Host& host, const std::string& state_directory) {
  const std::string file = path::join(state_directory, "project.json");
  const auto root = read_json(host, file, errors());
  if (!root) return root.error();
  auto project = interpret(*root);
  if (!project) return unexpected(file, project.error(), errors());
  return project;
}

}  // namespace souptrace::facts
