#!/usr/bin/env bash
# same-bytes.sh TIEOUT CASE: one case with 1, 2 and 7 workers and with shuffled inputs must give the same files.
set -euo pipefail
tieout=$1 case=$2
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

# Paths are relative, so that the case is named alike wherever its copy lies.
run() {
  local input=$1 out=$2 jobs=$3
  local -a words=(--open-items open-items.csv --jobs "$jobs" --out "$out") files=()
  [[ -f "$input/customers.csv" ]] && words+=(--customers customers.csv)
  [[ -f "$input/rates.csv" ]] && words+=(--rates rates.csv)
  [[ -f "$input/config.yaml" ]] && words+=(--config config.yaml)
  mapfile -t files <"$input/order"
  (cd "$input" && "$tieout" apply "${words[@]}" "${files[@]}" >/dev/null)
}

python3 "$here/shuffle.py" "$case" "$work/plain" 0
run "$work/plain" "$work/jobs-1" 1
python3 "$here/ties.py" "$work/jobs-1"
for jobs in 2 7; do
  run "$work/plain" "$work/jobs-$jobs" "$jobs"
  python3 "$here/compare.py" "$work/jobs-1" "$work/jobs-$jobs"
done
for seed in 1 2 3; do
  python3 "$here/shuffle.py" "$case" "$work/shuffled-$seed" "$seed"
  run "$work/shuffled-$seed" "$work/out-$seed" 2
  python3 "$here/compare.py" "$work/jobs-1" "$work/out-$seed"
done
