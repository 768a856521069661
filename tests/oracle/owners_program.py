# SPDX-License-Identifier: Apache-2.0
"""What SoupTrace says of the files of a system in a directory, by the program owners_of, to compare with the system's package manager."""
import os
import subprocess
import sys

failures = []


def check(condition, text):
    if not condition:
        failures.append(text)
        print("FAILED:", text)


def run(*command, good=True, errors=False, **options):
    """What the command prints, with `errors` also to standard error."""
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"}, **options)
    if good and done.returncode != 0:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout + (done.stderr if errors else "")


def owners(program, paths, sysroot=""):
    """{path: (tier, {components})} of the real paths, and the findings (code, subject, text)."""
    text = subprocess.run([program, *([sysroot] if sysroot else [])], input="\n".join(paths) + "\n", capture_output=True, text=True,
                          check=True).stdout
    out, findings = {}, []
    for line in text.splitlines():
        if line.startswith("!"):
            findings.append(tuple(line[1:].split("\t", 2)))
        else:
            path, tier, component, losing = line.split("\t")
            out[path] = (tier, {component, *losing.split(",")} - {""})
    return out, findings


def without_tool(name):
    """Ends the test where the tool is missing: skipped, or failed where everything is required."""
    print(f"no {name} here")
    sys.exit(1 if os.environ.get("SOUPTRACE_REQUIRE_ALL") == "1" else 77)
