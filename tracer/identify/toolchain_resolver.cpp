// SPDX-License-Identifier: Apache-2.0
#include "identify/toolchain_resolver.hpp"

#include <algorithm>
#include <array>

#include "base/path.hpp"
#include "identify/runtime_table.hpp"

namespace souptrace::identify {
namespace {

/// Where the compiler is installed, e.g. "/opt/gcc-arm" for "/opt/gcc-arm/bin/arm-none-eabi-gcc".
std::string installation(Host& host, const std::string& compiler) {
  const auto real = host.real_path(compiler);
  return std::string(path::parent(path::parent(real ? *real : compiler)));
}

/// Whether the whole system shares that prefix.
bool is_shared(std::string_view prefix) {
  constexpr std::array<std::string_view, 5> kShared{"/", "/usr", "/usr/local", "/opt", "."};
  return std::find(kShared.begin(), kShared.end(), prefix) != kShared.end();
}

/// Whether it is, or is below, the administrator's own directory, of the host or of a sysroot.
bool is_local(const std::string& directory) {
  return (directory + '/').find("/usr/local/") != std::string::npos;
}

/// Why a file in one implicit directory is the toolchain's; "" when nothing says so.
std::string reason(const std::string& file, const std::string& directory, bool links,
                   const std::string& prefix) {
  if (is_compiler_directory(directory)) return "toolchain: in a directory of the compiler's own";
  if (!is_shared(prefix) && path::is_below(directory, prefix))
    return "toolchain: in the compiler's own installation";
  if (is_local(directory) && !is_local(prefix)) return "";  // installed by hand, whatever it is called
  const std::string_view name = path::below(file, directory);
  if (links && is_runtime_library_name(name))
    return "toolchain: a run-time library by name, in an implicit link directory";
  if (!links && is_runtime_header_name(name))
    return "toolchain: a run-time header by name, in an implicit include directory";
  return "";
}

Component component_of(const Toolchain& toolchain) {
  Component out;
  out.id = "runtime:" + toolchain.id + '@' + toolchain.version;
  out.kind = ComponentKind::runtime;
  out.name = toolchain.id + " run time";
  out.version = toolchain.version;
  out.license = {"NOASSERTION", "", ""};
  out.origin = "toolchain";
  if (!toolchain.target.empty()) out.properties["target"] = toolchain.target;
  out.evidence.push_back({"cmake", "toolchains", toolchain.id + ' ' + toolchain.version});
  return out;
}

class ToolchainResolver final : public Resolver {
 public:
  Outcome<Knowledge> resolve(const Question& question) override {
    Outcome<Knowledge> out;
    for (const Toolchain& toolchain : question.facts.toolchains) {
      if (toolchain.id.empty() || toolchain.version.empty()) continue;
      const std::string prefix = installation(question.host, toolchain.compiler);
      const std::size_t before = out.value.claims.size();
      for (const std::string& directory : toolchain.include_directories)
        claim(question, toolchain, {directory, false, prefix}, out);
      for (const std::string& directory : toolchain.link_directories)
        claim(question, toolchain, {directory, true, prefix}, out);
      if (out.value.claims.size() > before)
        out.value.components.emplace(component_of(toolchain).id, component_of(toolchain));
    }
    return out;
  }

 private:
  struct Place {
    const std::string& directory;
    bool links;
    const std::string& prefix;
  };

  static void claim(const Question& question, const Toolchain& toolchain, const Place& place,
                    Outcome<Knowledge>& out) {
    for (const std::size_t index : files_below(question.files, place.directory)) {
      if (question.listed[index]) continue;
      const std::string why = reason(question.files[index].path, place.directory, place.links, place.prefix);
      if (why.empty()) continue;
      FileClaim one{index,
                    Reach::directory,
                    place.directory,
                    {component_of(toolchain).id, Tier::resolver_metadata, why, {}}};
      one.claim.evidence.push_back(
          {"cmake", "toolchains",
           std::string(place.links ? "implicit link directory " : "implicit include directory ") +
               evidence_place(question.facts, place.directory) + " of " + toolchain.id + ' ' +
               toolchain.version});
      out.value.claims.push_back(std::move(one));
    }
  }
};

}  // namespace

std::unique_ptr<Resolver> toolchain_resolver() {
  return std::make_unique<ToolchainResolver>();
}

}  // namespace souptrace::identify
