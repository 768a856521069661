// SPDX-License-Identifier: Apache-2.0
#include "link/temporaries.hpp"

#include <algorithm>
#include <array>

#include "base/characters.hpp"
#include "base/path.hpp"

namespace souptrace::link {
namespace {

// The startup objects of glibc, musl, newlib, bionic, the BSDs, gcc, LLVM's compiler-rt and mingw; a name
// without ".o" is a prefix.
constexpr std::array<std::string_view, 24> kStartup{
    "crt0.o",          "crt1.o",     "Scrt1.o", "rcrt1.o",       "gcrt1.o",   "grcrt1.o",
    "Mcrt1.o",         "crti.o",     "crtn.o",  "crtbegin",      "crtend",    "crtfastmath.o",
    "crtprec",         "crtoffload", "crt2.o",  "crt2u.o",       "dllcrt2.o", "clang_rt.crtbegin",
    "clang_rt.crtend", "vtv_start",  "vtv_end", "rdimon-crt0.o", "gcrt2.o",   "crtdll.o"};

/// gcc's "ccXXXXXX" of mkstemps at the start of a name.
bool has_gcc_prefix(std::string_view name) {
  return name.size() >= 8 && name.starts_with("cc") &&
         std::all_of(name.begin() + 2, name.begin() + 8, is_letter_or_digit);
}

}  // namespace

bool is_lto_temporary(std::string_view path, std::string_view output) {
  const std::string_view name = path::filename(path);
  const std::string prefix = std::string(path::filename(output)) + ".lto.";
  if (name.starts_with(prefix) && name.ends_with(".o")) return true;
  if (name == "lto.tmp") return true;
  if (name.starts_with("lto-llvm-") && name.find(".o") != std::string_view::npos) return true;
  if (name.ends_with(".ltrans.o") || name.ends_with(".lto.o")) return true;
  return has_gcc_prefix(name) && name.substr(8).starts_with(".ltrans");
}

bool is_driver_response_file(std::string_view path) {
  const std::string_view name = path::filename(path);
  return (name.size() == 8 && has_gcc_prefix(name)) ||
         (name.starts_with("response-") && name.ends_with(".txt"));
}

bool is_linker_made(std::string_view path) {
  return path.empty() || path.front() == '<' || path == "linker stubs" || path == "ld-temp.o";
}

bool is_startup_object(std::string_view path, std::string_view working_directory) {
  if (path::is_below(path, working_directory)) return false;
  const std::string_view name = path::filename(path);
  return std::any_of(kStartup.begin(), kStartup.end(),
                     [&](std::string_view one) {
                       return one.ends_with(".o") ? name == one
                                                  : name.starts_with(one) && name.ends_with(".o");
                     }) ||
         (name.starts_with("lib") && name.ends_with("san_preinit.o"));
}

}  // namespace souptrace::link
