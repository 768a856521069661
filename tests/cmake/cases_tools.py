# SPDX-License-Identifier: Apache-2.0
"""How a checkout builds SoupTrace's own programs; with a small project in the place of SoupTrace's sources."""
import shutil
import subprocess

from harness import CHECKOUT, STUBS, check, check_equal, ninja_only


def _checkout(setting):
    checkout = setting.project("checkout", "checkout")
    shutil.copytree(CHECKOUT / "CMakeModules", checkout / "CMakeModules")
    shutil.copytree(STUBS, checkout / "stubs")
    (checkout / "tracer" / "cmake").mkdir()
    shutil.copy(CHECKOUT / "tracer" / "cmake" / "SoupTraceTools.cmake.in", checkout / "tracer" / "cmake")
    return checkout


def _product(setting, checkout, directory="build"):
    source = setting.work / "source"
    if not source.exists():
        setting.project("small")
    build = setting.build(source, directory)
    build.tools = [f"-DCMAKE_MODULE_PATH={checkout}/CMakeModules"]
    return build


def _builds(directory):
    return (directory / "builds").read_text().split()


def programs_are_built_once_and_again_when_the_sources_change(setting):
    checkout = _checkout(setting)
    build = _product(setting, checkout)
    build.make()
    tools = build.state / "tools"
    check_equal(build.linked(), ["program"], "links through the launcher")
    check_equal(_builds(tools), ["1.0"], "builds of the programs")
    check((tools / "build" / "system").read_text().endswith("Release"), "the programs are not a release build")
    build.check_no_op()
    build.configure()
    check_equal(_builds(tools), ["1.0"], "builds after configuring again")
    (checkout / "tracer" / "version").write_text("2.0\n")
    build.configure()
    check_equal(_builds(tools), ["1.0", "2.0"], "builds after a change")
    build.build()
    check_equal(build.linked(), ["program"], "links: the launcher's path is the same, so nothing is linked again")


def failed_build_of_the_programs_says_why_and_what_to_do(setting):
    checkout = _checkout(setting)
    (checkout / "tracer" / "version").write_text("broken\n")
    build = _product(setting, checkout)
    text = " ".join(build.configure(succeeds=False).split())
    check("SoupTrace cannot configure its own programs" in text and "this version is broken" in text, f"the reason is not said:\n{text}")
    check("apt-get install g++ libssl-dev" in text, f"the remedy is not said:\n{text}")
    (checkout / "tracer" / "version").write_text("1.0\n")
    (checkout / "tracer" / "main.c").write_text("int main(void) { return nothing; }\n")
    text = " ".join(build.configure(succeeds=False).split())
    check("SoupTrace cannot build its own programs" in text and "nothing" in text, f"the reason is not said:\n{text}")
    (checkout / "tracer" / "main.c").write_text("int main(void) { return 0; }\n")
    build.make()
    check_equal(build.linked(), ["program"], "links through the launcher")


@ninja_only
def programs_are_for_this_machine_in_a_cross_build(setting):
    checkout = _checkout(setting)
    (setting.work / "toolchain.cmake").write_text(
        "set(CMAKE_SYSTEM_NAME Linux)\nset(CMAKE_SYSTEM_PROCESSOR riscv64)\nset(CMAKE_C_COMPILER cc)\nset(CMAKE_SYSROOT /)\n")
    build = _product(setting, checkout)
    for name in ("CC", "CXX", "LD", "AR", "CMAKE_TOOLCHAIN_FILE", "CMAKE_GENERATOR_INSTANCE", "DESTDIR", "MAKEFLAGS", "CPATH"):
        build.environment[name] = "/no/such/thing"
    build.environment["CFLAGS"] = "-DPRODUCT"
    build.configure(f"-DCMAKE_TOOLCHAIN_FILE={setting.work}/toolchain.cmake", "-DCMAKE_C_FLAGS=")
    tools = build.state / "tools"
    check_equal((tools / "build" / "system").read_text(), "Linux  FALSE Release", "system, flags, cross compiling and type of the tools' build")
    environment = (tools / "build" / "environment").read_text()
    check("/no/such/thing" not in environment, f"the product's environment reaches the tools' build:\n{environment}")
    check_equal(build.project_json()["sysroot"], "/", "sysroot in project.json")


@ninja_only
def builds_share_a_directory_of_programs(setting):
    checkout = _checkout(setting)
    shared = setting.work / "shared tools"
    builds = [_product(setting, checkout, f"build{number}") for number in range(3)]
    running = [subprocess.Popen([setting.cmake, "-S", build.source, "-B", build.directory, "-G", setting.generator, *build.tools,
                                 f"-DSOUPTRACE_TOOLS_DIR={shared}"], env=build.environment, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True) for build in builds]
    for process in running:
        text = process.communicate()[0]
        check_equal(process.returncode, 0, f"result of configuring\n{text}")
    (folder,) = shared.iterdir()
    check_equal(_builds(folder), ["1.0"], "builds of the programs by three runs of CMake at once")
    (checkout / "tracer" / "version").write_text("2.0\n")
    builds[0].configure(f"-DSOUPTRACE_TOOLS_DIR={shared}")
    check_equal(len(list(shared.iterdir())), 2, "folders: one for each state of the sources")
    for build in builds:
        build.build()
        check_equal(build.linked(), ["program"], "links through the launcher")


@ninja_only
def programs_interrupted_or_moved_are_built_anew(setting):
    checkout = _checkout(setting)
    build = _product(setting, checkout)
    build.configure()
    tools = build.state / "tools"
    (tools / "built").unlink()
    build.configure()
    check_equal(_builds(tools), ["1.0", "1.0"], "builds after an interrupted one")
    shutil.move(checkout, setting.work / "moved")
    build.tools = [f"-DCMAKE_MODULE_PATH={setting.work}/moved/CMakeModules"]
    build.configure()
    check_equal(_builds(tools), ["1.0", "1.0"], "builds after moving the same sources")
    (setting.work / "moved" / "tracer" / "version").write_text("2.0\n")
    build.configure()
    check_equal(_builds(tools), ["1.0", "1.0", "2.0"], "builds of changed sources that have moved")
    shutil.rmtree(setting.work / "moved" / "tracer")
    text = " ".join(build.configure(succeeds=False).split())
    check("finds neither its programs nor its sources" in text, f"the reason is not said:\n{text}")
