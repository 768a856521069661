#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Compares what the writers make of the sample trace with what is expected, byte by byte, and that a second run makes the same.
# usage: compare.sh WRITE_SAMPLES WORK          with SOUPTRACE_UPDATE_EXPECTED=1 the expectations become what was written
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
program=$1
work=$2

rm -rf "$work"
mkdir -p "$work"
"$program" "$work/once"
"$program" "$work/elsewhere/again"
diff -r "$work/once" "$work/elsewhere/again" || { echo "compare.sh: a second run in another place wrote something else"; exit 1; }

failed=0
for expected in "$here"/expected/*; do
  name=$(basename "$expected")
  if [ "${SOUPTRACE_UPDATE_EXPECTED:-}" = 1 ]; then
    cp "$work/once/$name" "$expected"
  elif ! diff -u "$expected" "$work/once/$name"; then
    failed=1
  fi
done
exit $failed
