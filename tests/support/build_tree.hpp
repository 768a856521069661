// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "host/memory_host.hpp"

// A build tree in memory: /src and /build, with a File API reply as CMake 3.25 writes it, cut to what is
// read.
namespace souptrace::test {

inline const std::string kReply = "/build/.cmake/api/v1/reply/";

/// One output and its inputs, as .ninja_deps stores them (ninja's deps_log.h, version 4).
inline std::string ninja_deps(const std::vector<std::pair<std::string, std::vector<std::string>>>& outputs) {
  std::string out = "# ninjadeps\n";
  const auto u32 = [&](std::uint32_t value) {
    for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>(value >> shift & 0xFF);
  };
  std::map<std::string, std::uint32_t> ids;
  const auto id_of = [&](const std::string& path) {
    if (const auto known = ids.find(path); known != ids.end()) return known->second;
    const auto id = static_cast<std::uint32_t>(ids.size());
    ids[path] = id;
    const std::size_t padded = (path.size() + 3) / 4 * 4;
    u32(static_cast<std::uint32_t>(padded + 4));
    out += path + std::string(padded - path.size(), '\0');
    u32(~id);
    return id;
  };
  u32(4);
  for (const auto& [output, inputs] : outputs) {
    const std::uint32_t output_id = id_of(output);
    std::vector<std::uint32_t> input_ids;
    for (const std::string& input : inputs) input_ids.push_back(id_of(input));
    u32(static_cast<std::uint32_t>(12 + 4 * input_ids.size()) | 0x80000000U);
    u32(output_id);
    u32(1);
    u32(0);
    for (const std::uint32_t id : input_ids) u32(id);
  }
  return out;
}

/// The names of the configurations and of the targets of each, one reply file for each target.
struct Reply {
  std::string generator = "Ninja";
  bool multi_config = false;
  std::vector<std::string> configurations = {""};
  std::map<std::string, std::string> targets;  ///< name → JSON of its target file
  std::string source = "/src";
  std::string build = "/build";
  std::string index = "index-2026-01-01T00-00-00-0000.json";
};

inline void add_reply(MemoryHost& host, const Reply& reply) {
  std::string configurations;
  for (const std::string& name : reply.configurations) {
    std::string targets;
    for (const auto& [target, json] : reply.targets) {
      const std::string file = "target-" + target + "-" + name + ".json";
      targets += std::string(targets.empty() ? "" : ",") + R"({"name":")" + target + R"(","jsonFile":")" +
                 file + "\"}";
      host.add_file(kReply + file, json);
    }
    configurations += std::string(configurations.empty() ? "" : ",") + R"({"name":")" + name +
                      R"(","targets":[)" + targets + "]}";
  }
  host.add_file(kReply + "codemodel.json", R"({"kind":"codemodel","paths":{"source":")" + reply.source +
                                               R"(","build":")" + reply.build + R"("},"configurations":[)" +
                                               configurations + "]}");
  host.add_file(
      kReply + "toolchains.json",
      R"({"toolchains":[{"language":"CXX","compiler":{"id":"GNU","version":"12.2.0","path":"/usr/bin/c++",
                    "implicit":{"includeDirectories":["/usr/include"],"linkDirectories":["/usr/lib/../lib"]}}}]})");
  host.add_file(kReply + "cache.json", R"({"entries":[{"name":"CMAKE_PROJECT_NAME","value":"demo"}]})");
  host.add_file(kReply + reply.index, R"({"cmake":{"generator":{"name":")" + reply.generator +
                                          R"(","multiConfig":)" + (reply.multi_config ? "true" : "false") +
                                          R"(},"version":{"string":"3.25.1"}},"objects":[
    {"kind":"codemodel","version":{"major":2,"minor":4},"jsonFile":"codemodel.json"},
    {"kind":"toolchains","version":{"major":1,"minor":0},"jsonFile":"toolchains.json"},
    {"kind":"cache","version":{"major":2,"minor":0},"jsonFile":"cache.json"}]})");
}

inline void add_project(MemoryHost& host, const std::string& more = R"("targets":["app"],"components":[])") {
  host.add_file(
      "/build/CMakeFiles/souptrace-state/project.json",
      R"({"format":1,"sourceDirectory":"/src","buildDirectory":"/build","product":{"name":"Pump","version":"1.0"},)" +
          more + "}");
}

/// An executable "app" of one C++ source, main.cpp.
inline const char* kApp =
    R"({"name":"app","id":"app::@1","type":"EXECUTABLE","nameOnDisk":"app","artifacts":[{"path":"app"}],
  "paths":{"source":".","build":"."},"compileGroups":[{"language":"CXX"}],"sources":[{"path":"main.cpp","compileGroupIndex":0}]})";

/// The whole of a build of `app` with Ninja, with /usr/include/stdio.h and /src/lib.h as headers.
inline MemoryHost& add_app(MemoryHost& host) {
  Reply reply;
  reply.targets["app"] = kApp;
  add_reply(host, reply);
  add_project(host);
  for (const char* file : {"/src/main.cpp", "/src/lib.h", "/usr/include/stdio.h", "/build/app",
                           "/build/CMakeFiles/app.dir/main.cpp.o"})
    host.add_file(file, file);
  host.add_file("/build/.ninja_deps",
                ninja_deps({{"CMakeFiles/app.dir/main.cpp.o",
                             {"/src/main.cpp", "/usr/include/stdio.h", "/src/lib.h"}}}));
  return host;
}

}  // namespace souptrace::test
