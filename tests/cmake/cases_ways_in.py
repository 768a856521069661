# SPDX-License-Identifier: Apache-2.0
"""How SoupTrace gets into a product, and that it leaves no traces of its own there."""
import shutil

from harness import CHECKOUT, append, check, check_equal, ninja_only


def _product(setting, head):
    source = setting.work / "source"
    source.mkdir()
    (source / "main.c").write_text("int main(void) { return 0; }\n")
    (source / "CMakeLists.txt").write_text(
        f"cmake_minimum_required(VERSION 3.22)\nproject(product LANGUAGES C)\n{head}\nadd_executable(program main.c)\n")
    return source


def _check_traced(build, *arguments, linked=("program",)):
    build.make(*arguments)
    check_equal(build.linked(), sorted(linked), "links through the launcher")
    check(build.trace_file().exists(), "there is no trace")
    build.check_no_op()


@ninja_only
def add_subdirectory_of_a_checkout(setting):
    build = setting.build(_product(setting, f'add_subdirectory("{CHECKOUT}" SoupTrace)\nsouptrace(PRODUCT pump)\ninclude(SoupTrace)'))
    _check_traced(build)
    check_equal(build.project_json()["product"]["name"], "pump", "product")


def fetch_content(setting):
    build = setting.build(_product(setting, f"""
include(FetchContent)
FetchContent_Declare(SoupTrace SOURCE_DIR "{CHECKOUT}")
FetchContent_MakeAvailable(SoupTrace)
souptrace(PRODUCT pump)
include(SoupTrace)"""))
    _check_traced(build)
    check("CMAKE_CXX_COMPILER:" not in (build.directory / "CMakeCache.txt").read_text(), "C++ was enabled in a product in C")


@ninja_only
def included_twice_and_in_a_subdirectory(setting):
    source = _product(setting, "include(SoupTrace)\ninclude(SoupTrace)\nadd_subdirectory(below)")
    (source / "below").mkdir()
    (source / "below" / "CMakeLists.txt").write_text(
        "project(below LANGUAGES C)\ninclude(SoupTrace)\nadd_executable(below ../main.c)\nsouptrace(PRODUCT pump)\n")
    _check_traced(setting.build(source), linked=["below", "program"])


@ninja_only
def included_only_in_a_subdirectory(setting):
    source = _product(setting, "add_executable(before main.c)\nadd_subdirectory(below)")
    (source / "below").mkdir()
    (source / "below" / "CMakeLists.txt").write_text("include(SoupTrace)\nadd_executable(below ../main.c)\n")
    _check_traced(setting.build(source), linked=["before", "below", "program"])


@ninja_only
def included_by_another_copy_too(setting):
    copy = setting.work / "copy"
    shutil.copytree(CHECKOUT / "CMakeModules", copy)
    _check_traced(setting.build(_product(setting, f'include(SoupTrace)\ninclude("{copy}/SoupTrace.cmake")')))


def project_include_traces_an_untouched_product(setting):
    build = setting.build(setting.project("untouched"))
    _check_traced(build, f"-DCMAKE_PROJECT_INCLUDE={CHECKOUT}/CMakeModules/SoupTrace.cmake", "-DSOUPTRACE_SUPPLIER=Someone",
                  "-DSOUPTRACE_SAFETY_CLASS=C", "-DSOUPTRACE_OUTPUT_DIRECTORY=souptrace", "-DSOUPTRACE_LINK_MAP=ON",
                  linked=["program", "libcomponent.so"])
    check_equal(build.project_json()["product"], {"name": "untouched", "version": "2.3", "supplier": "Someone", "safetyClass": "C"},
                "product")
    check("--map" in build.links()[0][1], "SOUPTRACE_LINK_MAP has no effect")


@ninja_only
def project_include_may_be_a_file_that_declares_components(setting):
    build = setting.build(setting.project("untouched"))
    (setting.work / "declare.cmake").write_text(
        f'include("{CHECKOUT}/CMakeModules/SoupTrace.cmake")\nif(PROJECT_IS_TOP_LEVEL)\n'
        '  souptrace_component(NAME component PATHS component)\nendif()\n')
    _check_traced(build, f"-DCMAKE_PROJECT_INCLUDE={setting.work}/declare.cmake", linked=["program", "libcomponent.so"])
    component = build.project_json()["components"][0]
    check_equal((component["paths"], component["declaredAt"]), ([str(build.source / "component")], "declare.cmake:3"), "component")


@ninja_only
def top_level_includes(setting):
    if setting.version < (3, 24):
        return "CMAKE_PROJECT_TOP_LEVEL_INCLUDES is of 3.24"
    build = setting.build(setting.project("untouched"))
    _check_traced(build, f"-DCMAKE_PROJECT_TOP_LEVEL_INCLUDES={CHECKOUT}/CMakeModules/SoupTrace.cmake",
                  linked=["program", "libcomponent.so"])
    return None


@ninja_only
def include_changes_no_policy_and_no_variable(setting):
    source = setting.work / "source"
    source.mkdir()
    (source / "CMakeLists.txt").write_text("""
cmake_minimum_required(VERSION 3.10)
project(product LANGUAGES NONE)
function(note file)
  set(text "")
  foreach(number RANGE 0 210)
    string(LENGTH "000${number}" length)
    math(EXPR start "${length} - 4")
    string(SUBSTRING "000${number}" ${start} 4 id)
    if(POLICY CMP${id})
      cmake_policy(GET CMP${id} value)
      string(APPEND text "CMP${id} ${value}\\n")
    endif()
  endforeach()
  foreach(what IN ITEMS VARIABLES CACHE_VARIABLES MACROS)
    get_property(names DIRECTORY PROPERTY ${what})
    list(SORT names)
    foreach(name IN LISTS names)
      if(NOT name MATCHES "^(ARG|CMAKE_MATCH_)" AND NOT name MATCHES "^(names|text|what|value|id|start|length|number|file)$")
        string(APPEND text "${what} ${name}=[${${name}}]\\n")
      endif()
    endforeach()
  endforeach()
  file(WRITE "${CMAKE_BINARY_DIR}/${file}" "${text}")
endfunction()
note(before)
include(SoupTrace)
souptrace(PRODUCT x)
note(after)
""")
    build = setting.build(source)
    build.configure()
    before, after = ((build.directory / name).read_text() for name in ("before", "after"))
    check("CMP0054" in before and "CMAKE_SOURCE_DIR" in before, "the test sees no policies or variables")
    check_equal(after.splitlines(), before.splitlines(), "policies and variables")


@ninja_only
def include_gives_no_warning(setting):
    source = _product(setting, "include(module/SoupTrace.cmake)\nsouptrace(PRODUCT pump)\nsouptrace_component(NAME x PATHS main.c)")
    shutil.copytree(CHECKOUT / "CMakeModules", source / "module")  # CMake warns of what lies in the project
    text = setting.build(source).configure("--warn-uninitialized", "-Wdev", "-Wdeprecated")
    check("Warning" not in text, f"there are warnings:\n{text}")


@ninja_only
def find_package_of_an_installed_tree(setting):
    prefix = setting.work / "moved prefix"
    package = prefix / "lib" / "cmake" / "SoupTrace"
    shutil.copytree(CHECKOUT / "CMakeModules", package)
    shutil.copy(CHECKOUT / "tracer" / "cmake" / "SoupTraceConfig.cmake", package)
    template = (CHECKOUT / "tracer" / "cmake" / "SoupTraceTools.cmake.in").read_text()
    for name, value in (("PREFIX", "../../.."), ("EXECUTABLE_FILE", "bin/souptrace"), ("LINK_FILE", "libexec/souptrace/souptrace-link")):
        template = template.replace(f"@SOUPTRACE_{name}@", value)
    (package / "SoupTraceTools.cmake").write_text(template)
    for name, folder in (("souptrace", "bin"), ("souptrace-link", "libexec/souptrace")):
        (prefix / folder).mkdir(parents=True)
        shutil.copy(CHECKOUT / "tests" / "cmake" / "stubs" / name, prefix / folder)
    source = _product(setting, "find_package(SoupTrace REQUIRED)\nsouptrace(PRODUCT pump)")
    append(source / "CMakeLists.txt", "include(SoupTrace)\n")
    build = setting.build(source)
    build.tools = []
    _check_traced(build, f"-DCMAKE_PREFIX_PATH={prefix}")
    shutil.move(prefix / "bin" / "souptrace", prefix / "bin" / "gone")
    text = build.configure(succeeds=False)
    check("This SoupTrace is not installed completely" in " ".join(text.split()), f"the missing program is not said:\n{text}")
