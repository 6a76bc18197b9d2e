#!/usr/bin/env python3
"""floors.py CASE: reads a score's output and holds the JSON in it to the case's floors."""
import json
import sys

PRECISION = 0.999
TOUCHLESS = {"steady": 0.945, "rough": 0.90, "hard": 0.87}
NONE_ALLOWED = ("receipts_neither_applied_nor_excepted", "on_a_wrong_account")


def main(case):
    lines = [line for line in sys.stdin if line.startswith("{")]
    if len(lines) != 1:
        sys.exit(f"{case}: {len(lines)} scores found, expected one")
    score = json.loads(lines[0])
    breaches = []
    if score["precision"] < PRECISION:
        breaches.append(f"precision {score['precision']}, floor {PRECISION}")
    if case in TOUCHLESS:
        if score["touchless"] < TOUCHLESS[case]:
            breaches.append(f"touchless {score['touchless']}, floor {TOUCHLESS[case]}")
        breaches += [f"{key} {score[key]}, none allowed" for key in NONE_ALLOWED if score[key] != 0]
    for breach in breaches:
        print(f"{case}: {breach}", file=sys.stderr)
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
