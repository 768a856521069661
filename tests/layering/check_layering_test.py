#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Shows that check_layering.py finds what it is there to find: in a small repository without fault it finds nothing, and each fault
that is planted into it is found, alone and in its place."""
import os
import sys
import tempfile
import unittest
from pathlib import Path

import check_layering

REPOSITORY = Path(__file__).resolve().parents[2]
SPDX = "// SPDX-License-Identifier: Apache-2.0\n"

README = """# Inside

| folder | holds | may include | third-party |
|---|---|---|---|
| base | bytes, digests | std | libcrypto in digest.cpp |
| formats | parsers | base | nlohmann_json behind json_read.hpp |
| host | the door | base | – |
| write | documents | base | nlohmann_json, fmt |
| cli | commands | all | CLI11, fmt |

| another | table |
|---|---|
| formats | nothing |
"""

GOOD = {
    "tracer/README.md": README,
    "tracer/main.cpp": SPDX + '#include "cli/run.hpp"\n#include "host/host.hpp"\n',
    "tracer/base/bytes.hpp": SPDX + "#include <cstdint>\n#include <vector>\n",
    "tracer/base/version.hpp.in": SPDX,
    "tracer/base/digest.cpp": SPDX + "#include <openssl/evp.h>\n",
    "tracer/formats/json_read.hpp": SPDX + '#include "base/bytes.hpp"\n#include "base/version.hpp"\n',
    "tracer/formats/json_parse.cpp": SPDX + '#include "formats/json_read.hpp"\n#include <nlohmann/json.hpp>\n',
    "tracer/host/host.hpp": SPDX,
    "tracer/host/host_posix.cpp": SPDX + "#include <sys/stat.h>\n#ifdef __linux__\n#endif\n",
    "tracer/write/text.cpp": SPDX + "#include <fmt/format.h>\n#include <nlohmann/json.hpp>\n",
    "tracer/cli/run.hpp": SPDX + '#include "host/host.hpp"\n#include "formats/json_read.hpp"\n',
    "tracer/cli/run.cpp": SPDX + "#include <CLI/CLI.hpp>\n",
    "tests/run.sh": "#!/bin/sh\n# SPDX-License-Identifier: Apache-2.0\n",
    "tests/cmake/projects/one/main.c": "int main(void) { return 0; }\n",
    "build/generated.cpp": "without a licence\n",
}

# (file, its new content, or what is added to it; where and what is found)
FAULTS = {
    "a layer that its row does not name": ("tracer/formats/x.cpp", SPDX + '#include "host/host.hpp"\n', "x.cpp:2: formats may not include host"),
    "a layer above": ("tracer/base/x.hpp", SPDX + '#include "cli/run.hpp"\n', "x.hpp:2: base may not include cli"),
    "an include with spaces": ("tracer/base/x.hpp", SPDX + '#  include  "host/host.hpp"\n', "x.hpp:2: base may not include host"),
    "a file that does not exist": ("tracer/cli/x.cpp", SPDX + '#include "base/gone.hpp"\n', 'x.cpp:2: "base/gone.hpp" is no file'),
    "an include without its folder": ("tracer/base/x.cpp", SPDX + '#include "bytes.hpp"\n', 'x.cpp:2: "bytes.hpp" must be written with'),
    "OpenSSL in another file of base": ("tracer/base/x.cpp", SPDX + "#include <openssl/evp.h>\n", "x.cpp:2: libcrypto"),
    "JSON in another file of formats": ("tracer/formats/elf.cpp", SPDX + "#include <nlohmann/json.hpp>\n", "elf.cpp:2: nlohmann_json"),
    "JSON in its facade": ("tracer/formats/json_read.hpp", SPDX + "#include <nlohmann/json.hpp>\n", "json_read.hpp:2: nlohmann_json"),
    "JSON in the commands": ("tracer/cli/x.cpp", SPDX + "#include <nlohmann/json.hpp>\n", "x.cpp:2: nlohmann_json"),
    "CLI11 outside the commands": ("tracer/write/x.cpp", SPDX + "#include <CLI/CLI.hpp>\n", "x.cpp:2: CLI11"),
    "fmt in a parser": ("tracer/formats/x.cpp", SPDX + "#include <fmt/format.h>\n", "x.cpp:2: fmt"),
    "a library in main.cpp": ("tracer/main.cpp", SPDX + "#include <fmt/format.h>\n", "main.cpp:2: fmt"),
    "a parser in main.cpp": ("tracer/main.cpp", SPDX + '#include "formats/json_read.hpp"\n', "main.cpp:2: main.cpp may include only"),
    "a library that nobody may include": ("tracer/write/x.cpp", SPDX + "#include <boost/any.hpp>\n", "x.cpp:2: <boost/any.hpp>"),
    "a platform's header": ("tracer/cli/x.cpp", SPDX + "#include <unistd.h>\n", "x.cpp:2: <unistd.h>"),
    "a platform's condition": ("tracer/cli/x.cpp", SPDX + "#ifdef _WIN32\n#endif\n", "x.cpp:2: conditional compilation"),
    "a condition of any kind": ("tracer/cli/x.cpp", SPDX + "# if 0\n#endif\n", "x.cpp:2: conditional compilation"),
    "a file of 401 lines": ("tracer/write/x.cpp", SPDX + "\n" * 400, "x.cpp:401: 401 lines"),
    "a folder without a row": ("tracer/review/x.cpp", SPDX, "x.cpp:1: review is no row"),
    "a folder in a layer": ("tracer/base/inner/x.cpp", SPDX, "x.cpp:1: base/inner is no row"),
    "a source beside main.cpp": ("tracer/x.cpp", SPDX, "x.cpp:1: sources belong into"),
    "no licence in a source": ("tracer/base/x.cpp", "#include <vector>\n", "x.cpp:1: has no line 'SPDX"),
    "no licence in a script": ("tests/x.py", "#!/usr/bin/env python3\n\n\n# SPDX-License-Identifier: Apache-2.0\n", "x.py:1: has no line 'SPDX"),
    "no licence in a CMake file": ("tests/CMakeLists.txt", "project(x)\n", "CMakeLists.txt:1: has no line 'SPDX"),
    "no licence in a template": ("tracer/base/x.hpp.in", "#pragma once\n", "x.hpp.in:1: has no line 'SPDX"),
    "the user's home": ("README.md", "See\n" + os.path.expanduser("~") + "/notes\n", "README.md:2: names a directory of this machine"),
    "a row that names no layer": ("tracer/README.md", README.replace("| host | the door | base |", "| host | the door | bass |"),
                                  "README.md:1: the row of host names 'bass'"),
    "a row with an unknown library": ("tracer/README.md", README.replace("CLI11, fmt", "CLI11, fmt, boost"),
                                      "README.md:1: the row of cli names the library 'boost'"),
    "no table": ("tracer/README.md", "# Inside\n", "README.md:1: the table of layers"),
}


class PlantedFaults(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory(prefix="souptrace layering ")
        self.addCleanup(self.directory.cleanup)
        self.root = Path(self.directory.name).resolve()
        for name, content in GOOD.items():
            self.put(name, content)

    def put(self, name, content):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")

    def found(self):
        return list(check_layering.violations(self.root))

    def test_a_repository_without_fault_has_no_violation(self):
        self.assertEqual(self.found(), [])

    def test_each_planted_fault_is_found_alone_and_in_its_place(self):
        for claim, (name, content, expected) in FAULTS.items():
            with self.subTest(claim):
                self.put(name, content)
                found = self.found()
                (self.root / name).unlink()
                if name in GOOD:
                    self.put(name, GOOD[name])
                self.assertEqual(len(found), 1, found)
                self.assertIn("/" + expected, "/" + found[0])
        self.assertEqual(self.found(), [], "every fault was taken out again")

    def test_the_repository_s_own_path_is_found(self):
        self.put("tests/x.py", "# SPDX-License-Identifier: Apache-2.0\nROOT = '" + str(self.root) + "/build'\n")
        self.assertEqual([line.split(": ")[0] for line in self.found()], ["tests/x.py:2"])

    def test_the_program_ends_with_1_when_there_is_a_violation(self):
        self.assertEqual(check_layering.main([str(self.root)]), 0)
        self.put("tracer/base/x.cpp", SPDX + '#include "host/host.hpp"\n')
        self.assertEqual(check_layering.main([str(self.root)]), 1)


class RealTable(unittest.TestCase):
    def test_the_table_of_tracer_readme_is_understood(self):
        layers = check_layering.read_table(REPOSITORY / "tracer" / "README.md")
        folders = {path.parent.name for path in (REPOSITORY / "tracer").glob("*/*.cpp")}
        self.assertGreaterEqual(len(folders), 10)
        self.assertEqual(folders - set(layers), set())
        self.assertEqual(layers["base"].may_include, set())
        self.assertEqual(layers["trace"].may_include, {"base", "model"})
        self.assertEqual(layers["cli"].may_include, set(layers))


if __name__ == "__main__":
    sys.exit(unittest.main())
