# SPDX-License-Identifier: Apache-2.0
"""wrong/<case>.cmake is a CMakeLists.txt with a mistake (after '# project:' its own first lines, when it needs other ones), wrong/<case>.txt
what CMake must say: words in this order, however CMake breaks the lines."""
import re

from harness import HERE, check

HEAD = 'cmake_minimum_required(VERSION 3.10)\nproject(product VERSION 1.0 LANGUAGES NONE)\ninclude(SoupTrace)\n'


def run(setting, case):
    body = (HERE / "wrong" / f"{case}.cmake").read_text()
    expected = (HERE / "wrong" / f"{case}.txt").read_text()
    source = setting.work / "source"
    source.mkdir()
    (source / "CMakeLists.txt").write_text(body if "# whole file" in body else HEAD + body)
    (source / "file.c").write_text("int f(void) { return 1; }\n")
    arguments = re.findall(r"^# argument: (.*)$", body, re.MULTILINE)
    text = setting.build(source).configure(*arguments, succeeds=False)
    words = [re.escape(word) for word in expected.split()]
    check(re.search(r"\s+".join(words), text), f"CMake did not say\n  {expected}\nbut\n{text}")
