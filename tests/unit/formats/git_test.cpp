// SPDX-License-Identifier: Apache-2.0
#include "base/digest.hpp"
#include "base/text.hpp"
#include "formats/git_config.hpp"
#include "formats/git_index.hpp"
#include "support/catch.hpp"
#include "unit/formats/crafted_bytes.hpp"

using namespace souptrace;
using namespace souptrace::formats;
using souptrace::test::Writer;

namespace {

struct Entry {
  std::string path;
  std::uint32_t mode = 0100644;
  std::uint16_t flags = 0;
  std::uint16_t more = 0;
};

const std::vector<Entry> kEntries{
    {"CMakeLists.txt"}, {"lib", 0160000}, {"src/a.c", 0100755, 0x8000}, {"src/ab.c", 0100644, 0x2000}};

/// git's encoding of an offset: seven bits a byte, high first, one less for each byte that follows.
std::string variable_width(std::size_t value) {
  std::string out(1, static_cast<char>(value & 127));
  while (value >>= 7) out.insert(out.begin(), static_cast<char>(128 | (--value & 127)));
  return out;
}

/// An index as git's gitformat-index describes it.
std::string make_index(std::uint32_t version, const std::vector<Entry>& entries,
                       const std::string& extensions = "", unsigned oid_size = 20,
                       bool with_checksum = true) {
  Writer out(Endian::big);
  out.text("DIRC").u32(version).u32(entries.size());
  std::string previous;
  for (const Entry& entry : entries) {
    const std::size_t start = out.size();
    for (int i = 0; i < 6; ++i) out.u32(0);
    out.u32(entry.mode).u32(0).u32(0).u32(42).text(std::string(oid_size, '\xab'));
    out.u16(entry.flags | (entry.more != 0 ? 0x4000U : 0U) | std::min<std::size_t>(entry.path.size(), 0xfff));
    if (entry.more != 0) out.u16(entry.more);
    if (version == 4) {
      std::size_t shared = 0;
      while (shared < previous.size() && shared < entry.path.size() && previous[shared] == entry.path[shared])
        ++shared;
      out.text(variable_width(previous.size() - shared)).text(entry.path.substr(shared)).u8(0);
      previous = entry.path;
    } else {
      out.text(entry.path).u8(0);
      out.pad_to(start + (out.size() - start + 7) / 8 * 8);
    }
  }
  out.text(extensions);
  const Digests sums = digest(as_bytes(out.out), {.sha256 = true, .sha1 = true});
  const std::string hex =
      with_checksum ? (oid_size == 32 ? sums.sha256 : sums.sha1) : std::string(oid_size * 2, '0');
  for (std::size_t i = 0; i < hex.size(); i += 2) out.u8(*parse_unsigned(hex.substr(i, 2), 16));
  return out.out;
}

std::string extension(const std::string& name, const std::string& data) {
  return Writer(Endian::big).text(name).u32(data.size()).text(data).out;
}

std::string index_error(const std::string& bytes) {
  const Result<GitIndex> result = parse_git_index(as_bytes(bytes));
  return result ? "none" : result.error().code;
}

GitConfig config(std::string_view text) {
  const Result<GitConfig> result = parse_git_config(text);
  REQUIRE(result);
  return *result;
}

}  // namespace

TEST_CASE("an index of each version gives paths, modes and object ids") {
  for (const std::uint32_t version : {2U, 3U, 4U}) {
    const Result<GitIndex> index =
        parse_git_index(as_bytes(make_index(version, kEntries, extension("TREE", "xyz"))));
    REQUIRE(index);
    CHECK(index->version == version);
    REQUIRE(index->entries.size() == 4);
    for (std::size_t i = 0; i < 4; ++i) CHECK(index->entries[i].path == kEntries[i].path);
    CHECK(index->entries[1].mode == 0160000);
    CHECK(index->entries[0].oid == std::string("abababababababababababababababababababab"));
    CHECK(index->entries[0].size == 42);
    CHECK(index->entries[2].assume_valid);
    CHECK(index->entries[3].stage == 2);
    CHECK_FALSE(index->split);
  }
}

TEST_CASE("extended flags and object ids of SHA-256 are read") {
  const std::vector<Entry> entries{{"a", 0100644, 0, 0x4000}, {"b", 0100644, 0, 0x2000}, {"c"}};
  for (const std::uint32_t version : {3U, 4U}) {
    const Result<GitIndex> index = parse_git_index(as_bytes(make_index(version, entries, "", 32)), 32);
    REQUIRE(index);
    CHECK(index->entries[0].skip_worktree);
    CHECK_FALSE(index->entries[0].intent_to_add);
    CHECK(index->entries[1].intent_to_add);
    CHECK(index->entries[2].path == "c");
    CHECK(index->entries[2].oid.size() == 64);
  }
  CHECK(index_error(make_index(2, entries)) == "git-index-malformed");
}

TEST_CASE("a path longer than its length field is read to its NUL, up to the length of any path") {
  const std::string path(4090, 'p');
  for (const std::uint32_t version : {2U, 4U}) {
    const Result<GitIndex> index = parse_git_index(as_bytes(make_index(version, {{path}, {"z"}})));
    REQUIRE(index);
    CHECK(index->entries[0].path == path);
    CHECK(index->entries[1].path == "z");
    CHECK(index_error(make_index(version, {{std::string(5000, 'p')}})) == "git-index-malformed");
  }
}

TEST_CASE("extensions that must be understood are, or the index is refused") {
  CHECK(parse_git_index(as_bytes(make_index(2, kEntries, extension("link", std::string(20, 'x')))))->split);
  CHECK(index_error(make_index(2, kEntries, extension("sdir", ""))) == "none");
  CHECK(index_error(make_index(2, kEntries, extension("UNTR", "abc") + extension("EOIE", ""))) == "none");
  CHECK(index_error(make_index(2, kEntries, extension("newx", ""))) == "git-index-malformed");
}

TEST_CASE("a malformed index is refused") {
  CHECK(index_error("") == "git-index-malformed");
  CHECK(index_error("DIRC") == "git-index-truncated");
  CHECK(index_error(make_index(1, {})) == "git-index-version");
  CHECK(index_error(make_index(5, {})) == "git-index-version");
  CHECK(index_error(make_index(2, {{""}})) == "git-index-malformed");
  std::string many = make_index(2, kEntries);
  many.replace(8, 4, "\xff\xff\xff\xff");
  CHECK(index_error(many) == "git-index-truncated");
  std::string drops = make_index(4, {{"ab"}, {"cd"}}, "", 20, false);
  drops[12 + 62 + 4 + 62] = 3;  // the second path drops three bytes of a path of two
  CHECK(index_error(drops) == "git-index-malformed");
  drops.replace(12 + 62 + 4 + 62, 1, "\xff");
  CHECK(index_error(drops) != "none");
}

TEST_CASE("a checksum is verified unless git left it out") {
  std::string index = make_index(2, kEntries);
  CHECK(index_error(index) == "none");
  index[20] = 1;  // a time: nothing but the checksum can notice
  CHECK(index_error(index) == "git-index-malformed");
  CHECK(index_error(make_index(2, kEntries, "", 20, false)) == "none");
}

TEST_CASE("an index cut anywhere is refused") {
  for (const std::uint32_t version : {2U, 3U, 4U}) {
    test::for_each_prefix(make_index(version, kEntries, extension("TREE", "tree")),
                          [](ByteView prefix, std::size_t) { CHECK_FALSE(parse_git_index(prefix)); });
  }
}

TEST_CASE("a spoilt index gives an answer or an error") {
  for (const std::uint32_t version : {2U, 4U}) {
    test::for_each_spoiling(make_index(version, kEntries, extension("TREE", "tree"), 20, false),
                            [](ByteView bytes) {
                              const Result<GitIndex> index = parse_git_index(bytes);
                              if (!index) CHECK(index.error().code.starts_with("git-index-"));
                              if (index) CHECK(index->entries.size() <= 4);
                            });
  }
}

TEST_CASE("a submodule file gives path and url by name") {
  const GitConfig modules = config(
      "[submodule \"third party/zlib\"]\n\tpath = third party/zlib\n\turl = "
      "https://example.org/zlib.git\n[submodule \"b\"]\nurl=u\n");
  CHECK(modules.subsections("submodule") == std::vector<std::string>{"third party/zlib", "b"});
  CHECK(modules.value("submodule", "third party/zlib", "path") == "third party/zlib");
  CHECK(modules.value("submodule", "b", "url") == "u");
  CHECK_FALSE(modules.value("submodule", "b", "path"));
}

TEST_CASE("values are unquoted and unescaped as git does") {
  const GitConfig one = config(
      "\xEF\xBB\xBF# head\n[Core] ; c\n\tBare = false ; comment\n[remote \"o r\\\"i\\\\g\"]\n URL = \"a b\"  "
      "c\\\n  d  \t\n key\n x = \"; # \"\n"
      "esc = \\t\\n\\b\\\"\\\\\n[a.B]y=1\ny=2\r\n[e]empty=\n");
  CHECK(one.value("core", "", "bare") == "false");
  CHECK(one.value("remote", "o r\"i\\g", "url") == "a b  c  d");
  CHECK(one.value("remote", "o r\"i\\g", "key") == "true");
  CHECK(one.value("remote", "o r\"i\\g", "x") == "; # ");
  CHECK(one.value("remote", "o r\"i\\g", "esc") == "\t\n\b\"\\");
  CHECK(one.value("a", "b", "y") == "2");  // the last one counts
  CHECK(one.value("e", "", "empty") == "");
  CHECK(config("").entries.empty());
}

TEST_CASE("a malformed configuration is refused with its place") {
  for (const char* bad : {"a = 1\n", "[x]\n=1\n", "[x\n", "[x \"y]\n", "[x \"y\"\n", "[]\n", "[x]\na b\n",
                          "[x]\na = \"b\n", "[x]\na = \\q\n", "[x]\n1_a = 2\n", "[x] ]\n", "[x]\na = b\\"}) {
    const Result<GitConfig> result = parse_git_config(bad);
    REQUIRE_FALSE(result);
    CHECK(result.error().code == "git-config-malformed");
    CHECK(result.error().offset);
  }
}

TEST_CASE("a configuration cut or spoilt anywhere gives an answer or an error") {
  const std::string_view whole = "[a \"b\\\"\"]\n c = \"d;\" \\\n e # f\n[g]h\n";
  const auto check = [](ByteView bytes) {
    const Result<GitConfig> result = parse_git_config(as_text(bytes));
    if (!result) CHECK(result.error().code == "git-config-malformed");
    if (result) CHECK(result->entries.size() <= 5);
  };
  test::for_each_prefix(whole, [&](ByteView prefix, std::size_t) { check(prefix); });
  test::for_each_spoiling(whole, check);
}

TEST_CASE("an index whose paths share bytes without end is refused before they fill the memory") {
  std::vector<Entry> entries;
  const std::string shared(4000, 'a');
  for (int i = 0; i < 2000; ++i) entries.push_back({shared + std::to_string(10'000 + i)});
  const std::string bytes = make_index(4, entries);
  REQUIRE(bytes.size() < 200'000);
  const Result<GitIndex> result = parse_git_index(as_bytes(bytes));
  REQUIRE(!result);
  CHECK(result.error().code == "git-index-malformed");
  CHECK(result.error().text == "its paths share more than " + std::to_string(bytes.size() * 16) + " bytes");
  // Without sharing they are what they are.
  CHECK(parse_git_index(as_bytes(make_index(2, entries))));
}
