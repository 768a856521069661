// SPDX-License-Identifier: Apache-2.0
#include "link/temporaries.hpp"

#include "support/catch.hpp"

using namespace souptrace::link;

TEST_CASE("names that link-time optimization makes up are known as such") {
  for (const char* name : {"/tmp/cchUIMXe.ltrans0.ltrans.o", "/tmp/ccz4yRBO.lto.o", "out/t.ltrans0.ltrans.o",
                           "/tmp/lto-llvm-93df46.o", "lto.tmp", "/b/pump.lto.o", "/b/obj/pump.lto.main.o",
                           "/tmp/ccAAAAAA.ltrans12.o"})
    CHECK(is_lto_temporary(name, "/b/pump"));
}

TEST_CASE("files of a build are not taken for temporaries") {
  for (const char* name : {"main.o", "/b/obj/ltrans.o.o", "/tmp/ccAAAAAA.o", "/b/lto.cpp.o",
                           "/b/other.lto.main.o", "libfoo.a", ""})
    CHECK_FALSE(is_lto_temporary(name, "/b/pump"));
}

TEST_CASE("response files of the drivers are known by their names") {
  CHECK(is_driver_response_file("/tmp/ccQW0hGg"));
  CHECK(is_driver_response_file("/tmp/response-3f2a1c.txt"));
  CHECK_FALSE(is_driver_response_file("/tmp/ccQW0hGg.o"));
  CHECK_FALSE(is_driver_response_file("/b/cctalk"));
  CHECK_FALSE(is_driver_response_file("/b/response.txt"));
}

TEST_CASE("startup objects are those of the toolchain, not the build's own of the same name") {
  for (const char* name :
       {"/usr/lib/x86_64-linux-gnu/Scrt1.o", "/usr/lib/gcc/x86_64-linux-gnu/12/crtbeginS.o",
        "/opt/arm/lib/crt0.o", "/usr/lib/clang/14/lib/linux/clang_rt.crtbegin-x86_64.o",
        "/usr/lib/gcc/x86_64-linux-gnu/12/libasan_preinit.o"})
    CHECK(is_startup_object(name, "/b"));
  CHECK_FALSE(is_startup_object("/b/crt1.o", "/b"));
  CHECK_FALSE(is_startup_object("/usr/lib/main.o", "/b"));
  CHECK_FALSE(is_startup_object("/usr/lib/crtbegin.cpp", "/b"));
}
