// SPDX-License-Identifier: Apache-2.0
#include "conan_in_memory.hpp"
#include "support/catch.hpp"

using namespace souptrace;
using namespace souptrace::test;

namespace {

constexpr const char* kRecipe =
    "from conan import ConanFile\n"
    "class Zlib(ConanFile):\n"
    "    license = \"Zlib\"\n"
    "    author = \"Mark\"\n"
    "    homepage = \"https://zlib.net\"\n"
    "    url = \"https://recipes.example\"\n"
    "    topics = (\"zip\", \"deflate\")\n";

ConanPackageFiles zlib() {
  ConanPackageFiles out{
      "zlib/1.3.1", "b/zlibb1", {{"lib/libz.a", "Z"}, {"include/zlib.h", "H"}, {"licenses/LICENSE", "L"}}};
  out.recipe = kRecipe;
  return out;
}

/// A host with zlib in a Conan cache.
struct Fixture {
  MemoryHost host;
  BuildFacts facts = product_facts();
  ConanHome home{host};
  std::string folder = home.add(zlib());

  Fixture() { home.write_database(); }
  Outcome<Identification> ask_about(const std::vector<std::string>& paths) { return ask(host, facts, paths); }
  Outcome<Identification> ask_about_library() { return ask_about({folder + "/lib/libz.a"}); }
  const Ownership& owner_of_library(const Outcome<Identification>& outcome) {
    return owner(outcome, folder + "/lib/libz.a");
  }
  /// Writes what CMakeDeps writes for a package, as read by this build.
  void generate(const std::string& name, const std::string& version, const std::string& package_folder,
                const std::string& more = "") {
    const std::string data = "/build/" + name + "-release-x86_64-data.cmake";
    host.add_file(data, "set(" + name + "_PACKAGE_FOLDER_RELEASE \"" + package_folder + "\")\n" + more);
    host.add_file("/build/" + name + "-config-version.cmake", "set(PACKAGE_VERSION \"" + version + "\")\n");
    facts.configure_inputs.push_back(data);
  }
};

}  // namespace

TEST_CASE("a file of a Conan package is verified by its manifest and named by the cache's database") {
  Fixture f;
  const auto outcome = f.ask_about({f.folder + "/include/zlib.h", f.folder + "/lib/libz.a"});
  CHECK(outcome.findings.empty());
  CHECK(outcome.value.package_folders == std::map<std::string, std::string>{{f.folder, "conan/zlib/1.3.1"}});
  const Component& zlib = conan_component_named(outcome, "zlib");
  for (const char* const file : {"/lib/libz.a", "/include/zlib.h"}) {
    CHECK(owner(outcome, f.folder + file).chosen.component == zlib.id);
    CHECK(owner(outcome, f.folder + file).chosen.tier == Tier::package_db_verified);
  }
  const std::string rrev = zlib.properties.at("recipe-revision");
  const std::string prev = zlib.properties.at("package-revision");
  CHECK(zlib.id == "conan:zlib/1.3.1#" + rrev + ":0ee6#" + prev);
  CHECK(zlib.purl == "pkg:conan/zlib@1.3.1?prev=" + prev + "&rrev=" + rrev);
  CHECK(zlib.version == "1.3.1");
  CHECK(zlib.origin == "conan");
  CHECK(zlib.kind == ComponentKind::soup);
  CHECK(zlib.cpe.empty());
  CHECK(zlib.properties.at("binary") == "built locally");
  CHECK(zlib.properties.at("conan-settings") == "arch=x86_64, os=Linux");
  CHECK(zlib.properties.at("conan-options") == "shared=False");
}

TEST_CASE("a Conan component has what the recipe states literally, and its licence text's hash") {
  Fixture f;
  const auto outcome = f.ask_about_library();
  const Component& zlib = conan_component_named(outcome, "zlib");
  CHECK(zlib.license.expression == "Zlib");
  CHECK(zlib.license.source == "conan:zlib/1.3.1#" + zlib.properties.at("recipe-revision") + "/conanfile.py");
  CHECK(zlib.license.text_sha256 == sha256_hex(as_bytes("L")));
  CHECK(zlib.supplier == "Mark");
  CHECK(zlib.url == "https://zlib.net");
  CHECK(zlib.properties.at("recipe-url") == "https://recipes.example");
  CHECK(zlib.properties.at("topics") == "zip, deflate");
}

TEST_CASE(
    "a Conan licence that is no SPDX expression, or several, is kept as it is stated and not asserted") {
  MemoryHost host;
  ConanHome home(host);
  ConanPackageFiles free{"free/1.0", "free1", {{"a.h", "A"}, {"licenses/A", "1"}, {"licenses/B", "2"}}};
  free.recipe = "class A(ConanFile):\n    license = \"see the file\"\n";
  ConanPackageFiles two{"two/1.0", "two1", {{"b.h", "B"}}};
  two.recipe = "class A(ConanFile):\n    license = \"MIT\", \"Zlib\"\n";
  const std::string a = home.add(free) + "/a.h";
  const std::string b = home.add(two) + "/b.h";
  home.write_database();
  const auto outcome = ask(host, product_facts(), {a, b});
  const Component& first = conan_component_named(outcome, "free");
  CHECK(first.license.expression == "NOASSERTION");
  CHECK(first.license.text_sha256.empty());
  CHECK(first.properties.at("license-stated") == "see the file");
  CHECK(first.properties.at("license-texts") == "licenses/A SHA-256 " + sha256_hex(as_bytes("1")) +
                                                    "; licenses/B SHA-256 " + sha256_hex(as_bytes("2")));
  CHECK(first.supplier.empty());
  CHECK(first.properties.count("binary") == 0);
  const Component& second = conan_component_named(outcome, "two");
  CHECK(second.license.expression == "NOASSERTION");
  CHECK(second.properties.at("license-stated") == "MIT, Zlib");
}

TEST_CASE("user and channel of a Conan package stand in its id and its package URL") {
  MemoryHost host;
  ConanHome home(host);
  ConanPackageFiles package{"lib/1.0@acme/stable", "lib1", {{"a.h", "A"}}};
  const std::string file = home.add(package) + "/a.h";
  home.write_database();
  const auto outcome = ask(host, product_facts(), {file});
  const Component& component = conan_component_named(outcome, "lib");
  CHECK(component.id.starts_with("conan:lib/1.0@acme/stable#"));
  CHECK(component.purl.starts_with("pkg:conan/lib@1.0?channel=stable&prev="));
  CHECK(component.purl.ends_with("&user=acme"));
}

TEST_CASE("a file that was edited after Conan installed it is a mismatch") {
  Fixture f;
  f.host.add_file(f.folder + "/lib/libz.a", "other");
  const auto outcome = f.ask_about_library();
  CHECK(f.owner_of_library(outcome).chosen.tier == Tier::package_db_mismatch);
  REQUIRE(count(outcome.findings, "package-db-mismatch") == 1);
  CHECK(outcome.findings[0].severity == Severity::error);
  CHECK(outcome.findings[0].subject == f.folder + "/lib/libz.a");
}

TEST_CASE("a file that was added to a Conan package is told, for its manifest names every file") {
  Fixture f;
  f.host.add_file(f.folder + "/include/extra.h", "X");
  const auto outcome = f.ask_about({f.folder + "/include/extra.h"});
  CHECK(owner(outcome, f.folder + "/include/extra.h").chosen.tier == Tier::resolver_metadata);
  CHECK(count(outcome.findings, "package-db-mismatch") == 1);
}

TEST_CASE("a manifest that was edited with the file does not verify it") {
  Fixture f;
  ConanPackageFiles other = zlib();
  other.files["lib/libz.a"] = "other";
  ConanHome::put(f.host, f.folder, other);
  const auto outcome = f.ask_about_library();
  CHECK(f.owner_of_library(outcome).chosen.tier == Tier::resolver_metadata);
  REQUIRE(count(outcome.findings, "package-db-mismatch") == 1);
  CHECK(outcome.findings[0].subject == f.folder + "/conanmanifest.txt");
}

TEST_CASE("a recipe that was edited in Conan's cache is not read") {
  Fixture f;
  const std::string conanfile = std::string(kConanHome) + "/p/recipe1/e/conanfile.py";
  const std::string changed = "class A(ConanFile):\n    license = \"MIT\"\n";
  SECTION("alone") {
    f.host.add_file(conanfile, changed);
  }
  SECTION("with its manifest") {
    f.host.add_file(conanfile, changed);
    f.host.add_file(std::string(kConanHome) + "/p/recipe1/e/conanmanifest.txt",
                    conan_manifest_text({{"conanfile.py", changed}}));
  }
  SECTION("and its manifest is damaged") {
    f.host.add_file(std::string(kConanHome) + "/p/recipe1/e/conanmanifest.txt", "x");
  }
  const auto outcome = f.ask_about_library();
  CHECK(conan_component_named(outcome, "zlib").license.expression == "NOASSERTION");
  CHECK(count(outcome.findings, "database-broken") == 1);
  CHECK(f.owner_of_library(outcome).chosen.tier == Tier::package_db_verified);
}

TEST_CASE(
    "the archives that conandata.yml states for the version are in the component, unless the file was "
    "edited") {
  MemoryHost host;
  ConanHome home(host);
  ConanPackageFiles package = zlib();
  package.data =
      "sources:\n  \"1.3.1\":\n    url: \"https://zlib.net/zlib-1.3.1.tar.gz\"\n    sha256: \"9a93\"\n"
      "  \"1.2\":\n    url: \"https://zlib.net/zlib-1.2.tar.gz\"\n";
  const std::string library = home.add(package) + "/lib/libz.a";
  home.write_database();
  const auto properties = [&](std::vector<Finding>& findings) {
    auto outcome = ask(host, product_facts(), {library});
    findings = std::move(outcome.findings);
    return conan_component_named(outcome, "zlib").properties;
  };
  std::vector<Finding> findings;
  auto stated = properties(findings);
  CHECK(stated["source-url"] == "https://zlib.net/zlib-1.3.1.tar.gz");
  CHECK(stated["source-sha256"] == "9a93");
  CHECK_FALSE(stated.contains("source-url-2"));
  CHECK(findings.empty());
  const std::string data = std::string(kConanHome) + "/p/recipe1/e/conandata.yml";
  host.add_file(data, package.data + " ");
  CHECK_FALSE(properties(findings).contains("source-url"));
  REQUIRE(count(findings, "database-broken") == 1);
  CHECK(findings[0].subject == data);
  REQUIRE(host.remove(data));
  CHECK_FALSE(properties(findings).contains("source-url"));
  CHECK(count(findings, "database-broken") == 1);
}

TEST_CASE("a symbolic link of a Conan package is compared with the target that the manifest has") {
  MemoryHost host;
  ConanHome home(host);
  ConanPackageFiles package{"lib/1.0", "lib1", {{"libx.so.1", "X"}}, {{"libx.so", "libx.so.1"}}};
  const std::string folder = home.add(package);
  home.write_database();
  host.add_file("/opt/other.so", "O");
  const auto about = [&](const std::string& real) {
    return identify::identify(host, product_facts(), {question_about(host, real, {folder + "/libx.so"})});
  };
  CHECK(about(folder + "/libx.so.1").findings.empty());
  host.add_symlink(folder + "/libx.so", "/opt/other.so");
  const auto outcome = about("/opt/other.so");
  CHECK(count(outcome.findings, "package-db-mismatch") == 1);
  CHECK(owner(outcome, "/opt/other.so").chosen.component.empty());
  REQUIRE(owner(outcome, "/opt/other.so").losing.size() == 1);
  CHECK(owner(outcome, "/opt/other.so").losing[0].component.starts_with("conan:lib/1.0#"));
}

TEST_CASE("every symbolic link on the way to a Conan package's file is compared, and a circle ends") {
  MemoryHost host;
  ConanHome home(host);
  ConanPackageFiles package{
      "lib/1.0", "lib1", {{"libx.so.1.2", "X"}}, {{"libx.so", "libx.so.1"}, {"libx.so.1", "libx.so.1.2"}}};
  const std::string folder = home.add(package);
  home.write_database();
  const auto about = [&] {
    return identify::identify(host, product_facts(),
                              {question_about(host, folder + "/libx.so.1.2", {folder + "/libx.so"})});
  };
  CHECK(about().findings.empty());
  host.add_symlink(folder + "/libx.so.1", "./libx.so.1.2");
  const auto changed = about();
  REQUIRE(count(changed.findings, "package-db-mismatch") == 1);
  CHECK(changed.findings[0].subject == folder + "/libx.so.1");
  host.add_symlink(folder + "/libx.so.1", "libx.so");
  CHECK(count(about().findings, "package-db-mismatch") > 0);
}

TEST_CASE("files in the build folder of a Conan package are the package's, unverified") {
  Fixture f;
  const std::string built = std::string(kConanHome) + "/p/b/zlibb1/b/build/libz.so";
  f.host.add_file(built, "S");
  const auto outcome = f.ask_about({built});
  CHECK(owner(outcome, built).chosen.tier == Tier::resolver_metadata);
  CHECK(owner(outcome, built).chosen.component.starts_with("conan:zlib/1.3.1#"));
  CHECK(outcome.findings.empty());
  CHECK(outcome.value.package_folders.at(std::string(kConanHome) + "/p/b/zlibb1/b") == "conan/zlib/1.3.1#b");
}

TEST_CASE("a Conan cache whose database is broken gives no name, and says so once") {
  Fixture f;
  const std::string database = f.home.database();
  const std::string bytes = *f.host.content(database);
  SECTION("missing") {
    REQUIRE(f.host.remove(database));
  }
  SECTION("no database") {
    f.host.add_file(database, "hello");
  }
  SECTION("cut") {
    f.host.add_file(database, bytes.substr(0, bytes.size() / 2));
  }
  SECTION("another schema") {
    f.host.add_file(database, sqlite_bytes("CREATE TABLE packages(a);"));
  }
  SECTION("being written") {
    f.host.add_file(database + "-journal", "x");
  }
  SECTION("with a write-ahead log") {
    f.host.add_file(database + "-wal", "x");
  }
  const auto outcome = f.ask_about({f.folder + "/include/zlib.h", f.folder + "/lib/libz.a"});
  CHECK(f.owner_of_library(outcome).chosen.component.empty());
  CHECK(count(outcome.findings, "owner-unknown") == 2);
  CHECK(count(outcome.findings, "database-broken") == 2);  // the database, and the package that nothing names
}

TEST_CASE("a package folder that Conan's database does not know has no name") {
  Fixture f;
  const std::string folder = std::string(kConanHome) + "/p/b/other/p";
  ConanHome::put(f.host, folder, zlib());
  const auto outcome = f.ask_about({folder + "/lib/libz.a"});
  CHECK(owner(outcome, folder + "/lib/libz.a").chosen.component.empty());
  CHECK(count(outcome.findings, "database-broken") == 2);
}

TEST_CASE("a changed file of a Conan package is a mismatch even when nothing names the package") {
  Fixture f;
  REQUIRE(f.host.remove(f.home.database()));
  f.host.add_file(f.folder + "/lib/libz.a", "other");
  CHECK(count(f.ask_about_library().findings, "package-db-mismatch") == 1);
}

TEST_CASE("without a database Conan's CMake files name the package, and no package URL is made up") {
  Fixture f;
  REQUIRE(f.host.remove(f.home.database()));
  f.generate("zlib", "1.3.1", f.folder);
  const auto outcome = f.ask_about_library();
  const Component& zlib = conan_component_named(outcome, "zlib");
  CHECK(zlib.version == "1.3.1");
  CHECK(zlib.purl.empty());
  CHECK(zlib.license.expression == "NOASSERTION");
  CHECK(zlib.properties.at("package-revision") ==
        revision_of(*f.host.content(f.folder + "/conanmanifest.txt")));
  CHECK(zlib.evidence.at(0).place == "/build/zlib-release-x86_64-data.cmake");
  CHECK(f.owner_of_library(outcome).chosen.tier == Tier::package_db_verified);
  CHECK(count(outcome.findings, "database-broken") == 1);
}

TEST_CASE(
    "a package that Conan's full_deploy copied is named by where it lies and verified by its manifest") {
  MemoryHost host;
  const std::string folder = "/src/full_deploy/host/zlib/1.3.1/Release/x86_64";
  ConanHome::put(host, folder, zlib());
  const auto outcome = ask(host, product_facts(), {folder + "/lib/libz.a"});
  CHECK(conan_component_named(outcome, "zlib").version == "1.3.1");
  CHECK(owner(outcome, folder + "/lib/libz.a").chosen.tier == Tier::package_db_verified);
  CHECK(outcome.findings.empty());
}

TEST_CASE("a damaged or missing manifest is told, and its files are not verified") {
  Fixture f;
  SECTION("missing") {
    REQUIRE(f.host.remove(f.folder + "/conanmanifest.txt"));
  }
  SECTION("damaged") {
    f.host.add_file(f.folder + "/conanmanifest.txt", "1\nlib/libz.a\n");
  }
  const auto outcome = f.ask_about_library();
  CHECK(f.owner_of_library(outcome).chosen.tier == Tier::resolver_metadata);
  CHECK(count(outcome.findings, "database-broken") == 1);
}

TEST_CASE("an editable Conan package is a component that other builds cannot repeat") {
  Fixture f;
  f.host.add_file("/area/edi/conanfile.py",
                  "class A(ConanFile):\n    license = \"Apache-2.0\"\n    author = \"Edi\"\n");
  touch(f.host, "/area/edi/build/libedi.a");
  touch(f.host, "/area/out/edi.h");
  f.generate("zlib", "1.3.1", f.folder);
  f.generate("edi", "3.1", "/area/edi", "set(edi_INCLUDE_DIRS_RELEASE \"/area/out\")\n");
  const std::vector<std::string> files{"/area/edi/build/libedi.a", "/area/out/edi.h"};
  SECTION("as Conan's list says") {
    f.host.add_file(std::string(kConanHome) + "/editable_packages.json",
                    "{\"edi/3.1@acme\": {\"path\": \"/area/edi/conanfile.py\", \"output_folder\": null},"
                    " \"other/1.0\": {\"path\": \"/area/edi/conanfile.py\"}, \"edi/3.2\": {\"path\": "
                    "\"/area/x/conanfile.py\"}}");
    const auto outcome = f.ask_about(files);
    const Component& edi = conan_component_named(outcome, "edi");
    CHECK(edi.id == "conan:edi/3.1@acme:editable");
    CHECK(edi.version == "3.1");
    CHECK(edi.license.expression == "Apache-2.0");
    CHECK(edi.supplier == "Edi");
    CHECK(edi.purl.empty());
    CHECK(edi.properties.at("binary") == "editable");
    for (const std::string& file : files) CHECK(owner(outcome, file).chosen.tier == Tier::resolver_metadata);
    CHECK(count(outcome.findings, "source-unpinned") == 1);
    CHECK(outcome.findings.size() == 1);
  }
  SECTION("without the list, by the CMake files alone") {
    const auto outcome = f.ask_about(files);
    CHECK(conan_component_named(outcome, "edi").id == "conan:edi/3.1:editable");
    CHECK(conan_component_named(outcome, "edi").license.expression == "NOASSERTION");
  }
  SECTION("with a damaged list") {
    f.host.add_file(std::string(kConanHome) + "/editable_packages.json", "{\"edi/3.1\": ");
    const auto outcome = f.ask_about(files);
    CHECK(owner(outcome, files[0]).chosen.component == "conan:edi/3.1:editable");
    CHECK(count(outcome.findings, "database-broken") == 1);
  }
}

TEST_CASE("Conan's files are looked for only above the files in question") {
  Fixture f;
  touch(f.host, "/usr/include/stdio.h");
  (void)f.ask_about({"/usr/include/stdio.h"});
  for (const std::string& access : f.host.accesses()) CHECK(access.find(kConanHome) == std::string::npos);
}

TEST_CASE("each record of a Conan package is read once") {
  Fixture f;
  (void)f.ask_about({f.folder + "/include/zlib.h", f.folder + "/lib/libz.a"});
  for (const std::string& record : {f.home.database(), f.folder + "/conanmanifest.txt"}) {
    const auto& accesses = f.host.accesses();
    CHECK(std::count(accesses.begin(), accesses.end(), "read " + record) == 1);
  }
}
