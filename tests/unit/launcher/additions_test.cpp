// SPDX-License-Identifier: Apache-2.0
#include "launcher/additions.hpp"

#include <algorithm>

#include "support/catch.hpp"

using namespace souptrace::launcher;
using Words = std::vector<std::string>;

namespace {

Linker linker(const std::string& name, const std::string& lto_plugin = "") {
  Linker out;
  out.name = name;
  out.lto_plugin = lto_plugin;
  out.loads_plugins = name == "bfd" || name == "gold";
  return out;
}

const AdditionRequest kRequest{"/s/links/k.tmp-1", "/x/souptrace-linker-plugin.so", false};

/// The words that reach the linker, which must all be passed with -Xlinker.
Words words(const Additions& additions) {
  Words out;
  for (std::size_t i = 0; i + 1 < additions.arguments.size(); i += 2) {
    CHECK(additions.arguments[i] == "-Xlinker");
    out.push_back(additions.arguments[i + 1]);
  }
  CHECK(additions.arguments.size() % 2 == 0);
  return out;
}

bool has(const Words& all, const std::string& word) {
  return std::find(all.begin(), all.end(), word) != all.end();
}

bool reports(const Additions& additions, const std::string& kind) {
  return std::any_of(additions.reports.begin(), additions.reports.end(),
                     [&](const auto& report) { return report.kind == kind; });
}

}  // namespace

TEST_CASE("bfd is asked for files, a trace with members, and our plugin") {
  const Additions additions = additions_for(linker("bfd"), {}, kRequest);
  CHECK(words(additions) == Words{"--dependency-file=/s/links/k.tmp-1/dependencies.d", "--trace", "--trace",
                                  "-plugin", "/x/souptrace-linker-plugin.so",
                                  "-plugin-opt=/s/links/k.tmp-1/plugin.txt"});
  CHECK(additions.output_kind == "trace");
  CHECK_FALSE(additions.forward_all);
  CHECK(additions.incomplete.empty());
}

TEST_CASE("gold needs --trace only once") {
  const Words all = words(additions_for(linker("gold"), {}, kRequest));
  CHECK(std::count(all.begin(), all.end(), "--trace") == 1);
}

TEST_CASE("gcc's resolution file is asked for before our plugin becomes the last one") {
  for (const char* const name : {"bfd", "gold", "mold"}) {
    const Words all = words(additions_for(linker(name, "/lib/liblto_plugin.so"), {}, kRequest));
    const auto resolution =
        std::find(all.begin(), all.end(), "-plugin-opt=-fresolution=/s/links/k.tmp-1/resolution.txt");
    REQUIRE(resolution != all.end());
    CHECK(resolution < std::find(all.begin(), all.end(), "-plugin") + (has(all, "-plugin") ? 0 : 1));
  }
  CHECK_FALSE(reports(additions_for(linker("lld", "/lib/liblto_plugin.so"), {}, kRequest), "resolution"));
}

TEST_CASE("another plugin than gcc's gets no option of gcc's, but the map is taken") {
  for (const char* const name : {"bfd", "gold"}) {
    const Additions additions = additions_for(linker(name, "/lib/LLVMgold.so"), {}, kRequest);
    CHECK_FALSE(reports(additions, "resolution"));
    CHECK(reports(additions, "map"));
  }
  CHECK_FALSE(additions_for(linker("mold", "/lib/LLVMgold.so"), {}, kRequest).incomplete.empty());
  LinkArguments own;
  own.plugin = "/own/plugin.so";
  CHECK_FALSE(reports(additions_for(linker("bfd", "/lib/liblto_plugin.so"), own, kRequest), "resolution"));
}

TEST_CASE("lld prints nothing and is asked for the two reports that complement each other") {
  const Additions additions = additions_for(linker("lld"), {}, kRequest);
  CHECK(reports(additions, "why-extract"));
  CHECK(reports(additions, "archive-stats"));
  CHECK(additions.output_kind.empty());
  CHECK_FALSE(has(words(additions), "-plugin"));
}

TEST_CASE("mold is always asked for the map") {
  const Additions additions = additions_for(linker("mold"), {}, kRequest);
  CHECK(reports(additions, "map"));
  CHECK(additions.output_kind == "gc-sections");
  CHECK_FALSE(has(words(additions), "-plugin"));
}

TEST_CASE("a map of the others is asked for on demand") {
  AdditionRequest request = kRequest;
  request.map = true;
  for (const char* const name : {"bfd", "gold", "lld"}) {
    CHECK(reports(additions_for(linker(name), {}, request), "map"));
    CHECK_FALSE(reports(additions_for(linker(name), {}, kRequest), "map"));
  }
  request.directory = "/a%b";
  CHECK_FALSE(reports(additions_for(linker("bfd"), {}, request), "map"));
}

TEST_CASE("what the build asks for itself is copied, not overridden") {
  LinkArguments link;
  link.dependency_file = "own.d";
  link.map_file = "own.map";
  for (const char* const name : {"bfd", "gold", "lld", "mold"}) {
    AdditionRequest request = kRequest;
    request.map = true;
    const Additions additions = additions_for(linker(name), link, request);
    REQUIRE(additions.copies.size() == 2);
    CHECK(additions.copies[0].from == "own.d");
    CHECK(additions.copies[1].from == "own.map");
    for (const std::string& word : words(additions)) {
      CHECK_FALSE(word.starts_with("--dependency-file"));
      CHECK_FALSE(word.starts_with("-Map"));
    }
  }
}

TEST_CASE("a map that goes to standard output stays there and is the report") {
  LinkArguments link;
  link.prints_map = true;
  const Additions gnu = additions_for(linker("bfd"), link, kRequest);
  CHECK(gnu.output_kind == "map");
  CHECK(gnu.forward_all);
  CHECK_FALSE(has(words(gnu), "--trace"));
  const Additions mold = additions_for(linker("mold"), link, kRequest);
  CHECK(mold.map_on_output);
  CHECK_FALSE(reports(mold, "map"));
}

TEST_CASE("a map called - goes to standard output, but for mold, which makes a file of that name") {
  LinkArguments link;
  link.map_file = "-";
  CHECK(additions_for(linker("gold"), link, kRequest).output_kind == "map");
  CHECK(additions_for(linker("lld"), link, {"/s", "", true}).copies.empty());
  CHECK(additions_for(linker("mold"), link, kRequest).copies.size() == 1);
}

TEST_CASE("gold's --verbose is no order for a trace, bfd's is") {
  LinkArguments link;
  link.is_verbose = true;
  CHECK_FALSE(additions_for(linker("gold"), link, kRequest).forward_all);
  CHECK(additions_for(linker("bfd"), link, kRequest).forward_all);
}

TEST_CASE("lines that the build wants are forwarded") {
  LinkArguments link;
  link.traces = 1;
  link.prints_gc_sections = true;
  CHECK(additions_for(linker("gold"), link, kRequest).forward_all);
  CHECK(additions_for(linker("bfd"), link, kRequest).forward_files);
  CHECK_FALSE(additions_for(linker("bfd"), link, kRequest).forward_all);
  link.traces = 2;
  CHECK(additions_for(linker("bfd"), link, kRequest).forward_all);
  CHECK_FALSE(additions_for(linker("bfd"), link, kRequest).forward_files);
  CHECK(additions_for(linker("mold"), link, kRequest).forward_all);
}

TEST_CASE("a linker without a driver gets its options as they are") {
  LinkArguments link;
  link.direct = true;
  CHECK_FALSE(has(additions_for(linker("bfd"), link, kRequest).arguments, "-Xlinker"));
}

TEST_CASE("without a plugin, or with a linker that cannot load it, none is passed") {
  AdditionRequest request = kRequest;
  request.plugin.clear();
  CHECK_FALSE(has(words(additions_for(linker("bfd"), {}, request)), "-plugin"));
  Linker fixed = linker("bfd");
  fixed.loads_plugins = false;
  CHECK_FALSE(has(words(additions_for(fixed, {}, kRequest)), "-plugin"));
}
