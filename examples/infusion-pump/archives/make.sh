#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes ringbuffer-0.3.0.tar.gz from the directory beside this script, with the same bytes every time and everywhere, and prints
# its SHA-256: CMakeLists.txt pins it.
set -euo pipefail
cd "$(dirname "$0")"
tar --sort=name --format=ustar --mtime='2024-03-01 00:00:00Z' --owner=0 --group=0 --numeric-owner --mode='u=rwX,go=rX' \
  -cf - ringbuffer-0.3.0 | gzip -9 -n > ringbuffer-0.3.0.tar.gz
sha256sum ringbuffer-0.3.0.tar.gz
