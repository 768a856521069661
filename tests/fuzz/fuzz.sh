#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the libFuzzer programs with clang and its sanitizers, and runs each for some minutes of processor time.
#
#   tests/fuzz/fuzz.sh [--work DIR] [--minutes N] [--jobs N] [TARGET…]
#
# Inputs that cover something new stay in DIR/corpus, which the next run goes on from; what makes a target fail lies in DIR/found and ends
# this script with 1: mend it, and add the input to tests/fuzz/corpus. The table of what was run is DIR/results.md; minutes and failures add up over all
# runs with this DIR.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repo=$(cd "$here/../.." && pwd)
work=$repo/build/fuzz minutes=10 jobs=$(nproc) targets=()
while [ $# -gt 0 ]; do
  case $1 in
    --work) work=$(realpath -m "${2:?}"); shift ;;
    --minutes) minutes=${2:?}; shift ;;
    --jobs) jobs=${2:?}; shift ;;
    -h|--help) sed -n '3,9p' "${BASH_SOURCE[0]}" | cut -c3-; exit 0 ;;
    -*) echo "fuzz.sh: unknown argument '$1'; see fuzz.sh --help" >&2; exit 2 ;;
    *) targets+=("$1") ;;
  esac
  shift
done
[ ${#targets[@]} -gt 0 ] || mapfile -t targets < <(ls "$here/corpus")

mkdir -p "$work"
cmake -S "$repo" -B "$work/programs" -G Ninja -DCMAKE_C_COMPILER=clang -DCMAKE_CXX_COMPILER=clang++ -DCMAKE_BUILD_TYPE=RelWithDebInfo \
      -DCMAKE_UNITY_BUILD=ON -DSOUPTRACE_FUZZ=ON -DSOUPTRACE_SANITIZE=address,undefined > "$work/configure.log" 2>&1 ||
  { tail -20 "$work/configure.log" >&2; echo "fuzz.sh: the programs cannot be configured; see $work/configure.log" >&2; exit 2; }
cmake --build "$work/programs" --target "${targets[@]/#/fuzz_}" -j "$jobs" | tail -1

# run TARGET: libFuzzer's own limits are of memory (MiB), of seconds for one input, and of elapsed time at four times the minutes; what
# /proc says of the processor time ends it before.
run() {
  local target=$1 seconds=$((minutes * 60))
  mkdir -p "$work/corpus/$target" "$work/found" "$work/logs"
  local log=$work/logs/$target code=0
  "$work/programs/tests/fuzz/fuzz_$target" -max_total_time=$((seconds * 4)) -rss_limit_mb=1024 -malloc_limit_mb=64 -timeout=10 -max_len=65536 \
    -print_final_stats=1 -artifact_prefix="$work/found/$target-" "$work/corpus/$target" "$here/corpus/$target" > "$log" 2>&1 &
  local pid=$! spent=0
  while kill -0 "$pid" 2>/dev/null; do
    spent=$(awk '{ print int(($14 + $15) / 100) }' "/proc/$pid/stat" 2>/dev/null || echo "$spent")
    [ "${spent:-0}" -lt "$seconds" ] || kill -INT "$pid" 2>/dev/null || true
    sleep 1
  done
  wait "$pid" || code=$?
  # 72 is what libFuzzer ends with when it is interrupted.
  [ "$code" -eq 72 ] && code=0
  local runs
  runs=$(sed -n 's/^stat::number_of_executed_units: //p' "$log")
  [ -n "$runs" ] || runs=$(grep -oE '^#[0-9]+' "$log" | tail -1 | tr -d '#')
  echo "$target ${spent:-0} ${runs:-0} $code" >> "$work/runs"
  [ "$code" -eq 0 ] || { echo "fuzz.sh: $target failed; see $log" >&2; return 1; }
}

failed=0
running=0
for target in "${targets[@]}"; do
  if [ "$running" -ge "$jobs" ]; then wait -n || failed=1; else running=$((running + 1)); fi
  run "$target" &
done
for ((i = 0; i < running; i++)); do wait -n || failed=1; done

{
  echo "| target | processor minutes | inputs run | failed |"
  echo "|---|---:|---:|---:|"
  sort "$work/runs" | awk '{ s[$1] += $2; r[$1] += $3; f[$1] += $4 != 0 } END { for (t in s) printf "| %s | %.1f | %d | %d |\n", t, s[t] / 60, r[t], f[t] }' | sort
} > "$work/results.md"
cat "$work/results.md"
exit "$failed"
