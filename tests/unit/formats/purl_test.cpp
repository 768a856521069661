// SPDX-License-Identifier: Apache-2.0
#include "formats/purl.hpp"

#include "support/catch.hpp"

using namespace souptrace;
using namespace souptrace::formats;

namespace {

std::string canonical(std::string_view text) {
  const Result<Purl> purl = parse_purl(text);
  return purl ? purl_text(*purl) : "error: " + purl.error().code;
}

}  // namespace

TEST_CASE("a Debian package's URL has its parts encoded") {
  CHECK(purl_text({.type = "deb",
                   .name_space = "debian",
                   .name = "Zlib1g-Dev",
                   .version = "1:1.2.13.dfsg-1+b1~x",
                   .qualifiers = {{"distro", "debian-12"}, {"arch", "amd64"}, {"epoch", ""}}}) ==
        "pkg:deb/debian/zlib1g-dev@1:1.2.13.dfsg-1%2Bb1~x?arch=amd64&distro=debian-12");
}

TEST_CASE("a generic URL keeps letter case and encodes qualifier values") {
  CHECK(purl_text({.type = "Generic",
                   .name = "OpenSSL lib",
                   .version = "1.1@x/y",
                   .qualifiers = {{"download_url", "https://e.org/a b?c=d&e#f"}, {"checksum", "sha256:ab"}},
                   .subpath = "/src/../x//y/."}) ==
        "pkg:generic/OpenSSL%20lib@1.1%40x%2Fy?checksum=sha256:ab&download_url=https://e.org/"
        "a%20b%3Fc%3Dd%26e%23f#src/x/y");
  CHECK(purl_text({.type = "generic", .name = "\xC3\xA4/b"}) == "pkg:generic/%C3%A4%2Fb");
}

TEST_CASE("types with names of one letter case are lowered") {
  CHECK(canonical("pkg:GitHub/Foo/Bar@V1") == "pkg:github/foo/bar@V1");
  CHECK(canonical("pkg:pypi/Django_Rest@1") == "pkg:pypi/django-rest@1");
  CHECK(canonical("pkg:npm/%40Angular/Animation@12.3.1") == "pkg:npm/%40Angular/Animation@12.3.1");
}

TEST_CASE("canonical URLs of the specification read back as themselves") {
  for (const char* text :
       {"pkg:bitbucket/birkenfeld/pygments-main@244fd47e07d1014f0aed9c",
        "pkg:deb/debian/curl@7.50.3-1?arch=i386&distro=jessie",
        "pkg:docker/customer/dockerimage@sha256:244fd47e07d1004f0aed9c?repository_url=gcr.io",
        "pkg:golang/google.golang.org/genproto#googleapis/api/annotations",
        "pkg:maven/org.apache.xmlgraphics/batik-anim@1.9.1?packaging=sources",
        "pkg:rpm/fedora/curl@7.50.3-1.fc25?arch=i386&distro=fedora-25",
        "pkg:bitnami/wordpress?vcs_url=git%2Bhttps://git.fsfe.org/dxr/"
        "bitwarderl%40cc55108da32bc4e7c4b3ee2a5f8e6b2d1e1a8b0f"})
    CHECK(canonical(text) == text);
}

TEST_CASE("parts come back decoded") {
  const Result<Purl> purl = parse_purl("pkg://deb/debian//a%2Bb@1%3A2?Arch=x%26y#s/./t");
  REQUIRE(purl);
  CHECK(purl->type == "deb");
  CHECK(purl->name_space == "debian");
  CHECK(purl->name == "a+b");
  CHECK(purl->version == "1:2");
  CHECK(purl->qualifiers == std::map<std::string, std::string>{{"arch", "x&y"}});
  CHECK(purl->subpath == "s/t");
  CHECK(parse_purl("pkg:npm/@scope/name")->name == "name");
  CHECK(parse_purl("pkg:npm/@scope/name")->version.empty());
}

TEST_CASE("what is no package URL is refused") {
  for (const char* bad : {"",
                          "pkg",
                          "pkg:",
                          "pkg:/",
                          "pkg:deb",
                          "pkg:deb/",
                          "deb/debian/x",
                          "http:deb/x",
                          "pkg:1deb/x",
                          "pkg:d b/x",
                          "pkg:deb/a%2",
                          "pkg:deb/a%zz",
                          "pkg:deb/a?x",
                          "pkg:deb/a?=1",
                          "pkg:deb/a?x=1&x=2",
                          "pkg:deb/a?1x=1",
                          "pkg:deb/a?x=%",
                          "pkg:deb/a#%1",
                          "pkg:deb/a@%f",
                          "pkg:deb/@1"})
    CHECK(canonical(bad) == "error: purl-malformed");
}
