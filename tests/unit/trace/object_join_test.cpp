// SPDX-License-Identifier: Apache-2.0
#include "trace/object_join.hpp"

#include "small_build.hpp"
#include "support/catch.hpp"

using namespace souptrace;
using test::SmallBuild;
using trace::ObjectJoin;

namespace {

std::string path_of(const CompiledObject* object) { return object == nullptr ? "none" : object->object; }

}  // namespace

TEST_CASE("an object is found by its path") {
  const SmallBuild build;
  const auto material = build.material();
  const ObjectJoin join(material);
  CHECK(path_of(join.by_path(build.object("pump", "main.cpp"))) == build.object("pump", "main.cpp"));
  CHECK(path_of(join.by_path("/usr/lib/crt1.o")) == "none");
}

TEST_CASE("a member is found by its bytes, not by its name alone") {
  const SmallBuild build;
  const auto material = build.material();
  const ObjectJoin join(material);
  CHECK(path_of(join.by_content("motor.cpp.o", "object motor.cpp", build.drive())) == build.object("drive", "motor.cpp"));
  CHECK(path_of(join.by_content("motor.cpp.o", "other bytes", build.drive())) == "none");
  CHECK(path_of(join.by_content("other.o", "object motor.cpp", build.drive())) == "none");
  CHECK(path_of(join.by_content("motor.cpp.o", "", build.drive())) == "none");
}

TEST_CASE("an object that could not be hashed is never taken for a member's") {
  SmallBuild build;
  build.contents.erase(build.object("drive", "motor.cpp"));
  const auto material = build.material();
  CHECK(path_of(ObjectJoin(material).by_content("motor.cpp.o", "object motor.cpp", build.drive())) == "none");
}

TEST_CASE("of objects with one name the bytes decide") {
  SmallBuild build;
  for (const std::string target : {"a", "z"}) {
    build.facts.objects.push_back({build.object(target, "same.cpp"), "/s/" + target, {}, "ninja-deps"});
    build.add_content(build.object(target, "same.cpp"), "bytes of " + target);
  }
  const auto material = build.material();
  const ObjectJoin join(material);
  CHECK(path_of(join.by_content("same.cpp.o", "bytes of z", build.drive())) == build.object("z", "same.cpp"));
  CHECK(path_of(join.by_content("same.cpp.o", "bytes of a", build.drive())) == build.object("a", "same.cpp"));
}

TEST_CASE("of objects with one name and the same bytes the archive's own target decides, then the path") {
  SmallBuild build;
  for (const std::string target : {"z", "drive", "a"}) {
    build.facts.objects.push_back({build.object(target, "same.cpp"), "/s/" + target, {}, "ninja-deps"});
    build.add_content(build.object(target, "same.cpp"), "same");
  }
  const auto material = build.material();
  const ObjectJoin join(material);
  CHECK(path_of(join.by_content("same.cpp.o", "same", build.drive())) == build.object("drive", "same.cpp"));
  CHECK(path_of(join.by_content("same.cpp.o", "same", "/usr/lib/libother.a")) == build.object("a", "same.cpp"));
}

TEST_CASE("a target whose name starts alike is not the archive's own") {
  SmallBuild build;
  for (const std::string target : {"drive2", "driv"}) {
    build.facts.objects.push_back({build.object(target, "same.cpp"), "/s/" + target, {}, "ninja-deps"});
    build.add_content(build.object(target, "same.cpp"), "same");
  }
  const auto material = build.material();
  CHECK(path_of(ObjectJoin(material).by_content("same.cpp.o", "same", build.drive())) == build.object("driv", "same.cpp"));
}

TEST_CASE("only what a static library target makes is an archive of this build") {
  const SmallBuild build;
  const auto material = build.material();
  const ObjectJoin join(material);
  CHECK(join.makes_archive(build.drive()));
  CHECK_FALSE(join.makes_archive(build.build + "/pump"));
  CHECK_FALSE(join.makes_archive("/usr/lib/libz.a"));
  CHECK_FALSE(join.makes_archive(""));
}
