// SPDX-License-Identifier: Apache-2.0
#include "write/trace_json.hpp"

#include <utility>

#include "support/catch.hpp"
#include "unit/write/random_trace.hpp"
#include "unit/write/sample_trace.hpp"

using namespace souptrace;

namespace {

// How many members an aggregate has: the most values that can stand between its braces.
struct Anything {
  template <class T>
  operator T() const;  // only named, never called
};
template <class T, std::size_t... I>
constexpr bool takes(std::index_sequence<I...>) {
  return requires {
    T{(static_cast<void>(I), Anything{})...};
  };
}
template <class T, std::size_t N = 0>
constexpr std::size_t members() {
  if constexpr (takes<T>(std::make_index_sequence<N + 1>{}))
    return members<T, N + 1>();
  else
    return N;
}

struct Counter {
  std::size_t count = 0;
  template <class T>
  void required(std::string_view, const T&) {
    ++count;
  }
  template <class T>
  void optional(std::string_view, const T&) {
    ++count;
  }
};
template <class T>
std::size_t listed() {
  Counter counter;
  const T value{};
  write::fields(counter, value);
  return counter.count;
}

}  // namespace

TEST_CASE("the format lists every member of every type of the trace") {
  CHECK(listed<Product>() == members<Product>());
  CHECK(listed<Toolchain>() == members<Toolchain>());
  CHECK(listed<BinaryFormat>() == members<BinaryFormat>());
  CHECK(listed<LinkerIdentity>() == members<LinkerIdentity>());
  CHECK(listed<TraceInput>() == members<TraceInput>());
  CHECK(listed<TraceRuntimeLibrary>() == members<TraceRuntimeLibrary>());
  CHECK(listed<WitnessCount>() == members<WitnessCount>());
  CHECK(listed<Completeness>() == members<Completeness>());
  CHECK(listed<PostLinkStep>() == members<PostLinkStep>());
  CHECK(listed<ShippedFile>() == members<ShippedFile>());
  CHECK(listed<TraceBinary>() == members<TraceBinary>());
  CHECK(listed<Evidence>() == members<Evidence>());
  CHECK(listed<Claim>() == members<Claim>());
  CHECK(listed<Ownership>() == members<Ownership>());
  CHECK(listed<TraceFile>() == members<TraceFile>());
  CHECK(listed<Compilation>() == members<Compilation>());
  CHECK(listed<License>() == members<License>());
  CHECK(listed<Component>() == members<Component>());
  CHECK(listed<Finding>() == members<Finding>());
  CHECK(listed<Trace>() == members<Trace>());
}

TEST_CASE("what is written is read back as it was") {
  const std::string text = write::trace_json(sample::trace());
  const auto back = write::read_trace_json(text);
  REQUIRE(back.ok());
  CHECK(write::trace_json(*back) == text);
  CHECK(back->binaries.at(0).inputs.at(5).bytes == 96);
  CHECK(back->binaries.at(0).inputs.at(4).bytes == std::nullopt);
  CHECK(back->files.back().path == TracePath{Root::outside, "../blobs/valve \"driver\".o"});
  CHECK(back->files.at(4).owner.losing.size() == 1);
  CHECK(back->findings.at(0).incomplete);
  CHECK(back->product.safety_class == "C");
}

TEST_CASE("an empty trace is read back") {
  const std::string text = write::trace_json(Trace{});
  const auto back = write::read_trace_json(text);
  REQUIRE(back.ok());
  CHECK(write::trace_json(*back) == text);
}

TEST_CASE("random traces are read back as they were") {
  std::size_t bytes = 0;
  for (unsigned seed = 1; seed <= 300; ++seed) {
    const std::string text = write::trace_json(sample::random_trace(seed));
    const auto back = write::read_trace_json(text);
    INFO("seed " << seed << ": " << (back ? "" : back.error().describe()));
    REQUIRE(back.ok());
    REQUIRE(write::trace_json(*back) == text);
    bytes += text.size();
  }
  CHECK(bytes > 500'000);  // the generator really makes something
}

TEST_CASE("names that are not UTF-8 are written as %XX and stay distinguishable from a byte that is") {
  Trace trace = sample::trace();
  trace.files.at(0).path.path = "src/f\xFCr.cpp";
  const std::string text = write::trace_json(trace);
  CHECK(text.find("\"source:src/f%fcr.cpp\"") != std::string::npos);
  const auto back = write::read_trace_json(text);
  REQUIRE(back.ok());
  CHECK(back->files.at(0).path.path == "src/f%fcr.cpp");
}

TEST_CASE("each element of a list stands in a line of its own") {
  const std::string text = write::trace_json(sample::trace());
  std::size_t lines_with_file = 0;
  for (std::size_t at = 0; (at = text.find("\n  {\"id\": \"f", at)) != std::string::npos; ++at)
    ++lines_with_file;
  CHECK(lines_with_file == sample::trace().files.size());
}
