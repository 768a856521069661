#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds DCMTK, the DICOM toolkit, from Debian's source package with SoupTrace injected from outside, under strace, and checks the trace
# of all its binaries (check_build.py says against what).
#
#   tests/real/dcmtk.sh [--work DIR] [--no-install] [--tools SOUPTRACE LAUNCHER] [--target NAME] [--sample N] [--jobs N]
#     [--time N | --time-links N]
#
# --tools: built programs to use; otherwise the module builds them. --target: trace only this target, and build what it needs.
# --time: afterwards N builds with and N without SoupTrace in turn, compiler cache off, and the time of builds with nothing to do.
# --time-links: the same for the links and the trace step alone, and their part of a clean build by a sample of compilations; compares the
# binaries of both builds. --sample: that many compilations, here and where the trace's headers are checked.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repo=$(cd "$here/../.." && pwd)
work=$repo/build/dcmtk
install=yes tools=() target=all sample=24 jobs=$(nproc) rounds=0 link_rounds=0
usage() { sed -n '3,12p' "${BASH_SOURCE[0]}" | cut -c3-; }
fail() { echo "dcmtk.sh: $*" >&2; exit 2; }
while [ $# -gt 0 ]; do
  case $1 in
    --work) work=$(realpath -m "${2:?}"); shift ;;
    --no-install) install=no ;;
    --tools) tools=("-DSOUPTRACE_EXECUTABLE=$(realpath "${2:?}")" "-DSOUPTRACE_LINK=$(realpath "${3:?}")"); shift 2 ;;
    --target) target=${2:?}; shift ;;
    --sample) sample=${2:?}; shift ;;
    --jobs) jobs=${2:?}; shift ;;
    --time) rounds=${2:?}; shift ;;
    --time-links) link_rounds=${2:?}; shift ;;
    -h|--help) usage; exit 0 ;;
    *) usage >&2; fail "unknown argument '$1'" ;;
  esac
  shift
done
mkdir -p "$work"

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

install_packages() {
  local package missing=()
  for package in g++ cmake ninja-build ccache strace binutils dpkg-dev python3 nlohmann-json3-dev libfmt-dev libcli11-dev libssl-dev libsqlite3-dev \
                 libpng-dev libtiff-dev libxml2-dev libwrap0-dev libsndfile1-dev zlib1g-dev; do
    dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# The machine's own package sources, asked for source packages, in a configuration of apt's that belongs to this script.
fetch_source() {
  local apt=$work/apt
  compgen -G "$work/src/dcmtk-*/CMakeLists.txt" >/dev/null && return
  rm -rf "$apt"
  mkdir -p "$apt/parts" "$apt/lists/partial" "$apt/cache/archives/partial" "$work/src"
  local file
  for file in /etc/apt/sources.list.d/*.sources; do
    [ -e "$file" ] && sed 's/^Types:.*/Types: deb-src/' "$file" > "$apt/parts/$(basename "$file")"
  done
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [ -e "$file" ] && sed -n 's/^deb\(-src\)\?\([[:space:]]\)/deb-src\2/p' "$file" > "$apt/parts/$(basename "$file" .list).list"
  done
  cat > "$apt/apt.conf" <<CONF
Dir::Etc::sourcelist "/dev/null";
Dir::Etc::sourceparts "$apt/parts";
Dir::State::lists "$apt/lists";
Dir::Cache "$apt/cache";
APT::Sandbox::User "$(id -un)";
CONF
  APT_CONFIG=$apt/apt.conf apt-get update -qq
  (cd "$work/src" && APT_CONFIG=$apt/apt.conf apt-get source -qq dcmtk >/dev/null)
}

# configure DIRECTORY [ARGUMENT…]: the features of Debian's package, as static libraries.
configure() {
  local build=$1
  shift
  cmake -S "$source" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_DATADIC=share/libdcmtk17 \
        -DDCMTK_WITH_OPENSSL=ON -DDCMTK_WITH_XML=ON -DDCMTK_WITH_TIFF=ON -DDCMTK_WITH_PNG=ON -DDCMTK_WITH_ZLIB=ON \
        -DDCMTK_WITH_ICONV=OFF -DDCMTK_WITH_ICU=OFF -DDCMTK_WITH_DOXYGEN=OFF "$@" > "$build.configure.log" 2>&1 ||
    { tail -30 "$build.configure.log" >&2; fail "DCMTK cannot be configured; see $build.configure.log"; }
}

traced=("-DCMAKE_PROJECT_INCLUDE=$repo/CMakeModules/SoupTrace.cmake" "-DSOUPTRACE_TOOLS_DIR=$work/tools" "${tools[@]}")
cached=(-DCMAKE_C_COMPILER_LAUNCHER=ccache -DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
[ "$target" = all ] || traced+=("-DSOUPTRACE_TARGETS=$target")
[ "$install" = no ] || install_packages
fetch_source
source=$(dirname "$(compgen -G "$work/src/dcmtk-*/CMakeLists.txt" | tail -1)")
export CCACHE_DIR=${CCACHE_DIR:-$work/ccache} CCACHE_BASEDIR=/ CCACHE_NOHASHDIR=1
calls=$(python3 -B -c "import sys; sys.path.insert(0, '$repo/tests/oracle'); import strace_log; print(strace_log.CALLS)")

goal=all
[ "$target" = all ] || goal=souptrace
rm -rf "$work/build"
mkdir -p "$work/build"
configure "$work/build" "${traced[@]}" "${cached[@]}"
# Compilations first and untraced: strace is for the links.
[ "$target" != all ] || ninja -C "$work/build" -j "$jobs" $(ninja -C "$work/build" -t targets all | sed -n 's/^\(.*\.o\): C.*_COMPILER.*/\1/p') \
  > "$work/build.log" 2>&1 || { tail -30 "$work/build.log" >&2; fail "DCMTK cannot be compiled"; }
strace -f -q -y --seccomp-bpf -s 65536 -e "trace=$calls" -o "$work/strace" -- \
  ninja -C "$work/build" -j "$jobs" "$goal" >> "$work/build.log" 2>&1 || { tail -30 "$work/build.log" >&2; fail "DCMTK cannot be built; see $work/build.log"; }
sed -n 's/^souptrace: //p' "$work/build.log"
code=0
python3 -B "$here/check_build.py" --source "$source" --build "$work/build" --strace "$work/strace" --sample "$sample" || code=1
if [ "$rounds" -gt 0 ]; then
  configure "$work/with" "${traced[@]}"
  configure "$work/without"
  python3 -B "$here/time_builds.py" --rounds "$rounds" --jobs "$jobs" --with "$work/with" --without "$work/without"
fi
if [ "$link_rounds" -gt 0 ]; then
  configure "$work/with" "${traced[@]}" "${cached[@]}"
  configure "$work/without" "${cached[@]}"
  python3 -B "$here/time_builds.py" --links-only --sample "$sample" --rounds "$link_rounds" --jobs "$jobs" \
    --with "$work/with" --without "$work/without"
  same=0
  for binary in "$work/without/bin/"*; do
    if cmp "$binary" "$work/with/bin/${binary##*/}"; then same=$((same + 1)); else code=1; fi
  done
  echo "binaries that are the same with SoupTrace: $same"
fi
exit "$code"
