// SPDX-License-Identifier: Apache-2.0
#include "formats/conan_data.hpp"

#include "support/catch.hpp"

using namespace souptrace;

namespace {

/// "url sha256" of each archive.
std::vector<std::string> sources(std::string_view text, std::string_view version) {
  std::vector<std::string> out;
  for (const auto& one : formats::read_conan_sources(text, version))
    out.push_back(one.url + ' ' + one.sha256);
  return out;
}

using Texts = std::vector<std::string>;

constexpr const char* kData =
    "sources:\n"
    "  # the newest first\n"
    "  \"1.3.1\":\n"
    "    url:\n"
    "      - \"https://zlib.net/zlib-1.3.1.tar.gz\"  # comment\n"
    "      - \"https://mirror.example/zlib-1.3.1.tar.gz\"\n"
    "    sha256: \"9a93\"\n"
    "  '1.2.13':\n"
    "    sha256: b3a2  # Conan itself sorts the keys\n"
    "    url: https://zlib.net/zlib-1.2.13.tar.gz#top\n"
    "  1.0:\n"
    "    - url: \"https://a.example/a.tgz\"\n"
    "      sha256: \"aa\"\n"
    "    - sha256: \"bb\"\n"
    "      url: \"https://b.example/b.tgz\"\n"
    "  named:\n"
    "    library:\n"
    "      url: https://c.example/c.tgz\n"
    "    fonts:\n"
    "      url: https://d.example/d.tgz\n"
    "patches:\n"
    "  \"1.3.1\":\n"
    "    - patch_file: \"patches/1.3.1/0001.patch\"\n"
    "      url: https://patches.example/\n";

}  // namespace

TEST_CASE(
    "the archives of a version stand in conandata.yml with their digests, in all shapes that recipes use") {
  CHECK(sources(kData, "1.3.1") == Texts{"https://zlib.net/zlib-1.3.1.tar.gz 9a93"});
  CHECK(sources(kData, "1.2.13") == Texts{"https://zlib.net/zlib-1.2.13.tar.gz#top b3a2"});
  CHECK(sources(kData, "1.0") == Texts{"https://a.example/a.tgz aa", "https://b.example/b.tgz bb"});
  CHECK(sources(kData, "named") == Texts{"https://c.example/c.tgz ", "https://d.example/d.tgz "});
  CHECK(sources(kData, "9").empty());
  CHECK(sources(kData, "").empty());
  CHECK(sources("sources:\n  \"1\":\n  - url: u\n    sha256: s\n", "1") == Texts{"u s"});
}

TEST_CASE("what conandata.yml has in another shape is not read") {
  CHECK(sources("sources: {\"1\": {url: \"u\"}}\n", "1").empty());
  CHECK(sources("sources:\n  \"1\": {url: \"u\"}\n", "1").empty());
  CHECK(sources("sources:\n  \"1\":\n    url: *mirror\n    sha256: s\n", "1").empty());
  CHECK(sources("sources:\n  \"1\":\n    url: \"a\\x2fb\"\n", "1").empty());
  CHECK(sources("sources:\n  \"1\":\n    url: \"open\n", "1").empty());
  CHECK(sources("url: u\n", "url").empty());
  CHECK(sources("", "1").empty());
}

TEST_CASE("conandata.yml may be cut or spoilt anywhere") {
  const std::string text = kData;
  for (std::size_t size = 0; size < text.size(); ++size) {
    CHECK(sources(text.substr(0, size), "1.0").size() <= 2);
    std::string spoilt = text;
    spoilt[size] = static_cast<char>(~spoilt[size]);
    CHECK(sources(spoilt, "1.0").size() <= 7);  // as many as there are URLs
  }
}
