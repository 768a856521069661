#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds SoupTrace, then an example product with it, and shows what was traced. On Debian or Ubuntu, as root or with sudo, it first installs
# the packages that are missing.
#
#   examples/run.sh [--no-install] [--tools SOUPTRACE LAUNCHER] [--build DIR] [EXAMPLE]
#
# EXAMPLE: a directory beside this script; default: infusion-pump. It is built in build/examples/EXAMPLE, or in DIR.
# SoupTrace is built in build/souptrace-tool (or in $SOUPTRACE_TOOLS_DIR); --tools: these programs are there already.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repo=$(dirname "$here")
tool=$(realpath -m "${SOUPTRACE_TOOLS_DIR:-$repo/build/souptrace-tool}")
souptrace=$tool/installed/bin/souptrace
launcher=$tool/installed/libexec/souptrace/souptrace-link
example=
build=
install=yes
own_tools=no
# What is explained at the end.
declare -A explained=([infusion-pump]=libz.a [package-managers]=oximeter)

# SoupTrace's own needs, then those of the example.
packages=(g++ cmake ninja-build nlohmann-json3-dev libfmt-dev libcli11-dev libssl-dev libsqlite3-dev libcpp-httplib-dev zlib1g-dev liblzma-dev git python3-venv)

say() { printf '\n== %s\n' "$*"; }
fail() { printf 'examples/run.sh: %s\n' "$*" >&2; exit 2; }

examples() {
  local directory
  for directory in "$here"/*/; do
    if [ -f "$directory/CMakeLists.txt" ]; then basename "$directory"; fi
  done
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else fail "not root, and there is no sudo. As root, run: $*"; fi
}

missing_packages() {
  local package
  for package in "${packages[@]}"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
  done
}

install_missing() {
  local missing
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    echo "This is no Debian; the build needs what these packages hold: ${packages[*]}"
    return 0
  fi
  mapfile -t missing < <(missing_packages)
  if [ ${#missing[@]} -eq 0 ]; then return 0; fi
  say "Installing ${missing[*]}"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

# A build directory that exists keeps its generator.
configure() {
  local source=$1 build=$2
  shift 2
  local generator=(-G Ninja)
  if [ -f "$build/CMakeCache.txt" ]; then generator=(); fi
  cmake -S "$source" -B "$build" "${generator[@]}" -DCMAKE_BUILD_TYPE=Release "$@" >"$build.log" 2>&1 ||
    { cat "$build.log" >&2; fail "CMake failed for $source"; }
  rm -f "$build.log"
}

build_tool() {
  say "Building SoupTrace in $tool"
  mkdir -p "$(dirname "$tool")"
  configure "$repo" "$tool" -DSOUPTRACE_BUILD_TESTS=OFF
  cmake --build "$tool" --parallel "$(nproc)"
  cmake --install "$tool" --prefix "$tool/installed" --component souptrace >/dev/null
}

build_example() {
  say "Building examples/$example in $build"
  mkdir -p "$(dirname "$build")"
  local source=$here/$example arguments=()
  if [ -f "$source/prepare.py" ]; then  # makes the product's sources and what it takes from elsewhere
    python3 -B "$source/prepare.py" "$build-parts"
    mapfile -t arguments <"$build-parts/arguments"
    source=$build-parts/source
  fi
  if [ -d "$here/$example/soup" ]; then  # a copy, because this machine's packages may have other versions
    rm -rf "$build-soup"
    cp -R "$here/$example/soup" "$build-soup"
    arguments+=("-DPUMP_REGISTER=$build-soup/register.json")
  fi
  configure "$source" "$build" "-DCMAKE_MODULE_PATH=$repo/CMakeModules" \
    "-DSOUPTRACE_EXECUTABLE=$souptrace" "-DSOUPTRACE_LINK=$launcher" "${arguments[@]}"
  compare_with_register
  (cd "$build" && ctest --output-on-failure --quiet) || fail "the example's own tests failed"
}

# Builds. Where the gates fail because this machine has other versions than the register, it is adopted, and the build passes then.
compare_with_register() {
  local log=$build.log
  if [ ! -d "$build-soup" ]; then
    cmake --build "$build" --parallel "$(nproc)"
  elif cmake --build "$build" --parallel "$(nproc)" >"$log" 2>&1; then
    cat "$log"
  elif grep -q 'soup-version-drift' "$log" && [ -f "$build/souptrace/trace.json" ]; then
    say "The gates say that this machine has other versions than examples/$example/soup; a copy is adopted to them"
    grep -F '[soup-version-drift]' "$log" || true
    python3 "$here/adopt_register.py" "$souptrace" "$build/souptrace/trace.json" "$build-soup/register.json"
    cmake --build "$build" --parallel "$(nproc)"
  else
    cat "$log" >&2
    fail "the example's build failed"
  fi
  rm -f "$log"
}

show() {
  say "souptrace show $build"
  "$souptrace" show "$build"
  local subject=${explained[$example]}
  say "souptrace explain $build $subject"
  "$souptrace" explain "$build" "$subject"
  local register=()
  if [ -d "$build-soup" ]; then register=(--register "$build-soup/register.json"); fi
  "$souptrace" report "$build" "${register[@]}" >/dev/null
  say "Written to $build/souptrace"
  (cd "$build/souptrace" && ls -l | tail -n +2)
  say "More: $souptrace --help, and examples/$example/README.md"
  say "The report, for a browser: $build/souptrace/report.html"
}

while [ $# -gt 0 ]; do
  case $1 in
    --no-install) install=no ;;
    --tools) own_tools=yes souptrace=$(realpath "${2:?--tools needs two programs}") launcher=$(realpath "${3:?--tools needs two programs}"); shift 2 ;;
    --build) build=$(realpath -m "${2:?--build needs a directory}"); shift ;;
    -h | --help) sed -n '3,9p' "${BASH_SOURCE[0]}" | cut -c3-; echo; echo "Examples: $(examples | xargs)"; exit 0 ;;
    -*) fail "unknown option '$1'; see examples/run.sh --help" ;;
    *) [ -z "$example" ] || fail "one example at a time; see examples/run.sh --help"; example=$1 ;;
  esac
  shift
done
example=${example:-infusion-pump}
[[ $example != */* && -f $here/$example/CMakeLists.txt ]] || fail "there is no example '$example'. There are: $(examples | xargs)"

[ "$install" = no ] || install_missing
[ "$own_tools" = yes ] || build_tool
build=${build:-$repo/build/examples/$example}
build_example
show
