// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <random>
#include <string>

#include "base/path.hpp"
#include "model/trace.hpp"
#include "write/trace_fields.hpp"

namespace souptrace::sample {

/// Fills whatever trace_fields.hpp lists with values from a generator: awkward texts (quotes, control
/// characters, any Unicode), numbers up to the largest, empty and filled lists. The same seed gives the same
/// values on every machine.
class RandomFiller {
 public:
  explicit RandomFiller(unsigned seed) : engine_(seed) {}

  template <class T>
  void required(std::string_view, T& out) {
    fill(out);
  }
  template <class T>
  void optional(std::string_view, T& out) {
    if (below(3) != 0) fill(out);
  }
  std::uint64_t below(std::uint64_t end) { return engine_() % end; }

  template <class T>
  void fill_all(T& out) {
    write::fields(*this, out);
  }

 private:
  void fill(std::string& out) {
    static const std::string kPieces[] = {"a",
                                          "Z",
                                          "/",
                                          "..",
                                          " ",
                                          "\"",
                                          "\\",
                                          "\n",
                                          "\t",
                                          std::string(1, '\0'),
                                          "\x1b[31m",
                                          "\x7f",
                                          "%ff",
                                          "{",
                                          "]",
                                          ":",
                                          ",",
                                          "ü",
                                          "漢",
                                          "\U0001F600",
                                          "\u202e",
                                          "\u2028",
                                          "libz.a(inflate.o)"};
    out.clear();
    for (auto n = below(6); n > 0; --n) out += kPieces[below(std::size(kPieces))];
  }
  void fill(std::uint64_t& out) {
    constexpr std::uint64_t kEdges[] = {0,
                                        1,
                                        0x7FFFFFFF,
                                        0x80000000,
                                        0x1FFFFFFFFFFFFF,
                                        0x20000000000001,
                                        0x7FFFFFFFFFFFFFFF,
                                        0x8000000000000000,
                                        UINT64_MAX};
    out = below(2) == 0 ? kEdges[below(std::size(kEdges))] : (std::uint64_t{engine_()} << 32 | engine_());
  }
  void fill(bool& out) { out = below(2) == 0; }
  void fill(std::optional<std::uint64_t>& out) { fill(out.emplace()); }
  void fill(TracePath& out) {
    out.root = static_cast<Root>(below(6));
    fill(out.path);
  }
  void fill(std::map<std::string, std::string>& out) {
    out.clear();
    for (auto n = below(3); n > 0; --n) {
      std::string name;
      fill(name);
      fill(out[name]);
    }
  }
  void fill(Role& out) { out = static_cast<Role>(below(9)); }
  void fill(Use& out) { out = static_cast<Use>(below(5)); }
  void fill(Tier& out) { out = static_cast<Tier>(below(7)); }
  void fill(ComponentKind& out) { out = static_cast<ComponentKind>(below(3)); }
  void fill(Severity& out) { out = static_cast<Severity>(below(3)); }
  void fill(TextList& out) {
    std::vector<std::string> texts;
    fill(texts);
    out = texts;
  }
  template <class T>
  void fill(std::vector<T>& out) {
    out.clear();
    for (auto n = below(4); n > 0; --n) fill(out.emplace_back());
  }
  template <class T>
  requires requires(RandomFiller& visit, T& out) { write::fields(visit, out); }
  void fill(T& out) { write::fields(*this, out); }

  std::mt19937 engine_;
};

/// A trace whose ids refer to each other as they must, and whose other values are random.
inline Trace random_trace(unsigned seed) {
  RandomFiller random(seed);
  Trace trace;
  random.fill_all(trace);
  if (trace.files.empty()) trace.files.emplace_back();
  if (trace.components.empty()) trace.components.emplace_back();
  for (std::size_t i = 0; i < trace.files.size(); ++i) trace.files[i].id = "f" + std::to_string(i + 1);
  for (std::size_t i = 0; i < trace.components.size(); ++i) trace.components[i].id += "#" + std::to_string(i);
  for (std::size_t i = 0; i < trace.compile_flags.size(); ++i) trace.compile_flags[i].id = "c" + std::to_string(i + 1);
  for (std::size_t i = 0; i < trace.binaries.size(); ++i) trace.binaries[i].name = path::as_name(trace.binaries[i].name) + "#" + std::to_string(i);
  const auto file = [&] { return trace.files[random.below(trace.files.size())].id; };
  const auto claim = [&](Claim& one) {
    one.component = random.below(3) == 0 ? "" : trace.components[random.below(trace.components.size())].id;
  };
  for (TraceFile& one : trace.files) {
    claim(one.owner.chosen);
    for (Claim& losing : one.owner.losing) claim(losing);
  }
  for (Compilation& one : trace.compilations) {
    one.object = file();
    if (!one.source.empty()) one.source = file();
    std::vector<std::string> headers;
    for (std::size_t i = 0; i < one.headers.size(); ++i) headers.push_back(file());
    one.headers = headers;
    one.flags = trace.compile_flags.empty() ? "" : trace.compile_flags.front().id;
  }
  for (TraceBinary& binary : trace.binaries) {
    for (TraceInput& input : binary.inputs) {
      input.file = file();
      if (!input.object.empty()) input.object = file();
    }
    for (TraceRuntimeLibrary& library : binary.runtime) {
      if (!library.file.empty()) library.file = file();
      if (!library.needed_by.empty()) library.needed_by = file();
    }
  }
  return trace;
}

}  // namespace souptrace::sample
