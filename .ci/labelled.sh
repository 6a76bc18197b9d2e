#!/usr/bin/env bash
# labelled.sh TIEOUT LABELLED: runs the labelled cases, checks that every run ties, and holds the scores to floors.
set -euo pipefail
tieout=$1 labelled=$2
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

failed=0
for case in steady rough hard llmeval-single; do
  printf -- '-- %s\n' "$case"
  folder="$labelled/$case" out="$work/$case" before=$SECONDS
  if ! "$tieout" apply --open-items "$folder/open-items.csv" --customers "$folder/customers.csv" --out "$out" \
    "$folder"/bank/*; then
    echo "$case: apply failed" >&2
    failed=1
    continue
  fi
  printf 'applied in %d s\n' $((SECONDS - before))
  if [[ $case == llmeval-single ]]; then
    python3 "$labelled/llmeval.py" score "$folder" "$out" | tee "$work/$case.score" || failed=1
  else
    python3 "$labelled/score.py" "$folder" "$out" -v | tee "$work/$case.score" || failed=1
    python3 "$here/spellings.py" "$folder" "$out" || failed=1
  fi
  python3 "$here/floors.py" "$case" <"$work/$case.score" || failed=1
  python3 "$here/agrees.py" "$tieout" "$folder" "$out" "$work/$case.score" || failed=1
  python3 "$here/ties.py" "$out" || failed=1
done
exit "$failed"
