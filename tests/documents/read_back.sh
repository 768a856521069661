#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Reads documents back with independent libraries: installs them (pip, once per WORK directory), then runs read_back.py with the rest of the arguments.
# usage: read_back.sh WORK [read_back.py's arguments...]
# Exit 77 where python3 is missing or the packages cannot be had, unless SOUPTRACE_REQUIRE_ALL=1: then 1.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
work=$1
shift

skip() {
  echo "read_back.sh: $1"
  [ "${SOUPTRACE_REQUIRE_ALL:-}" = 1 ] && exit 1
  exit 77
}

command -v python3 >/dev/null || skip "python3 is not installed"
mkdir -p "$work"
if ! cmp -s "$here/requirements.txt" "$work/installed.txt"; then
  rm -rf "$work/python" "$work/installed.txt"
  { python3 -m venv "$work/python" && "$work/python/bin/pip" install --disable-pip-version-check --no-deps -r "$here/requirements.txt"; } \
    >"$work/pip.log" 2>&1 || { tail -n 20 "$work/pip.log"; skip "pip could not install the libraries"; }
  cp "$here/requirements.txt" "$work/installed.txt"
fi
exec "$work/python/bin/python3" -B "$here/read_back.py" "$@"
