# SPDX-License-Identifier: Apache-2.0
"""The orders of versions against the programs that define them: dpkg and rpm, over real and random versions.

usage: run.py ORDER-PROGRAM"""
import random
import shutil
import subprocess
import sys

PAIRS = 400
REAL = ["0", "1", "1.0", "1.2.11", "1:1.2.13.dfsg-1", "1.1.1n-0+deb11u5", "2.36-9+deb12u14", "3.0.22-1~deb12u2", "12.2.0-14+deb12u1", "1.2.11.dfsg-2+deb11u2",
        "1.0~rc1", "1.0~~", "1.0^git1", "1.0^", "5.4.1-1", "0:1.0-1", "2.34-60.el9", "1.02", "1.2a", "1.2a1", "10", "9", "1.0-r1", "1.0+1", "1.0.", "a", "1.0-1.1"]


def random_version(generator, alphabet):
    return "".join(generator.choice(alphabet) for _ in range(generator.randint(1, 9)))


def pairs_of(alphabet, seed):
    generator = random.Random(seed)
    pairs = [(a, b) for a in REAL for b in REAL]
    for _ in range(PAIRS):
        a = random_version(generator, alphabet)
        b = a[:generator.randint(0, len(a))] + random_version(generator, alphabet)
        pairs.append((a, b) if generator.random() < 0.5 else (b, a))
    # Without a version, only a release; dpkg would take them for options.
    return [(a, b) for a, b in pairs if not a.startswith("-") and not b.startswith("-")]


def answers_of(program, kind, pairs):
    text = "".join(f"{kind} {a} {b}\n" for a, b in pairs)
    return subprocess.run([program], input=text, capture_output=True, text=True, check=True).stdout.split()


def of_dpkg(a, b):
    """dpkg orders also what it warns of, said here with a '!'; what it refuses has no order."""
    for sign, relation in (("<", "lt"), ("=", "eq"), (">", "gt")):
        done = subprocess.run(["dpkg", "--compare-versions", a, relation, b], capture_output=True, text=True, check=False)
        if done.returncode > 1 or "error" in done.stderr:
            return "?"
        if done.returncode == 0:
            return sign + ("!" if "warning" in done.stderr else "")
    return "?"


def of_rpm(pairs):
    quoted = ", ".join(f'{{"{a}", "{b}"}}' for a, b in pairs)
    program = (f"for _, p in ipairs({{{quoted}}}) do local a, b = rpm.ver(p[1]), rpm.ver(p[2]) "
               'if a == nil or b == nil then print("? ") elseif a < b then print("< ") elseif b < a then print("> ") else print("= ") end end')
    return subprocess.run(["rpm", "--eval", "%{lua: " + program + "}"], capture_output=True, text=True, check=True).stdout.split()


def compare(kind, pairs, ours, theirs):
    wrong = [(a, b, own, their) for (a, b), own, their in zip(pairs, ours, theirs)
             if own != their.rstrip("!") and not (own == "?" and their.endswith("!"))]
    unknown = sum(own == "?" for own in ours)
    print(f"{kind}: {len(pairs)} pairs, {unknown} without an order, {len(wrong)} differ")
    for a, b, own, their in wrong[:20]:
        print(f"  {a} {own} {b}, {kind} says {their}")
    return not wrong and len(ours) == len(theirs) == len(pairs) and unknown < len(pairs) / 2


def main(program):
    missing = [tool for tool in ("dpkg", "rpm") if not shutil.which(tool)]
    if missing:
        print("not installed: " + ", ".join(missing))
        return 77
    deb = pairs_of("0123a.~+-:", 1)
    good = compare("deb", deb, answers_of(program, "deb", deb), [of_dpkg(a, b) for a, b in deb])
    rpm = pairs_of("0123aB.~^-_", 2)
    good &= compare("rpm", rpm, answers_of(program, "rpm", rpm), of_rpm(rpm))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
