// SPDX-License-Identifier: Apache-2.0
#include "formats/debian_copyright.hpp"

#include "support/catch.hpp"
#include "unit/formats/crafted_bytes.hpp"

using namespace souptrace;
using namespace souptrace::formats;
using Texts = std::vector<std::string>;

namespace {

constexpr std::string_view kHeader =
    "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: "
    "tiny\nSource: https://example.org\n"
    " mirror\n\n";
constexpr std::string_view kBody =
    "Files: *\nCopyright: 2001 A\n 2002 B\nLicense: Expat\n\nFiles: lib/* src/x.c\n contrib/*\nCopyright: C\n"
    "License: GPL-2+ or BSD-3-clause\n Some text.\n .\n More.\n\nFiles: debian/*\nCopyright: D\nLicense: "
    "GPL-3\n\n"
    "License: Expat\n Permission is\n granted.\n";

DebianCopyright parsed(std::string_view text) {
  const auto result = parse_debian_copyright(text);
  REQUIRE(result);
  REQUIRE(*result);
  return **result;
}

}  // namespace

TEST_CASE("a machine-readable copyright file gives its paragraphs") {
  const DebianCopyright copyright = parsed(std::string(kHeader) + std::string(kBody));
  CHECK(copyright.upstream_name == "tiny");
  CHECK(copyright.source == "https://example.org\nmirror");
  REQUIRE(copyright.files.size() == 3);
  CHECK(copyright.files[0].patterns == Texts{"*"});
  CHECK(copyright.files[0].copyright == "2001 A\n2002 B");
  CHECK(copyright.files[0].license == "Expat");
  CHECK(copyright.files[0].text.empty());
  CHECK(copyright.files[1].patterns == Texts{"lib/*", "src/x.c", "contrib/*"});
  CHECK(copyright.files[1].license == "GPL-2+ or BSD-3-clause");
  CHECK(copyright.files[1].text == "Some text.\n\nMore.");
  CHECK(copyright.texts.at("Expat") == "Permission is\ngranted.");
}

TEST_CASE("free-form text states nothing") {
  for (const std::string_view text : {"", "This is zlib.\n\nIt was packaged by\n", "Files: *\nLicense: MIT\n",
                                      "Format: something else\n\nFiles: *\n", " indented\n"}) {
    const auto result = parse_debian_copyright(text);
    REQUIRE(result);
    CHECK_FALSE(*result);
  }
}

TEST_CASE("a file that claims to be machine-readable and is not is an error with its place") {
  const auto result = parse_debian_copyright(std::string(kHeader) + "Files *\nLicense: MIT\n");
  REQUIRE_FALSE(result);
  CHECK(result.error().code == "debian-copyright-malformed");
  CHECK(result.error().offset == kHeader.size());
}

TEST_CASE("older names of the format and a byte order mark are accepted") {
  CHECK(parsed("\xEF\xBB\xBF"
               "Format: http://dep.debian.net/deps/dep5\n\nFiles: *\nLicense: MIT\n")
            .files.size() == 1);
  CHECK(parsed("Format-Specification: http://svn.debian.org/wsvn/dep/web/deps/dep5.mdwn?rev=59\n")
            .files.empty());
}

TEST_CASE("short names become SPDX identifiers of the same meaning") {
  const auto spdx = [](std::string_view synopsis) { return spdx_from_debian(synopsis).expression; };
  CHECK(spdx("GPL-2+") == "GPL-2.0-or-later");
  CHECK(spdx("gpl-2") == "GPL-2.0-only");
  CHECK(spdx("GPL-2.0+") == "GPL-2.0-or-later");
  CHECK(spdx("LGPL-2.1") == "LGPL-2.1-only");
  CHECK(spdx("AGPL-3+") == "AGPL-3.0-or-later");
  CHECK(spdx("GFDL-NIV-1.3+") == "GFDL-1.3-no-invariants-or-later");
  CHECK(spdx("Expat") == "MIT");
  CHECK(spdx("BSD-3-clause") == "BSD-3-Clause");
  CHECK(spdx("Apache-2") == "Apache-2.0");
  CHECK(spdx("MPL-1.1") == "MPL-1.1");
  CHECK(spdx("Artistic") == "Artistic-1.0");
  CHECK(spdx("Perl") == "GPL-1.0-or-later OR Artistic-1.0");
  CHECK(spdx("CC0") == "CC0-1.0");
  CHECK(spdx("Zope-2.1") == "ZPL-2.1");
  CHECK(spdx("Apache-2.0 WITH LLVM-exception") == "Apache-2.0 WITH LLVM-exception");
}

TEST_CASE("and binds tighter than or, and a comma looser than both") {
  const auto spdx = [](std::string_view synopsis) { return spdx_from_debian(synopsis).expression; };
  CHECK(spdx("GPL-1+ or Artistic") == "GPL-1.0-or-later OR Artistic-1.0");
  CHECK(spdx("GPL-1+ or Artistic, and Expat") == "(GPL-1.0-or-later OR Artistic-1.0) AND MIT");
  CHECK(spdx("GPL-1+ or Artistic and Expat") == "GPL-1.0-or-later OR Artistic-1.0 AND MIT");
  CHECK(spdx("Expat, and GPL-1+ or Artistic") == "MIT AND (GPL-1.0-or-later OR Artistic-1.0)");
  CHECK(spdx("Expat and Zlib, or ISC") == "MIT AND Zlib OR ISC");
}

TEST_CASE("exceptions are named by SPDX or make the licence unknown") {
  CHECK(spdx_from_debian("GPL-2+ with Libtool exception").expression ==
        "GPL-2.0-or-later WITH Libtool-exception");
  CHECK(spdx_from_debian("GPL-2 with Classpath exception").expression ==
        "GPL-2.0-only WITH Classpath-exception-2.0");
  CHECK(spdx_from_debian("GPL-2 with Linux-syscall-note exception").expression ==
        "GPL-2.0-only WITH Linux-syscall-note");
  const DebianLicense unknown = spdx_from_debian("GPL-2+ with OpenSSL exception or Expat");
  CHECK(unknown.expression == "LicenseRef-debian-GPL-2plus-with-OpenSSL-exception OR MIT");
  CHECK(unknown.unknown == Texts{"GPL-2+ with OpenSSL exception"});
}

TEST_CASE("a name without a sure meaning stays itself") {
  for (const std::string_view name :
       {"public-domain", "GPL", "BSD", "OPL-1", "OPL-1.0", "custom", "none", "BSD-3-clause-google"}) {
    const DebianLicense license = spdx_from_debian(name);
    CHECK(license.expression == "LicenseRef-debian-" + std::string(name));
    CHECK(license.unknown == Texts{std::string(name)});
  }
}

TEST_CASE("a synopsis that is not of the grammar is one unknown licence, not a guess") {
  for (const std::string_view text :
       {"Apache License 2.0", "and", "Expat and", "Expat,", "Expat, ISC", "Expat or, ISC",
        "(Expat or GPL-2) and ISC", "Expat | ISC", "GPL-2 with", "Expat and/or ISC x"}) {
    const DebianLicense license = spdx_from_debian(text);
    CHECK(license.expression.starts_with("LicenseRef-debian-"));
    CHECK(license.expression.find(' ') == std::string::npos);
    CHECK(license.unknown == Texts{std::string(text)});
  }
  CHECK(spdx_from_debian("").expression.empty());
  CHECK(spdx_from_debian("  ").unknown.empty());
}

TEST_CASE("an endless synopsis is unknown at once") {
  std::string text = "Expat";
  for (int i = 0; i < 100000; ++i) text += ", and Expat";
  CHECK(spdx_from_debian(text).unknown.size() == 1);
}

TEST_CASE("a package has all licences of its files, without those of the packaging") {
  const DebianLicense license = spdx_from_debian(parsed(std::string(kHeader) + std::string(kBody)));
  CHECK(license.expression == "(GPL-2.0-or-later OR BSD-3-Clause) AND MIT");
  CHECK(license.unknown.empty());
}

TEST_CASE("packaging counts where there is nothing else, and the header where there are no files") {
  const std::string header(kHeader);
  CHECK(spdx_from_debian(parsed(header + "Files: debian/*\nLicense: GPL-3\n")).expression == "GPL-3.0-only");
  CHECK(spdx_from_debian(parsed(header.substr(0, header.size() - 1) + "License: ISC\n")).expression == "ISC");
  CHECK(spdx_from_debian(parsed(header)).expression.empty());
}

TEST_CASE("a copyright file cut anywhere is read or refused") {
  const std::string whole = std::string(kHeader) + std::string(kBody);
  test::for_each_prefix(whole, [](ByteView prefix, std::size_t) {
    const auto result = parse_debian_copyright(as_text(prefix));
    if (!result) CHECK(result.error().code == "debian-copyright-malformed");
    if (result && *result) CHECK((*result)->files.size() <= 3);
  });
}
