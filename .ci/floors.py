#!/usr/bin/env python3
"""floors.py CASE: reads a score's output and holds the JSON in it to the case's floors."""
import json
import sys

PRECISION = 0.999
TOUCHLESS = {"steady": 0.98, "rough": 0.964, "hard": 0.936}
RIGHT_OR_SUGGESTED = {"steady": 0.99, "rough": 0.985, "hard": 0.973}
F1 = {"llmeval-single": 0.985}
NONE_ALLOWED = ("receipts_neither_applied_nor_excepted", "on_a_wrong_account")


def main(case):
    lines = [line for line in sys.stdin if line.startswith("{")]
    if len(lines) != 1:
        sys.exit(f"{case}: {len(lines)} scores found, expected one")
    score = json.loads(lines[0])
    breaches = []
    if score["precision"] < PRECISION:
        breaches.append(f"precision {score['precision']}, floor {PRECISION}")
    if score.get("f1", 1) < F1.get(case, 0):
        breaches.append(f"F1 {score['f1']}, floor {F1[case]}")
    if score.get("right_or_suggested", 1) < RIGHT_OR_SUGGESTED.get(case, 0):
        breaches.append(f"right or suggested {score['right_or_suggested']}, floor {RIGHT_OR_SUGGESTED[case]}")
    if case in TOUCHLESS:
        if score["touchless"] < TOUCHLESS[case]:
            breaches.append(f"touchless {score['touchless']}, floor {TOUCHLESS[case]}")
        breaches += [f"{key} {score[key]}, none allowed" for key in NONE_ALLOWED if score[key] != 0]
    for breach in breaches:
        print(f"{case}: {breach}", file=sys.stderr)
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
