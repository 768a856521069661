// SPDX-License-Identifier: Apache-2.0
#include "formats/ninja_deps.hpp"

#include "support/catch.hpp"
#include "unit/formats/crafted_bytes.hpp"

using namespace souptrace;
using namespace souptrace::formats;
using souptrace::test::Writer;
using Texts = std::vector<std::string_view>;

namespace {

/// A log written record by record.
class Log {
 public:
  explicit Log(std::uint32_t version = 4, Endian endian = Endian::little)
      : writer_(endian), version_(version) {
    writer_.text("# ninjadeps\n").u32(version);
  }
  Log& path(const std::string& name) {
    const std::size_t size = (name.size() + 3) / 4 * 4;
    writer_.u32(size + 4).text(name + std::string(size - name.size(), '\0')).u32(~count_++);
    return *this;
  }
  Log& deps(std::uint32_t output, std::uint64_t time, const std::vector<std::uint32_t>& inputs) {
    writer_.u32(0x80000000U | (4 * inputs.size() + (version_ == 4 ? 12 : 8))).u32(output).u32(time);
    if (version_ == 4) writer_.u32(time >> 32);
    for (const std::uint32_t id : inputs) writer_.u32(id);
    return *this;
  }
  [[nodiscard]] std::string bytes() const { return writer_.out; }

 private:
  Writer writer_;
  std::uint32_t version_;
  std::uint32_t count_ = 0;
};

std::string sample() {
  return Log()
      .path("a.o")
      .path("a.c")
      .path("name of eight")
      .deps(0, 1, {1})
      .path("b.o")
      .deps(3, 0x1234567890abcdef, {1, 2, 1})
      .deps(0, 2, {2, 1})
      .bytes();
}

std::string error_of(const std::string& bytes) {
  const auto log = parse_ninja_deps(as_bytes(bytes));
  return log ? "none" : log.error().code;
}

}  // namespace

TEST_CASE("the last record of an output wins, in either byte order") {
  for (const Endian endian : {Endian::little, Endian::big}) {
    const std::string bytes =
        Log(4, endian).path("x.o").path("x.c").path("x.h").deps(0, 7, {1, 2}).deps(0, 9, {1}).bytes();
    const auto log = parse_ninja_deps(as_bytes(bytes));
    REQUIRE(log);
    REQUIRE(log->outputs.size() == 1);
    CHECK(log->outputs[0].output == "x.o");
    CHECK(log->outputs[0].modified_ns == 9);
    CHECK(log->outputs[0].inputs == Texts{"x.c"});
    CHECK_FALSE(log->truncated_at);
  }
}

TEST_CASE("outputs come in the order of their paths, with times of 64 bits") {
  const std::string bytes = sample();
  const auto log = parse_ninja_deps(as_bytes(bytes));
  REQUIRE(log);
  REQUIRE(log->outputs.size() == 2);
  CHECK(log->outputs[0].output == "a.o");
  CHECK(log->outputs[0].inputs == Texts{"name of eight", "a.c"});
  CHECK(log->outputs[1].output == "b.o");
  CHECK(log->outputs[1].modified_ns == 0x1234567890abcdef);
  CHECK(log->outputs[1].inputs == Texts{"a.c", "name of eight", "a.c"});
}

TEST_CASE("version 3 has times in seconds") {
  const std::string bytes = Log(3).path("x.o").path("x.c").deps(0, 5, {1}).bytes();
  const auto log = parse_ninja_deps(as_bytes(bytes));
  REQUIRE(log);
  REQUIRE(log->outputs.size() == 1);
  CHECK(log->outputs[0].modified_ns == 5'000'000'000);
  CHECK(log->outputs[0].inputs == Texts{"x.c"});
}

TEST_CASE("an output without inputs, and a log without records, are themselves") {
  const std::string bytes = Log().path("x.o").deps(0, 1, {}).bytes();
  const auto log = parse_ninja_deps(as_bytes(bytes));
  REQUIRE(log);
  REQUIRE(log->outputs.size() == 1);
  CHECK(log->outputs[0].inputs.empty());
  const std::string nothing = Log().bytes();
  const auto empty = parse_ninja_deps(as_bytes(nothing));
  REQUIRE(empty);
  CHECK(empty->outputs.empty());
}

TEST_CASE("a log cut within a record gives the records before it and says where") {
  const std::string whole = sample();
  test::for_each_prefix(whole, [&](ByteView prefix, std::size_t length) {
    const auto log = parse_ninja_deps(prefix);
    if (length < 16) {
      CHECK_FALSE(log);
      return;
    }
    REQUIRE(log);
    if (log->truncated_at) CHECK(*log->truncated_at < length);
    for (const NinjaDeps& deps : log->outputs) {
      CHECK(test::lies_in(deps.output, prefix));
      CHECK((deps.output == "a.o" || deps.output == "b.o"));
    }
  });
  const auto cut = parse_ninja_deps(as_bytes(std::string_view(whole).substr(0, whole.size() - 1)));
  REQUIRE(cut);
  CHECK(cut->truncated_at == whole.size() - 24);
  CHECK(cut->outputs[0].modified_ns == 1);  // the record before the one that was cut
}

TEST_CASE("numbers of paths that are not there are refused") {
  CHECK(error_of(Log().path("x").deps(1, 0, {}).bytes()) == "ninja-deps-malformed");
  CHECK(error_of(Log().path("x").deps(0, 0, {0, 1}).bytes()) == "ninja-deps-malformed");
  CHECK(error_of(Log().path("x").deps(0xffffffff, 0, {}).bytes()) == "ninja-deps-malformed");
  CHECK(error_of(Log().path("x").deps(0, 0, {0, 0xffffffff}).bytes()) == "ninja-deps-malformed");
}

TEST_CASE("wrong checksums, sizes and headers are refused") {
  std::string wrong = Log().path("x").bytes();
  wrong.back() = 0;
  CHECK(error_of(wrong) == "ninja-deps-malformed");
  CHECK(error_of(Log().bytes() + Writer().u32(0).out) == "ninja-deps-malformed");
  CHECK(error_of(Log().bytes() + Writer().u32(4).u32(~0U).out) == "ninja-deps-malformed");
  CHECK(error_of(Log().bytes() + Writer().u32(0x80000004).u32(0).out) == "ninja-deps-malformed");
  CHECK(error_of(Log().bytes() + Writer().u32(0x8000000d).text(std::string(13, '\0')).out) ==
        "ninja-deps-malformed");
  CHECK(error_of("# ninjadeps\n") == "ninja-deps-malformed");
  CHECK(error_of("") == "ninja-deps-malformed");
  CHECK(error_of(Writer().text("# ninjadeps\n").u32(2).out) == "ninja-deps-version");
  CHECK(error_of(Writer().text("# ninjadeps\n").u32(5).out) == "ninja-deps-version");
}

TEST_CASE("a spoilt log gives an error or paths that lie in its bytes") {
  test::for_each_spoiling(sample(), [](ByteView bytes) {
    const auto log = parse_ninja_deps(bytes);
    if (!log) {
      CHECK(log.error().code.starts_with("ninja-deps-"));
      return;
    }
    for (const NinjaDeps& deps : log->outputs) {
      CHECK(test::lies_in(deps.output, bytes));
      for (const std::string_view input : deps.inputs) CHECK(test::lies_in(input, bytes));
    }
  });
}
