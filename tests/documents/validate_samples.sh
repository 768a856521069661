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
roots='--root source=roots/source --root build=roots/build --root system=roots/system --root outside=roots/outside --root install=roots/install'
# shellcheck disable=SC2086  # the roots have no blanks
judge() { sh "$here/validate.sh" "$work/validators" $roots "$@"; }
# shellcheck disable=SC2086
read_back() { sh "$here/read_back.sh" "$work/validators" $roots "$@"; }

judge --fields fields.json --fields vulnerabilities-fields.json vulnerabilities.json vex.json vex-linked.json openvex.json trace.json ./*.cdx*.json ./*.spdx.json
read_back ./*.spdx.json ./*.spdx-2.3.json ./*.cdx*.json

# refused [JUDGE] FILE EXPRESSION  the document with a sed EXPRESSION applied is found wrong
refused() {
  by=judge
  [ $# = 2 ] || { by=$1; shift; }
  sed "$2" "$1" >spoilt.json
  if cmp -s "$1" spoilt.json; then
    echo "validate_samples.sh: the expression $2 changes nothing in $1"
    exit 1
  fi
  if $by spoilt.json >spoilt.log 2>&1; then
    echo "validate_samples.sh: $1 passes although spoilt by $2"
    exit 1
  fi
}
refused vulnerabilities.json 's/"kind": "file"/"kind": "fill"/'
refused vex.json '0,/"ref": "pump/s//"ref": "pomp/'
refused vex-linked.json 's|/1#component:deb|/1#component:dab|'
refused vex-linked.json 's|urn:cdx:[0-9a-f]\{4\}|urn:cdx:0000|'
refused vex.json 's/"state": "in_triage"/"state": "in_triag"/'
refused openvex.json 's/"status": "affected"/"status": "afected"/'
refused openvex.json 's/"action_statement"/"action"/'
refused openvex.json 's/"justification": "vulnerable_code_not_present"/&, "impact_statement": "x"/'
refused openvex.json 's/"tooling"/"tools"/'
refused openvex.json 's/"sha-256"/"sha256"/'
refused trace.json 's/"use": "linked"/"use": "linkd"/'
refused trace.json 's/"role": "object"/"roll": "object"/'
refused trace.json 's/"memberSha256": "[0-9a-f]\{4\}/"memberSha256": "0000/'
refused pump.cdx.json 's/"type": "library"/"type": "libary"/'
refused pump.cdx.json '0,/"ref": "binary:pump"/s//"ref": "binary:pomp"/'
refused pump.cdx.json 's/"content": "[0-9a-f]\{4\}/"content": "0000/'
refused pump.cdx-1.6.json 's/"expression": "MIT"/"expression": "not a licence"/'
refused pump.spdx.json 's/"created": "2026/"created": 2026, "x": "/'
refused read_back pump.spdx.json 's/"relationshipType": "hasStaticLink"/"relationshipType": "hasStaticLnk"/'
refused read_back pump.spdx.json 's/"type": "software_Package"/"type": "software_Packages"/'
refused read_back pump.spdx.json '0,/"software_primaryPurpose"/s//"software_primariPurpose"/'
refused read_back pump.spdx.json '0,/#file:build:pump"/s//#file:build:pomp"/'
refused read_back pump.spdx.json 's/"hashValue": "[0-9a-f]\{4\}/"hashValue": "0000/'
refused read_back pump.spdx.json '0,/"completeness": "[a-zA-Z]*"/s//"comment": "none"/'
refused read_back pump.spdx-2.3.json 's/"relationshipType": "STATIC_LINK"/"relationshipType": "STATIC_LNK"/'
refused read_back pump.spdx-2.3.json 's/"licenseConcluded": "MIT"/"licenseConcluded": "not a licence"/'
refused read_back pump.spdx-2.3.json '0,/"spdxElementId": "SPDXRef-binary-pump"/s//"spdxElementId": "SPDXRef-binary-pomp"/'
refused read_back pump.spdx-2.3.json 's/"checksumValue": "[0-9a-f]\{4\}/"checksumValue": "0000/'
