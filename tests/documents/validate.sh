#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Judges documents with independent validators: installs them (npm, once per WORK directory), then runs validate.mjs with the rest of the arguments.
# usage: validate.sh WORK [validate.mjs's arguments...]
# Exit 77 where node or npm is missing or the packages cannot be had, unless SOUPTRACE_REQUIRE_ALL=1: then 1.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
work=$1
shift

skip() {
  echo "validate.sh: $1"
  [ "${SOUPTRACE_REQUIRE_ALL:-}" = 1 ] && exit 1
  exit 77
}

command -v node >/dev/null || skip "node is not installed"
command -v npm >/dev/null || skip "npm is not installed"
mkdir -p "$work"
cp "$here/validate.mjs" "$work/"
if ! cmp -s "$here/package-lock.json" "$work/installed"; then
  rm -f "$work/installed"
  cp "$here/package.json" "$here/package-lock.json" "$work/"
  (cd "$work" && npm ci --ignore-scripts --no-audit --no-fund) >"$work/npm.log" 2>&1 || { tail -n 20 "$work/npm.log"; skip "npm could not install the validators"; }
  cp "$here/package-lock.json" "$work/installed"
fi
SOUPTRACE_TRACE_SCHEMA="$here/../../tracer/write/trace.schema.json" exec node "$work/validate.mjs" "$@"
