#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes a copy of a SOUP register that of this machine, whose packages may have other versions than those that were registered.

  adopt_register.py SOUPTRACE TRACE REGISTER

In a real product that is people's work: each new version is evaluated, its judgements are made anew, and somebody approves them. Here they
are carried over for every item that changed, its approval too, so that an example or a test can go on. Prints the items."""
import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote


def state(path):
    """What binds an item's judgements, and its text."""
    return json.loads(path.read_text(encoding="utf-8"))


def main():
    souptrace, trace, register = sys.argv[1:]
    items = Path(register).parent / "items"
    before = {path: state(path) for path in sorted(items.glob("*.json"))}
    subprocess.run([souptrace, "register", "update", trace, "--register", register], check=True, stdout=subprocess.DEVNULL)
    versions = {one["id"]: one.get("properties", {}).get("source-version") or one.get("version", "")
                for one in json.loads(Path(trace).read_text(encoding="utf-8"))["components"]}
    changed = {}
    for path, former in before.items():
        item = state(path)
        if item["facts"]["digest"] == former["facts"]["digest"]:
            continue
        version = versions[item["facts"]["components"][0]]
        print(f"{item['id']} {item['title']}: {former['designator']['version']} -> {version}")
        text = json.dumps(item, indent=1, ensure_ascii=False).replace(former["facts"]["digest"], item["facts"]["digest"])
        for spelled in (str, quote):  # in the designator and in the purl
            text = text.replace(spelled(former["designator"]["version"]), spelled(version))
        partial = path.with_suffix(".new")
        partial.write_text(text + "\n", encoding="utf-8")
        os.replace(partial, path)
        changed.setdefault((former["approval"]["by"], former["approval"]["role"]), []).append(item["id"])
    for (name, role), items in changed.items():
        subprocess.run([souptrace, "register", "approve", *items, "--by", name, "--role", role, "--register", register], check=True,
                       stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
