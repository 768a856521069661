#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Sets up what the tests need on a Debian machine (as root or with sudo), builds SoupTrace with its tests and runs them all.
#
#   tests/run.sh [--no-install] [--build DIR] [--sanitize | --coverage] [-- CTEST-ARGUMENTS…]
#
# --coverage: counts what the tests run, and fails where less than 90 % of the lines of tracer/ are; the pages are in DIR/pages.
# What cannot be installed is skipped by the test that needs it, with a line that says so; with SOUPTRACE_REQUIRE_ALL=1 it fails instead.
set -euo pipefail

repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=
variant=tests
install=yes
coverage=no
sanitize=no
options=()
while [ $# -gt 0 ]; do
  case $1 in
    --no-install) install=no ;;
    --build) build=$(realpath -m "${2:?--build needs a directory}"); shift ;;
    --sanitize) sanitize=yes variant=sanitized; options+=(-DSOUPTRACE_SANITIZE=address,undefined -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG=-g1) ;;
    --coverage) coverage=yes variant=coverage; options+=(-DSOUPTRACE_COVERAGE=ON -DCMAKE_BUILD_TYPE=Debug) ;;
    --) shift; break ;;
    -h|--help) sed -n '3,8p' "${BASH_SOURCE[0]}" | cut -c3-; exit 0 ;;
    *) echo "tests/run.sh: unknown argument '$1'; see tests/run.sh --help" >&2; exit 2 ;;
  esac
  shift
done
if [ "$sanitize$coverage" = yesyes ]; then
  echo "tests/run.sh: --sanitize and --coverage are different builds: call it once with each" >&2
  exit 2
fi
build=${build:-$repo/build/$variant}

# Compilers and libraries, then linkers, generators and tools that tests drive or compare with.
packages=(g++ clang cmake ninja-build make ccache cppcheck nlohmann-json3-dev libfmt-dev libcli11-dev libssl-dev libsqlite3-dev libcpp-httplib-dev catch2
          zlib1g-dev liblzma-dev binutils lld mold clang-19 lld-19 gcc-arm-none-eabi gcc-mingw-w64-x86-64-win32
          g++-mingw-w64-x86-64-win32 gcc-aarch64-linux-gnu libc6-dev-arm64-cross strace file git dpkg-dev rpm
          pacman-package-manager libarchive-tools python3 python3-venv nodejs npm chromium xz-utils)

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

install_packages() {
  local missing=()
  for package in "${packages[@]}"; do
    dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed && continue
    # A tool that came another way is as good: node and npm are often not Debian's.
    case $package in nodejs) command -v node >/dev/null && continue ;; npm) command -v npm >/dev/null && continue ;; esac
    missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  echo "tests/run.sh: installing ${missing[*]}"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# The newest CMake, from the Python package index, in an environment of its own.
newest_cmake() {
  local venv=$build/newest-cmake
  if [ ! -x "$venv/bin/cmake" ]; then
    python3 -m venv "$venv" && "$venv/bin/pip" install --quiet --disable-pip-version-check cmake || return 1
  fi
  "$venv/bin/cmake" --version >/dev/null && echo "$venv/bin/cmake"
}

# Conan 2, likewise.
conan() {
  local venv=$build/conan
  if [ ! -x "$venv/bin/conan" ]; then
    python3 -m venv "$venv" && "$venv/bin/pip" install --quiet --disable-pip-version-check 'conan>=2,<3' || return 1
  fi
  "$venv/bin/conan" --version >/dev/null && echo "$venv/bin/conan"
}

[ "$coverage" = no ] || packages+=(gcovr)
[ "$install" = no ] || install_packages
mkdir -p "$build"
if [ -z "${SOUPTRACE_NEWEST_CMAKE:-}" ]; then
  if SOUPTRACE_NEWEST_CMAKE=$(newest_cmake); then export SOUPTRACE_NEWEST_CMAKE
  else unset SOUPTRACE_NEWEST_CMAKE; echo "tests/run.sh: the newest CMake could not be installed; its part of the matrix will be skipped" >&2; fi
fi
if [ -z "${SOUPTRACE_CONAN:-}" ]; then
  if SOUPTRACE_CONAN=$(conan); then export SOUPTRACE_CONAN
  else unset SOUPTRACE_CONAN; echo "tests/run.sh: Conan could not be installed; its test will be skipped" >&2; fi
fi

# e2e.self builds SoupTrace once more, with the same settings: a compiler cache has it all. Test programs stay with their precompiled header.
if command -v ccache >/dev/null; then
  export CCACHE_DIR=${CCACHE_DIR:-$build/ccache} CCACHE_BASEDIR=$build CCACHE_DEPEND=1
  options+=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache -DCMAKE_DISABLE_PRECOMPILE_HEADERS=OFF)
fi

# -O1 and several sources at once: a quarter of the time of a release build.
cmake -S "$repo" -B "$build" -G Ninja -DSOUPTRACE_DEVELOP=ON -DCMAKE_UNITY_BUILD=ON -DCMAKE_CXX_FLAGS_RELEASE=-O1 "${options[@]}"
cmake --build "$build"
code=0
ctest --test-dir "$build" --output-on-failure "$@" || code=$?
if [ "$coverage" = yes ]; then
  mkdir -p "$build/pages"
  # --filter is a regular expression. Branches that only an exception of the library takes are none of ours.
  gcovr --root "$repo" --filter "$(sed 's/[][\.*^$+?(){}|]/\\&/g' <<< "$repo")/tracer/" --object-directory "$build/tracer" --exclude-throw-branches --exclude-unreachable-branches \
        --html-details "$build/pages/index.html" --print-summary --fail-under-line 90 "$build" | grep -E '^(lines|branches|functions):' || code=1
fi
exit "$code"
