#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Validates the documents of the sample trace, computes their digests again from the files on the disk, and makes sure that a spoilt document is refused.
# usage: validate_samples.sh WRITE_SAMPLES WORK
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
program=$1
work=$2

rm -rf "$work/samples"
"$program" "$work/samples"
cd "$work/samples"
judge() { sh "$here/validate.sh" "$work/validators" --root source=roots/source --root build=roots/build --root system=roots/system --root outside=roots/outside --root install=roots/install "$@"; }

judge --fields fields.json trace.json ./*.cdx*.json

# refused FILE EXPRESSION  the document with a sed EXPRESSION applied is found wrong
refused() {
  sed "$2" "$1" >spoilt.json
  if cmp -s "$1" spoilt.json; then
    echo "validate_samples.sh: the expression $2 changes nothing in $1"
    exit 1
  fi
  if judge spoilt.json >spoilt.log 2>&1; then
    echo "validate_samples.sh: $1 passes although spoilt by $2"
    exit 1
  fi
}
refused trace.json 's/"use": "linked"/"use": "linkd"/'
refused trace.json 's/"role": "object"/"roll": "object"/'
refused trace.json 's/"memberSha256": "[0-9a-f]\{4\}/"memberSha256": "0000/'
refused pump.cdx.json 's/"type": "library"/"type": "libary"/'
refused pump.cdx.json '0,/"ref": "binary:pump"/s//"ref": "binary:pomp"/'
refused pump.cdx.json 's/"content": "[0-9a-f]\{4\}/"content": "0000/'
refused pump.cdx-1.6.json 's/"expression": "MIT"/"expression": "not a licence"/'
