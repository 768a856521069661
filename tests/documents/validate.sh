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
if ! cmp -s "$here/package-lock.json" "$work/installed" || [ ! -f "$work/spdx-3.0.1.schema.json" ]; then
  rm -f "$work/installed"
  cp "$here/package.json" "$here/package-lock.json" "$work/"
  (cd "$work" && npm ci --ignore-scripts --no-audit --no-fund) >"$work/npm.log" 2>&1 || { tail -n 20 "$work/npm.log"; skip "npm could not install the validators"; }
  # The JSON schema of SPDX 3.0.1 is published at spdx.org only; cdxgen's package has a copy. Of that package nothing else is wanted, and it has many
  # dependencies: so it is fetched alone and its digest compared.
  rm -rf "$work/cdxgen"
  mkdir "$work/cdxgen"
  (cd "$work/cdxgen" && npm pack --silent @cyclonedx/cdxgen@12.8.4 && tar -xzf cyclonedx-cdxgen-12.8.4.tgz package/data/spdx-export.schema.json) \
    >"$work/npm.log" 2>&1 || { tail -n 20 "$work/npm.log"; skip "npm could not fetch the SPDX schema"; }
  echo "873ff9d3177a0c12495fe585c5012f7bec0aa70aabed1f2f1e79f25bd95eb107  $work/cdxgen/package/data/spdx-export.schema.json" | sha256sum --check --status || { echo "validate.sh: the SPDX schema is another one"; exit 1; }
  mv "$work/cdxgen/package/data/spdx-export.schema.json" "$work/spdx-3.0.1.schema.json"
  rm -rf "$work/cdxgen"
  cp "$here/package-lock.json" "$work/installed"
fi
SOUPTRACE_TRACE_SCHEMA="$here/../../tracer/write/trace.schema.json" exec node "$work/validate.mjs" "$@"
