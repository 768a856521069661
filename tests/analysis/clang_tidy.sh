#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# clang-tidy over every source of the tracer, with the checks of .clang-tidy; any finding is a failure.
#
#   tests/analysis/clang_tidy.sh [--work DIR] [--jobs N] [FILE…]
#
# FILE…: these sources only. All of them are checked several at once (CMAKE_UNITY_BUILD), which takes a quarter of the time: half an hour of a processor.
set -euo pipefail
repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$repo/build/clang-tidy jobs=$(nproc) files=()
while [ $# -gt 0 ]; do
  case $1 in
    --work) work=$(realpath -m "${2:?--work needs a directory}"); shift ;;
    --jobs) jobs=${2:?--jobs needs a number}; shift ;;
    -h|--help) sed -n '3,7p' "${BASH_SOURCE[0]}" | cut -c3-; exit 0 ;;
    -*) echo "clang_tidy.sh: unknown argument '$1'; see clang_tidy.sh --help" >&2; exit 2 ;;
    *) files+=("$(realpath "$1")") ;;
  esac
  shift
done
command -v clang-tidy >/dev/null || { echo "clang_tidy.sh: clang-tidy is not installed (Debian: clang-tidy)" >&2; exit 2; }
mkdir -p "$work"
cmake -S "$repo" -B "$work" -G Ninja -DCMAKE_EXPORT_COMPILE_COMMANDS=ON -DSOUPTRACE_BUILD_TESTS=OFF -DCMAKE_UNITY_BUILD=ON > "$work/configure.log" ||
  { tail -5 "$work/configure.log" >&2; exit 2; }
cmake --build "$work" --target generated/write/report_assets_embedded.hpp > /dev/null
[ ${#files[@]} -gt 0 ] || mapfile -t files < <(sed -n 's/^ *"file": "\(.*\)",\{0,1\}$/\1/p' "$work/compile_commands.json" | LC_ALL=C sort -u)
[ ${#files[@]} -gt 0 ] || { echo "clang_tidy.sh: $work/compile_commands.json names no sources" >&2; exit 2; }
printf '%s\0' "${files[@]}" |
  xargs -0 -n 1 -P "$jobs" clang-tidy --quiet --config-file="$repo/.clang-tidy" -p "$work" 2> "$work/errors.log" ||
  { echo "clang-tidy found the above" >&2; exit 1; }
echo "${#files[@]} compilations, nothing found"
