# SPDX-License-Identifier: Apache-2.0
"""Which targets get the launcher, and that nothing else of the product changes."""
import re

from harness import append, check, check_equal, ninja_only

ALWAYS = {"in_c", "in_cxx", "in_asm", "with_objects", "with_interface_sources", "with_imported", "unity", "precompiled",
          "in_subdirectory", "in_nested_subdirectory", "shared", "module"}
FILE_NAMES = {"shared": "libshared.so", "module": "libmodule.so"}


def launcher_is_on_every_executable_shared_and_module_library(setting):
    build = setting.build(setting.project("kinds"))
    build.make()
    expected = ALWAYS | ({"whole_archive", "link_group"} if setting.version >= (3, 24) else set())
    check_equal(build.linked(), sorted(FILE_NAMES.get(name, name) for name in expected), "links through the launcher")
    check_equal(build.project_json()["targets"], sorted(expected), "targets in project.json")
    check_equal(build.file_api_replies(), 1, "File API replies when the first trace is made")
    check(build.trace_file().exists(), "the first build has made no trace")
    build.check_no_op()


def commands_are_the_product_s_own_with_the_launcher_in_front(setting):
    build = setting.build(setting.project("kinds"))
    build.configure("-DTRACE=OFF")
    untraced = build.commands()
    build.configure("-DTRACE=ON")
    traced = build.commands()
    launcher = rf"\S*/souptrace-link \S+/souptrace-state\"? -- "
    check(sum(len(re.findall(launcher, line)) for line in traced) >= len(ALWAYS), "the launcher is not in the commands")
    plain = [re.sub(launcher, "", line) for line in traced if "stubs/souptrace trace" not in line]
    check_equal(sorted(set(plain) - set(untraced)), [], "commands that only the traced build has")
    check_equal(sorted(set(untraced) - set(plain)), [], "commands that only the untraced build has")
    check_equal(len(plain), len(untraced), "number of commands")


def launcher_already_there_is_kept_behind(setting):
    source = setting.project("small")
    append(source / "CMakeLists.txt", """
set_property(TARGET program PROPERTY C_LINKER_LAUNCHER env "" FIRST=1 env SECOND=2)
add_library(library MODULE main.c)
""")
    build = setting.build(source)
    build.make("-DCMAKE_C_LINKER_LAUNCHER=env;THIRD=a b")
    commands = {name: command for name, _, command in build.links()}
    check(commands["program"].startswith("env FIRST=1 env SECOND=2 /"), f"the property's launcher: {commands['program']}")
    check(commands["liblibrary.so"].startswith("env THIRD=a b /"), f"the variable's launcher: {commands['liblibrary.so']}")


@ninja_only
def compiler_launcher_is_left_alone(setting):
    build = setting.build(setting.project("small"))
    build.make("-DCMAKE_C_COMPILER_LAUNCHER=env;COMPILING=1")
    check_equal(build.linked(), ["program"], "links through the launcher")
    build.check_no_op()


def fetched_content_is_traced(setting):
    build = setting.build(setting.project("fetched"))
    build.make()
    check_equal(build.linked(), ["libdependency.so", "program"], "links through the launcher")
    check_equal(build.project_json()["fetchContentBase"], str(build.directory / "_deps"), "FetchContent's base directory")
    build.check_no_op()


@ninja_only
def targets_choose_what_is_traced(setting):
    source = setting.project("small")
    append(source / "CMakeLists.txt", """
souptrace(TARGETS no alias::second EXCLUDE program)
add_executable(no main.c)
add_executable(second main.c)
add_executable(alias::second ALIAS second)
add_executable(third main.c)
""")
    build = setting.build(source)
    build.make()
    check_equal(build.linked(), ["no", "second"], "links through the launcher")
    check_equal(build.project_json()["targets"], ["no", "second"], "targets in project.json")
    check_equal(build.project_json()["leftOut"], ["program", "third"], "targets left out in project.json")


@ninja_only
def exclude_keeps_the_launcher_away(setting):
    source = setting.project("small")
    append(source / "CMakeLists.txt", "add_executable(no main.c)\nadd_executable(test_program main.c)\nsouptrace(EXCLUDE test_program)\n")
    build = setting.build(source)
    build.make()
    check_equal(build.linked(), ["no", "program"], "links through the launcher")


@ninja_only
def targets_and_languages_may_come_late(setting):
    source = setting.project("small")
    (source / "late.cpp").write_text("int main() {}\n")
    append(source / "CMakeLists.txt", """
function(make_late_targets)
  add_executable(deferred late.cpp)
  cmake_language(DEFER CALL add_library later MODULE late.cpp)
endfunction()
cmake_language(DEFER CALL make_late_targets)
enable_language(CXX)
""")
    build = setting.build(source)
    build.make()
    check_equal(build.linked(), ["deferred", "liblater.so", "program"], "links through the launcher")


@ninja_only
def try_compile_is_not_traced(setting):
    source = setting.project("small")
    append(source / "CMakeLists.txt", """
include(CheckCSourceCompiles)
check_c_source_compiles("int main(void) { return 0; }" WORKS)
if(NOT WORKS)
  message(FATAL_ERROR "try_compile fails")
endif()
""")
    build = setting.build(source)
    build.configure()
    check_equal(build.links(), [], "links during the configuration")


def a_build_without_linked_targets_is_fine(setting):
    source = setting.project("small")
    text = (source / "CMakeLists.txt").read_text().replace("add_executable(program main.c)", "add_library(program STATIC main.c)")
    (source / "CMakeLists.txt").write_text(text)
    build = setting.build(source)
    build.make()
    check_equal(build.project_json()["targets"], [], "targets in project.json")
    build.check_no_op()


@ninja_only
def variables_of_the_product_do_not_disturb(setting):
    source = setting.project("small")
    names = ("target targets traced linkable in_all closed todo item items value set excluded parent own state link launcher languages "
             "output configuration count directory directories all_directories below array separator text file query present json "
             "name earlier finished default_SUPPLIER default_TARGETS setting_TARGETS "
             "module prefix root source dependencies built result aliased chosen dropped type again components").split()
    setters = "".join(f"set({name} disturbing)\nset({name} disturbing CACHE STRING \"\")\n" for name in names)
    text = (source / "CMakeLists.txt").read_text().replace("include(SoupTrace)", setters + "include(SoupTrace)")
    (source / "CMakeLists.txt").write_text(text + "souptrace()\nsouptrace_component(NAME x PATHS main.c)\n")
    build = setting.build(source)
    build.make()
    project = build.project_json()
    check_equal(project["targets"], ["program"], "targets in project.json")
    check_equal(project["product"], {"name": "small", "version": "4.5", "supplier": "", "safetyClass": ""}, "product")
    check_equal(project["components"][0]["supplier"], "", "supplier of the component")
    build.check_no_op()
