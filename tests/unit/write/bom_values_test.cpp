// SPDX-License-Identifier: Apache-2.0
#include "write/bom_values.hpp"

#include "support/catch.hpp"

using namespace souptrace::write;

TEST_CASE("package URLs are told from other text") {
  CHECK(is_purl("pkg:deb/debian/zlib1g-dev@1:1.2.13.dfsg-1?arch=amd64"));
  CHECK(is_purl("pkg:generic/tinycrc"));
  CHECK(is_purl("pkg:github/madler/zlib@v1.3#sub/path"));
  CHECK_FALSE(is_purl(""));
  CHECK_FALSE(is_purl("zlib"));
  CHECK_FALSE(is_purl("pkg:"));
  CHECK_FALSE(is_purl("pkg:generic"));
  CHECK_FALSE(is_purl("pkg:generic/"));
  CHECK_FALSE(is_purl("pkg:/name"));
  CHECK_FALSE(is_purl("pkg:7zip/name"));
  CHECK_FALSE(is_purl("pkg:ge neric/name"));
  CHECK_FALSE(is_purl("pkg:generic/na me"));
  CHECK_FALSE(is_purl("pkg:generic/n\xC3\xA4me"));
  CHECK_FALSE(is_purl("pkg:generic/name\n"));
}

TEST_CASE("CPE 2.3 names are told from other text") {
  CHECK(is_cpe("cpe:2.3:a:zlib:zlib:1.3.1:*:*:*:*:*:*:*"));
  CHECK(is_cpe("cpe:2.3:a:gnu:libstdc\\+\\+:12.2.0:-:*:en-us:*:*:x64:*"));
  CHECK(is_cpe("cpe:2.3:a:x:a\\:b:1:*:*:*:*:*:*:*"));
  CHECK_FALSE(is_cpe(""));
  CHECK_FALSE(is_cpe("cpe:/a:zlib:zlib:1.3.1"));
  CHECK_FALSE(is_cpe("cpe:2.3:a:zlib:zlib:1.3.1"));
  CHECK_FALSE(is_cpe("cpe:2.3:a:zlib:zlib:1.3.1:*:*:*:*:*:*:*:*"));
  CHECK_FALSE(is_cpe("cpe:2.3:x:zlib:zlib:1.3.1:*:*:*:*:*:*:*"));
  CHECK_FALSE(is_cpe("cpe:2.3:a:zlib:libstdc++:1.3.1:*:*:*:*:*:*:*"));
  CHECK_FALSE(is_cpe("cpe:2.3:a::zlib:1.3.1:*:*:*:*:*:*:*"));
  CHECK_FALSE(is_cpe("cpe:2.3:a:zlib:zlib:1.3.1:*:*:english:*:*:*:*"));
  CHECK_FALSE(is_cpe("cpe:2.3:a:zlib:zlib:1.3.1:*:*:*:*:*:*:\\"));
}

TEST_CASE("addresses become IRI references") {
  CHECK(iri("https://example.org/a/b?c=d&e#f") == "https://example.org/a/b?c=d&e#f");
  CHECK(iri("file name [1].tar.gz") == "file%20name%20%5b1%5d.tar.gz");
  CHECK(iri("100%.zip") == "100%25.zip");
  CHECK(iri("a%20b%2") == "a%20b%252");
  CHECK(iri("a#b#c") == "a#b%23c");
  CHECK(iri("\xC3\xBC\x01") == "%c3%bc%01");
  CHECK(iri("<\"{}|\\^`>") == "%3c%22%7b%7d%7c%5c%5e%60%3e");
}

TEST_CASE("a plain address is taken off an organization's name, any other text is its name") {
  CHECK(organization("Jane Doe <jane@example.org>").name == "Jane Doe");
  CHECK(organization("Jane Doe <jane@example.org>").email == "jane@example.org");
  CHECK(organization("Acme").name == "Acme");
  CHECK(organization("Acme").email.empty());
  for (const char* odd : {"Acme <>", "Acme <@>", "Acme <a b@c.d>", "<a@b.c>", "Acme <a@b.c> x",
                          "Acme <a@b..c>", "Acme <a@-b>", "Acme <a@b@c>", ">", "<"}) {
    INFO(odd);
    CHECK(organization(odd).name == odd);
    CHECK(organization(odd).email.empty());
  }
}

TEST_CASE("a content's UUID has version 8, the RFC's variant, and depends on the content only") {
  // The SHA-256 of "abc" is ba7816bf 8f01cfea 414140de 5dae2223 …
  CHECK(content_uuid("abc") == "ba7816bf-8f01-8fea-8141-40de5dae2223");
  CHECK(content_uuid("abd") != content_uuid("abc"));
}

TEST_CASE("a web address is taken off an organization's name") {
  CHECK(organization("Acme <https://acme.example/soup>").name == "Acme");
  CHECK(organization("Acme <https://acme.example/soup>").url == "https://acme.example/soup");
  CHECK(organization("Acme <https://acme.example/soup>").email.empty());
  for (const char* odd :
       {"Acme <https://>", "Acme <https:// x>", "Acme <ftp://acme.example>", "<https://acme.example>"}) {
    INFO(odd);
    CHECK(organization(odd).name == odd);
    CHECK(organization(odd).url.empty());
  }
}

TEST_CASE("fragments of different texts are different") {
  CHECK(iri_fragment("file:build:a b") == "file:build:a%20b");
  CHECK(iri_fragment("file:build:a%20b") == "file:build:a%2520b");
  CHECK(iri_fragment("a#b[1]\xFC") == "a%23b%5b1%5d%fc");
}

TEST_CASE("the LicenseRefs of an expression are found, those of other documents are not") {
  CHECK(license_refs("MIT AND (LicenseRef-a.b-1 OR LicenseRef-2)") ==
        std::vector<std::string>{"LicenseRef-a.b-1", "LicenseRef-2"});
  CHECK(license_refs("DocumentRef-x:LicenseRef-a").empty());
  CHECK(license_refs("MIT").empty());
  CHECK(license_refs("").empty());
}

TEST_CASE("a commit is an SWHID only where it is a SHA-1") {
  souptrace::Component component;
  CHECK(swhid(component).empty());
  component.properties["commit"] = std::string(40, 'a');
  CHECK(swhid(component) == "swh:1:rev:" + std::string(40, 'a'));
  for (const std::string& odd :
       {std::string(64, 'a'), std::string(40, 'g'), std::string(40, 'A'), std::string("v1.2")}) {
    component.properties["commit"] = odd;
    CHECK(swhid(component).empty());
  }
}
