# SPDX-License-Identifier: Apache-2.0
"""When the trace is made, when it is not, and what the programs are told."""
import json
import os
import time
from pathlib import Path

from harness import append, check, check_equal, ninja_only, touch_later


def source_change_is_traced_by_the_same_build(setting):
    source = setting.project("small")
    build = setting.build(source)
    build.make()
    append(source / "main.c", "int more;\n")
    touch_later(source / "main.c")
    build.build()
    check_equal(len(build.links()), 2, "links")
    check_equal(len(build.traces()), 2, "traces")
    build.check_no_op()


def configuring_again_without_a_change_makes_no_trace(setting):
    build = setting.build(setting.project("small"))
    build.make()
    project, script = build.state / "project.json", build.directory / "cmake_install.cmake"
    before = [file.stat().st_mtime_ns for file in (project, script)]
    build.configure()
    check_equal(project.stat().st_mtime_ns, before[0], "time of project.json")
    if script.stat().st_mtime_ns != before[1]:  # some versions of CMake write the install scripts anew in each run
        build.build()
        check_equal(len(build.traces()), 2, "traces")
    build.check_no_op()


def install_rule_makes_a_new_trace(setting):
    source = setting.project("excluded")
    build = setting.build(source)
    build.make()
    for directory in (source, source / "extras"):
        traces = len(build.traces())
        append(directory / "CMakeLists.txt", f"install(TARGETS {'wanted' if directory.name == 'extras' else 'program'} DESTINATION bin)\n")
        touch_later(directory / "CMakeLists.txt")
        build.build()
        check_equal(len(build.traces()), traces + 1, f"traces after install() in {directory.name}")
        build.check_no_op()
    build.configure("-DCMAKE_SKIP_INSTALL_RULES=ON")
    build.build()
    build.check_no_op()


def installation_is_told_once_to_the_trace(setting):
    source = setting.project("excluded")
    append(source / "CMakeLists.txt", "install(TARGETS program DESTINATION bin COMPONENT one)\ninstall(FILES main.c DESTINATION src COMPONENT two)\n"
                                      "get_cmake_property(components COMPONENTS)\nfile(WRITE ${CMAKE_BINARY_DIR}/components \"${components}\")\n")
    build = setting.build(source)
    build.make()
    prefix = setting.work / "pre fix"
    config = ["--config", "Debug"] if setting.multi_config else []
    build.run([setting.cmake, "--install", str(build.directory), "--prefix", str(prefix), *config])
    calls = (build.directory / "stub-installations").read_text().splitlines()
    check_equal(len(calls), 1, "calls of the program")
    told = (build.directory / "stub-installed-list").read_text()
    check(f"prefix={prefix}\n" in told and f"file={prefix}/bin/program" in told, f"the list of what was installed:\n{told}")
    check(not list((build.directory / "CMakeFiles/souptrace-state").glob("installing-*")), "the list is left behind")
    build.run([setting.cmake, "--install", str(build.directory), "--prefix", str(prefix), "--component", "two", *config])
    check_equal(len((build.directory / "stub-installations").read_text().splitlines()), 2, "calls after a component")
    check("component=two" in (build.directory / "stub-installed-list").read_text(), "the component is not told")


@ninja_only
def nothing_to_install_stays_so(setting):
    build = setting.build(setting.project("small"))
    build.make()
    rules = (build.directory / "build.ninja").read_text()
    check("build install:" not in rules and "build install/strip:" not in rules, "a project without install rules has got an install target")


def failing_trace_fails_the_build(setting):
    build = setting.build(setting.project("small"))
    build.configure()
    (build.directory / "stub-fails").touch()
    text = build.build(succeeds=False)
    check("the trace would be incomplete" in text, f"the program's message is not shown:\n{text}")
    check(not build.trace_file().exists(), "there is a trace")
    (build.directory / "stub-fails").unlink()
    build.build()
    check_equal(build.linked(), ["program"], "links: the second build need not link again")
    check(build.trace_file().exists(), "there is no trace")
    build.check_no_op()


def clean_keeps_what_the_trace_needs(setting):
    build = setting.build(setting.project("small"))
    build.make()
    build.build("--target", "clean")
    check(not build.trace_file().exists(), "clean keeps trace.json")
    build.build()
    check(build.trace_file().exists(), "no trace after clean and build")
    build.check_no_op()


def documents_go_with_clean_and_come_back_when_deleted(setting):
    build = setting.build(setting.project("excluded"))
    build.make()
    build.build("--target", "tool")
    build.build()
    documents = {name: build.trace_file().parent / f"{name}.cdx.json" for name in ("program", "wanted", "used")}
    check(all(document.exists() for document in documents.values()), "documents are missing")
    build.check_no_op()
    build.build("--target", "clean")
    check_equal([name for name, document in documents.items() if document.exists()], [], "documents after clean")
    build.build()
    if setting.generator == "Unix Makefiles":
        return  # make does not look for by-products
    documents["wanted"].unlink()
    build.build()
    check(documents["wanted"].exists(), "a deleted document does not come back")
    build.check_no_op()


@ninja_only
def the_top_level_project_describes_the_product(setting):
    """A project inside it may use SoupTrace as well, before or after; two equals may not both."""
    for name, order in (("first", ["souptrace(PRODUCT Outer SAFETY_CLASS B)", "add_subdirectory(inside)"]),
                        ("last", ["add_subdirectory(inside)", "souptrace(PRODUCT Outer SAFETY_CLASS B)"])):
        source = setting.project("small", name)
        (source / "inside").mkdir()
        (source / "inside/CMakeLists.txt").write_text(
            "project(Inside VERSION 9 LANGUAGES C)\ninclude(SoupTrace)\nsouptrace(PRODUCT Inside SUPPLIER Nobody)\n")
        append(source / "CMakeLists.txt", "\n".join(order) + "\n")
        build = setting.build(source, f"build-{name}")
        text = build.configure()
        check("top-level project counts" in text, f"it is not said which one counts:\n{text}")
        product = build.project_json()["product"]
        check_equal([product[key] for key in ("name", "supplier", "safetyClass")], ["Outer", "", "B"], f"product, called {name}")


@ninja_only
def component_may_lie_where_the_build_makes_it(setting):
    source = setting.project("small")
    append(source / "CMakeLists.txt", 'souptrace_component(NAME unpacked PATHS "${CMAKE_BINARY_DIR}/later/x")\n')
    build = setting.build(source)
    build.configure()
    check_equal(build.project_json()["components"][0]["paths"], [str(build.directory / "later/x")], "paths")


@ninja_only
def target_souptrace_makes_the_binaries_and_the_trace(setting):
    build = setting.build(setting.project("small"))
    build.configure()
    build.build("--target", "souptrace")
    check_equal(build.linked(), ["program"], "links")
    check(build.trace_file().exists(), "there is no trace")


def what_is_not_in_all_is_built_by_hand_and_then_traced(setting):
    build = setting.build(setting.project("excluded"))
    build.make()
    expected = ["libplugin.so", "libused.so", "loads_plugin", "program", "wanted"]
    check_equal(build.linked(), expected, "links of the default build")
    check_equal(build.project_json()["targets"],
                ["inner", "loads_plugin", "plugin", "program", "tool", "unused", "used", "wanted"], "targets in project.json")
    build.check_no_op()
    traces = len(build.traces())
    build.build("--target", "tool")
    check_equal(build.linked(), sorted(expected + ["tool"]), "links")
    check_equal(len(build.traces()), traces, "traces after building the tool alone")
    build.build()
    check_equal(len(build.traces()), traces + 1, "traces of the build after")
    build.check_no_op()


def library_that_is_not_in_all_but_linked_is_traced_in_the_same_build(setting):
    source = setting.project("excluded")
    build = setting.build(source)
    build.make("-DCMAKE_LINK_DEPENDS_NO_SHARED=ON")
    traces = len(build.traces())
    append(source / "library.c", "int more;\n")
    touch_later(source / "library.c")
    build.build()
    check_equal(build.linked().count("libused.so"), 2, "links of the library")
    check_equal(build.linked().count("program"), 1, "links of the program")
    check_equal(len(build.traces()), traces + 1, "traces")
    build.check_no_op()


def exclusion_may_differ_by_configuration(setting):
    if not setting.multi_config:
        return "only Ninja Multi-Config takes generator expressions there"
    source = setting.project("small")
    append(source / "CMakeLists.txt", """
add_executable(debug_only main.c)
set_target_properties(debug_only PROPERTIES EXCLUDE_FROM_ALL "$<NOT:$<CONFIG:Debug>>")
""")
    build = setting.build(source)
    build.configure()
    build.build("--config", "Release")
    check_equal(build.linked(), ["program"], "links in Release")
    build.build("--config", "Debug")
    check_equal(build.linked(), ["debug_only", "program", "program"], "links in both")
    build.check_no_op()
    return None


def configurations_have_their_own_traces(setting):
    build = setting.build(setting.project("small"))
    build.make()
    if setting.multi_config:
        build.build("--config", "Release")
        output = build.directory / "souptrace"
        check((output / "Debug" / "trace.json").exists() and (output / "Release" / "trace.json").exists(), "traces of both configurations")
        check_equal([arguments[2:4] for arguments in build.traces()], [["--config", "Debug"], ["--config", "Release"]], "configurations")
    else:
        check_equal(build.traces(), [["trace", str(build.directory), "--output", str(build.directory / "souptrace"),
                                      "--cyclonedx", "1.7"]], "arguments of the trace step")
    check((build.directory / "CMakeCache.txt").read_text().count("SOUPTRACE_") == 2, "the module left cache entries")


def settings_reach_the_programs(setting):
    source = setting.project("small")
    append(source / "CMakeLists.txt", "souptrace(LINK_MAP ON CYCLONEDX 1.6 OUTPUT_DIRECTORY documents)\n")
    build = setting.build(source)
    build.make("-DSOUPTRACE_LINK_MAP=OFF", "-DSOUPTRACE_OUTPUT_DIRECTORY=elsewhere")
    output = build.directory / "documents" / ("Debug" if setting.multi_config else "")
    check((output / "trace.json").exists(), f"no trace in {output}")
    check_equal(build.traces()[0][-3:], [str(output), "--cyclonedx", "1.6"], "arguments of the trace step")
    check_equal(build.project_json()["outputDirectory"], str(build.directory / "documents"), "outputDirectory in project.json")
    check_equal(build.links()[0][1], f"--state={build.state} --map ", "arguments of the launcher")
    build.check_no_op()


def file_api_reply_is_there_with_one_run_of_cmake_at_most(setting):
    source = setting.project("small")
    append(source / "CMakeLists.txt", 'file(APPEND "${CMAKE_BINARY_DIR}/runs" "x")\n')
    build = setting.build(source)
    build.make()
    runs = (build.directory / "runs").read_text()
    check_equal(runs, "x" if setting.version >= (3, 27) else "xx", "runs of CMake")
    check_equal(build.file_api_replies(), 1, "replies when the first trace is made")
    build.check_no_op()
    build.configure()
    build.build()
    check_equal((build.directory / "runs").read_text(), runs + "x", "runs of CMake after configuring once more")
    (index,) = (build.directory / ".cmake/api/v1/reply").glob("index-*.json")
    kinds = {(entry["kind"], entry["version"]["major"]) for entry in json.loads(index.read_text())["objects"]}
    check_equal(sorted(kinds), [("cache", 2), ("cmakeFiles", 1), ("codemodel", 2), ("toolchains", 1)], "objects in the reply")


def first_build_of_one_target_leaves_nothing_to_run_again(setting):
    build = setting.build(setting.project("small"))
    build.configure()
    build.build("--target", "program")
    build.build()
    check_equal(build.file_api_replies(), 1, "replies when the first trace is made")
    build.check_no_op()


def suppressed_regeneration_is_said(setting):
    build = setting.build(setting.project("small"))
    text = build.configure("-DCMAKE_SUPPRESS_REGENERATION=ON")
    check(("run CMake once more" in text) == (setting.version < (3, 27)), f"warning of CMake's second run:\n{text}")
    text = build.configure("-DCMAKE_SUPPRESS_REGENERATION=ON")
    check("run CMake once more" not in text, f"warning in the second run:\n{text}")
    build.build()
    check_equal(build.file_api_replies(), 1, "replies when the first trace is made")


@ninja_only
def project_json_is_json_whatever_the_texts_are(setting):
    source = setting.project("small")
    (source / "third party").mkdir()
    append(source / "CMakeLists.txt", r'''
string(ASCII 1 one)
string(ASCII 31 last)
souptrace(PRODUCT "Pump \"X\" \\ [;] \${y} @z@ \t${one}${last}é" VERSION "1;2" SUPPLIER "line
two" SAFETY_CLASS B)
souptrace_component(NAME "tiny[crc" VERSION 1.0 SUPPLIER "A \"B\" C" LICENSE "MIT OR \"x\"" PURL pkg:generic/tiny@1
  CPE "cpe:2.3:a:b:c:1:*:*:*:*:*:*:*" URL "https://example.org/?a=b&c=d#e" PATHS "third party" main.c)
# souptrace_component(NAME second PATHS old)
souptrace_component(
  NAME second
  PATHS ${CMAKE_CURRENT_SOURCE_DIR}/main.c)
set(name third)
souptrace_component(NAME ${name} PATHS main.c)
''')
    build = setting.build(source)
    build.make()
    project = build.project_json()
    check_equal(project["format"], 1, "format")
    check_equal(project["product"], {"name": 'Pump "X" \\ [;] ${y} @z@ \t\x01\x1fé', "version": "1;2", "supplier": "line\ntwo",
                                     "safetyClass": "B"}, "product")
    places = [component.pop("declaredAt") for component in project["components"]]
    check_equal(places, ["CMakeLists.txt:11", "CMakeLists.txt:14", "CMakeLists.txt"], "where the components are declared")
    check_equal(project["components"][0], {
        "name": "tiny[crc", "version": "1.0", "supplier": 'A "B" C', "license": 'MIT OR "x"', "purl": "pkg:generic/tiny@1",
        "cpe": "cpe:2.3:a:b:c:1:*:*:*:*:*:*:*", "url": "https://example.org/?a=b&c=d#e",
        "paths": [str(source / "third party"), str(source / "main.c")], "sboms": [], "hashLists": []}, "first component")
    check_equal([project[key] for key in ("sourceDirectory", "buildDirectory", "generator", "sysroot")],
                [str(source), str(build.directory), setting.generator, ""], "the build")
    build.check_no_op()


def component_change_makes_a_new_trace(setting):
    source = setting.project("small")
    build = setting.build(source)
    build.make()
    append(source / "CMakeLists.txt", "souptrace_component(NAME main PATHS main.c)\n")
    touch_later(source / "CMakeLists.txt")
    build.build()
    check_equal(build.linked(), ["program"], "links")
    check_equal(len(build.traces()), 2, "traces")
    build.check_no_op()


def suppliers_documents_reach_the_trace_step_which_runs_again_when_they_change(setting):
    source = setting.project("small")
    (source / "of the vendor").mkdir()
    (source / "of the vendor" / "a.cdx.json").write_text("{}")
    (source / "b.sha256").write_text("")
    append(source / "CMakeLists.txt", 'souptrace_component(SBOM "of the vendor/a.cdx.json" PATHS "of the vendor")\n'
           "souptrace_component(NAME b VERSION 1 HASHES b.sha256)\n")
    build = setting.build(source)
    build.make()
    first, second = build.project_json()["components"]
    check_equal([first[key] for key in ("name", "sboms", "paths")],
                ["", [str(source / "of the vendor" / "a.cdx.json")], [str(source / "of the vendor")]], "component of the SBOM")
    check_equal([second[key] for key in ("name", "hashLists", "paths")], ["b", [str(source / "b.sha256")], []], "component of the hash list")
    build.check_no_op()
    touch_later(source / "b.sha256")
    build.build()
    check_equal(len(build.traces()), 2, "traces")
    check_equal(build.linked(), ["program"], "links")
    build.check_no_op()


def target_of_the_product_may_be_called_souptrace(setting):
    source = setting.project("small")
    append(source / "CMakeLists.txt", "add_executable(souptrace main.c)\nset_target_properties(souptrace PROPERTIES OUTPUT_NAME other)\n")
    build = setting.build(source)
    text = build.configure()
    check("souptrace-trace" in text, f"the other name is not said:\n{text}")
    build.build("--target", "souptrace-trace")
    check_equal(build.linked(), ["other", "program"], "links")
    build.build()
    build.check_no_op()


def files_from_the_future_do_not_start_cmake_for_ever(setting):
    source = setting.project("small")
    append(source / "CMakeLists.txt", 'file(APPEND "${CMAKE_BINARY_DIR}/runs" "x")\n')
    build = setting.build(source)
    build.make()
    runs = (build.directory / "runs").read_text()
    future = time.time_ns() + 3600 * 10**9
    for file in build.state.rglob("*"):
        if file.is_file() and file.name not in ("project.json", "changed"):
            os.utime(file, ns=(future, future))
    build.build()
    build.build()
    check_equal((build.directory / "runs").read_text(), runs, "runs of CMake")
    json.loads((build.state / "project.json").read_text())


def register_is_compared_when_it_or_the_trace_changes(setting):
    source = setting.project("small")
    register = source / "soup" / "register.json"
    (source / "soup" / "items").mkdir(parents=True)
    register.write_text("fine\n")
    build = setting.build(source)
    build.make("-DSOUPTRACE_REGISTER=soup/register.json")

    def checks():
        lines = (build.state / "stub-checks").read_text().splitlines()
        return [line.split("\t")[1:] for line in lines]
    check_equal(len(checks()), 1, "comparisons")
    arguments = checks()[0]
    output = Path(arguments[1]).parent
    check_equal(arguments[:6], ["check", str(output / "trace.json"), "--register", str(register), "--fail-on", "gates"], "arguments")
    check("--sarif" in arguments and arguments[arguments.index("--sarif") + 1] == str(output / "findings.sarif"), "no SARIF")
    build.check_no_op()
    register.write_text("fine, and changed\n")
    touch_later(register)
    build.build()
    check_equal(len(checks()), 2, "comparisons after a change of the register")
    (source / "soup" / "items" / "SOUP-001.json").write_text("{}")
    touch_later(source / "soup" / "items")
    build.build()
    check_equal(len(checks()), 3, "comparisons after a new item")
    traces = len(build.traces())
    append(source / "main.c", "int more;\n")
    touch_later(source / "main.c")
    build.build()
    check_equal((len(checks()), len(build.traces())), (4, traces + 1), "comparisons and traces after a change of a source")
    build.check_no_op()


def failing_gate_fails_the_build_until_it_passes_and_leaves_the_trace(setting):
    source = setting.project("small")
    (source / "soup" / "items").mkdir(parents=True)
    register = source / "soup" / "register.json"
    register.write_text("fail\n")
    append(source / "CMakeLists.txt", "souptrace(REGISTER soup/register.json FAIL_ON warnings soup-unapproved)\n")
    build = setting.build(source)
    build.configure()
    for _ in range(2):
        text = build.build(succeeds=False)
        check("a gate failed" in text, f"the build does not say why:\n{text}")
        check(build.trace_file().exists(), "the trace is gone")
    check_equal(len(build.traces()), 1, "traces")
    check("--fail-on\twarnings,soup-unapproved" in (build.state / "stub-checks").read_text(), "FAIL_ON is not told")
    register.write_text("fine\n")
    touch_later(register)
    build.build()
    build.check_no_op()
