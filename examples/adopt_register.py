#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes a copy of a SOUP register that of this machine, whose packages may have other versions than those that were registered.

  adopt_register.py SOUPTRACE TRACE REGISTER

In a real product that is people's work: each new version is evaluated, its judgements are made anew, and somebody approves them. Here they
are carried over for every item that changed, its approval too, so that an example or a test can go on. Prints the items."""
import json
import os
import re
import subprocess
import sys
from pathlib import Path


def state(path):
    """What binds an item's judgements, and its text."""
    return json.loads(path.read_text(encoding="utf-8"))


def main():
    souptrace, trace, register = sys.argv[1:]
    items = Path(register).parent / "items"
    before = {path: state(path) for path in sorted(items.glob("*.json"))}
    subprocess.run([souptrace, "register", "update", trace, "--register", register], check=True, stdout=subprocess.DEVNULL)
    components = {one["id"]: one for one in json.loads(Path(trace).read_text(encoding="utf-8"))["components"]}
    changed = {}
    for path, former in before.items():
        item = state(path)
        if item["facts"]["digest"] == former["facts"]["digest"]:
            continue
        linked = [components[one] for one in item["facts"]["components"]]
        version = linked[0].get("properties", {}).get("source-version") or linked[0].get("version", "")
        print(f"{item['id']} {item['title']}: {former['designator']['version']} -> {version}")
        facts = item.pop("facts")
        text = json.dumps(item, indent=1, ensure_ascii=False).replace(former["facts"]["digest"], facts["digest"])
        # The old version as a word: a new one may begin with it, "1.0.9-2+deb12u1".
        text = re.sub(r"(?<![\w.+~-])" + re.escape(former["designator"]["version"]) + r"(?![\w.+~%-])", version, text)
        item = json.loads(text) | {"facts": facts}
        if item["identifiers"]["purl"]:
            item["identifiers"]["purl"] = sorted(one["purl"] for one in linked if one.get("purl"))
        text = json.dumps(item, indent=1, ensure_ascii=False)
        partial = path.with_suffix(".new")
        partial.write_text(text + "\n", encoding="utf-8")
        os.replace(partial, path)
        changed.setdefault((former["approval"]["by"], former["approval"]["role"]), []).append(item["id"])
    for (name, role), items in changed.items():
        subprocess.run([souptrace, "register", "approve", *items, "--by", name, "--role", role, "--register", register], check=True,
                       stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
