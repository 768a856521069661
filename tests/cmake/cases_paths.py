# SPDX-License-Identifier: Apache-2.0
"""Names that are hard on a build: whatever CMake can build, SoupTrace can trace, and the rest is refused in words."""
import os
import shutil

from harness import STUBS, append, check, check_equal, ninja_only

# ("'" is left to Makefiles: with it CMake's own Ninja builds compile everything anew each time.)
NAMES = [" ", "$", "$x", "+", "é", "中", "(", ")", "%", "@x@", "!", "~", "=", ",", "[x]", "{", "--", "a  b'$+é"]


def _build_in(setting, directory):
    directory.mkdir(parents=True)
    source = setting.project("small", directory.relative_to(setting.work) / "source")
    for program in ("souptrace", "souptrace-link"):
        shutil.copy(STUBS / program, directory)
    build = setting.build(source, directory.relative_to(setting.work) / "build")
    build.tools = [f"-DSOUPTRACE_EXECUTABLE={directory}/souptrace", f"-DSOUPTRACE_LINK={directory}/souptrace-link"]
    return build


def _check_paths(build):
    build.make()
    check_equal([arguments for _, arguments, _ in build.links()], [f"--state={build.state} "], "arguments of the launcher")
    check_equal(build.traces()[0][1], str(build.directory), "build directory that the trace step is told")
    check_equal(build.file_api_replies(), 1, "File API replies")
    check_equal(build.project_json()["buildDirectory"], str(build.directory), "build directory in project.json")


def hard_characters_in_every_path(setting):
    name = "".join(NAMES[:-1]) if "Ninja" in setting.generator else "".join(NAMES)
    build = _build_in(setting, setting.work / name)
    _check_paths(build)
    build.check_no_op()


def hash_sign_in_every_path(setting):
    build = _build_in(setting, setting.work / "a#b")
    if setting.version >= (3, 30):
        _check_paths(build)
        build.check_no_op()
    else:
        text = " ".join(build.configure(succeeds=False).split())
        check("makes none where the path contains '#'" in text, f"the reason is not said:\n{text}")


@ninja_only
def hash_sign_in_the_source_path(setting):
    source = setting.project("small", "a#b")
    build = setting.build(source)
    build.make()
    check_equal(build.project_json()["sourceDirectory"], str(source), "source directory in project.json")
    build.check_no_op()


@ninja_only
def impossible_paths_are_refused(setting):
    for number, name in enumerate(("a[b", "a]b", "a<b", "a>b")):
        build = setting.build(_copy_without_languages(setting, f"source{number}"), f"{name}/build")
        text = " ".join(build.configure(succeeds=False).split())
        check("Rename that directory." in text and str(build.directory) in text, f"the reason is not said for {name}:\n{text}")
    build = setting.build(_copy_without_languages(setting, "a;b"))
    text = " ".join(build.configure(succeeds=False).split())
    check("cannot pass the path of the source directory through CMake" in text, f"the reason is not said:\n{text}")


@ninja_only
def paths_that_are_not_utf8_are_refused(setting):
    name = os.fsdecode(b"M\xfcller")
    builds = {"the source directory": setting.build(_copy_without_languages(setting, f"{name}/source")),
              "the build directory": setting.build(_copy_without_languages(setting, "source"), f"{name}/build")}
    for what, build in builds.items():
        text = " ".join(build.configure(succeeds=False).split())
        check(f"cannot trace {what} whose path is not UTF-8" in text and "Rename that directory." in text, f"the reason is not said:\n{text}")
    source = setting.project("small", "nested")
    (source / name).mkdir()
    (source / name / "CMakeLists.txt").write_text("add_executable(inner ../main.c)\n")
    append(source / "CMakeLists.txt", "file(GLOB directories M*ller)\nadd_subdirectory(${directories})\n")
    text = " ".join(setting.build(source, "nested build").configure(succeeds=False).split())
    check("cannot trace a directory of the build whose path is not UTF-8" in text, f"the reason is not said:\n{text}")
    source = setting.project("small", "component")
    (source / name).mkdir()
    append(source / "CMakeLists.txt", "file(GLOB directories M*ller)\nsouptrace_component(NAME m PATHS ${directories})\n")
    text = " ".join(setting.build(source, "component build").configure(succeeds=False).split())
    check("because it is not UTF-8" in text and "rename the file or directory" in text, f"the reason is not said:\n{text}")


def _copy_without_languages(setting, directory):
    source = setting.project("small", directory)
    (source / "CMakeLists.txt").write_text("cmake_minimum_required(VERSION 3.22)\nproject(small LANGUAGES NONE)\ninclude(SoupTrace)\n")
    return source


@ninja_only
def build_in_the_source_directory_is_refused(setting):
    source = _copy_without_languages(setting, "source")
    build = setting.build(source, "source")
    text = " ".join(build.configure(succeeds=False).split())
    check("Use a build directory apart" in text, f"the remedy is not said:\n{text}")


@ninja_only
def directory_added_twice_is_said(setting):
    source = setting.project("small")
    (source / "below").mkdir()
    (source / "below" / "CMakeLists.txt").write_text("add_executable(${name} ../main.c)\n")
    text = (source / "CMakeLists.txt").read_text()
    (source / "CMakeLists.txt").write_text(text + "foreach(name a b)\nadd_subdirectory(below ${name})\nendforeach()\n")
    build = setting.build(source)
    text = " ".join(build.configure().split())
    check("is added to this build more than once" in text, f"no warning:\n{text}")


@ninja_only
def unsupported_generator_is_refused(setting):
    build = setting.build(_copy_without_languages(setting, "source"))
    (build.source / "CMakeLists.txt").write_text(
        'cmake_minimum_required(VERSION 3.22)\nproject(small LANGUAGES NONE)\nset(CMAKE_GENERATOR "Xcode")\ninclude(SoupTrace)\n')
    text = " ".join(build.configure(succeeds=False).split())
    check("does not work with the generator 'Xcode'" in text and '-G Ninja, -G "Ninja Multi-Config", -G "Unix Makefiles"' in text,
          f"the generators that work are not said:\n{text}")


@ninja_only
def script_is_refused(setting):
    build = setting.build(setting.work)
    script = "%s/CMakeModules/SoupTrace.cmake" % STUBS.parent.parent.parent
    text = " ".join(build.run([setting.cmake, "-P", script], succeeds=False).split())
    check("include(SoupTrace) belongs into a CMakeLists.txt" in text, f"the reason is not said:\n{text}")
