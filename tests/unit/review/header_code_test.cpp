// SPDX-License-Identifier: Apache-2.0
#include "review/header_code.hpp"

#include "support/catch.hpp"

using souptrace::review::may_have_body_of;

TEST_CASE("A declaration and another name for a function have no body") {
  for (const char* text : {"", "int f(int);", "extern int f OF((const char *path, int));", "#define f z_f\n", "# define f z_f", "int f(\n  int);\nstruct s { int x; };",
                           "// f() { }\n", "/* f { */ int x() { return 1; }", "const char* s = \"f {\"; void g() { }", "int ff(int) { return 1; }", "int f_(int) { return 1; }",
                           "#if f\nint g() { return 1; }", "#define g(x) \\\n f {\n"})
    CHECK_FALSE(may_have_body_of(text, "f"));
}

TEST_CASE("A definition in braces and a macro with parameters are a body") {
  for (const char* text : {"inline int f(int x) { return x; }", "template <class T>\nT f(T x)\n{", "#define f(x) (x)", "  #  define f(x) \\\n (x)", "struct s { int f() const noexcept { return 1; } };",
                           "/* ' */ int f() {", "int f(int); int f(int) {", "int a::f() : b{1}", "#define x 1\r\nint f() {"})
    CHECK(may_have_body_of(text, "f"));
  CHECK(may_have_body_of("int f() {", "a::b::f"));
}

TEST_CASE("Texts that end anywhere are read to their end") {
  const std::string_view text = "#define g(x) \\\n 1\n/* \" */ 'a\\' \"b\\\"\" // c\nint f(int x) { return x; }\\";
  for (std::size_t size = 0; size <= text.size(); ++size) CHECK(may_have_body_of(text.substr(0, size), "f") == (size > text.find('{')));
}
