// SPDX-License-Identifier: Apache-2.0
#include "formats/tar.hpp"

#include "base/tar_header.hpp"
#include "support/catch.hpp"

using namespace souptrace;
using namespace souptrace::formats;

namespace {

std::string member(const std::string& name, const std::string& content) {
  return *tar_header(name, content.size()) + content + std::string((kTarBlock - content.size() % kTarBlock) % kTarBlock, '\0');
}
std::string archive(const std::string& members) { return members + std::string(2 * kTarBlock, '\0'); }

}  // namespace

TEST_CASE("members are read in their order, with views of their content") {
  const std::string bytes = archive(member("manifest.json", "{}") + member("empty", "") + member("sbom/a", std::string(512, 'x')) + member(std::string(120, 'd') + "/f", "y"));
  const auto read = read_tar(as_bytes(bytes));
  REQUIRE(read);
  REQUIRE(read->size() == 4);
  CHECK((*read)[0].name == "manifest.json");
  CHECK(as_text((*read)[0].content) == "{}");
  CHECK((*read)[1].content.empty());
  CHECK((*read)[2].content.size() == 512);
  CHECK((*read)[3].name == std::string(120, 'd') + "/f");
  CHECK(is_tar(as_bytes(bytes)));
  CHECK_FALSE(is_tar(as_bytes("short")));
  CHECK(read_tar(as_bytes(archive("")))->empty());
}

TEST_CASE("an archive cut anywhere, or with something behind it, is refused") {
  const std::string bytes = archive(member("a", "content") + member("b", "more"));
  for (std::size_t size = 0; size < bytes.size(); ++size) CHECK_FALSE(read_tar(as_bytes(bytes.substr(0, size))));
  CHECK_FALSE(read_tar(as_bytes(bytes + '\0')));
  CHECK_FALSE(read_tar(as_bytes(bytes + std::string(512, '\0'))));
}

TEST_CASE("every single-bit change is refused or changes a name, a size or the content of a member") {
  const std::string bytes = archive(member("a", "content") + member("b", "more"));
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    std::string changed = bytes;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
    const auto read = read_tar(as_bytes(changed));
    if (!read) continue;
    const bool differs = read->size() != 2 || (*read)[0].name != "a" || (*read)[1].name != "b" || as_text((*read)[0].content) != "content" ||
                         as_text((*read)[1].content) != "more";
    CHECK(differs);
  }
}

TEST_CASE("links, directories, two members of one name and names that lead out are refused") {
  for (const char type : {'1', '2', '3', '5', 'x', 'g', 'L', '\0'}) {
    std::string header = *tar_header("a", 0);
    header[156] = type;
    unsigned sum = 0;
    for (std::size_t i = 0; i < header.size(); ++i) sum += i >= 148 && i < 156 ? 32U : static_cast<unsigned char>(header[i]);
    for (std::size_t i = 0; i < 6; ++i) header[148 + i] = static_cast<char>('0' + (sum >> (3 * (5 - i)) & 7U));
    CHECK_FALSE(read_tar(as_bytes(archive(header))));
  }
  for (const char* name : {"../a", "/a", "a/../../b", "a/", "a//b", "a\nb"}) CHECK_FALSE(read_tar(as_bytes(archive(member(name, "")))));
  CHECK_FALSE(read_tar(as_bytes(archive(member("a", "1") + member("a", "2")))));
}

TEST_CASE("a size beyond the archive is refused") {
  std::string bytes = *tar_header("a", (std::uint64_t{8} << 30U) - 1);
  CHECK_FALSE(read_tar(as_bytes(archive(bytes))));
}
