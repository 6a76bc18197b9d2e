#!/usr/bin/env python3
"""agrees.py TIEOUT CASE OUT SCORE: `tieout evaluate` counts what the case's own scorer counts, scenario by scenario."""
import json
import subprocess
import sys

tieout, case, out, score = sys.argv[1:5]
ours = json.loads(subprocess.run([tieout, "evaluate", "--truth", case, "--run", out, "--json"],
                                 check=True, capture_output=True, text=True).stdout)
lines = open(score, encoding="utf-8").read().strip().split("\n")
theirs = json.loads(next(line for line in reversed(lines) if line.startswith("{")))
differences = []
if "f1" in theirs:
    for key in ("payments", "precision", "recall", "f1", "exact"):
        if abs(float(ours["all"][key]) - theirs[key]) > 1.1e-5:
            differences.append(f"{key}: {ours['all'][key]} and {theirs[key]}")
else:
    for key in ("receipts", "wrong", "on_a_wrong_account", "receipts_neither_applied_nor_excepted"):
        if ours[key] != theirs[key]:
            differences.append(f"{key}: {ours[key]} and {theirs[key]}")
    for key in ("touchless", "touchless_where_evident", "right_or_suggested", "precision"):
        if abs(float(ours[key]) - theirs[key]) > 0.51e-4:
            differences.append(f"{key}: {ours[key]} and {theirs[key]}")
    for line in lines[1:]:
        if line.startswith(("{", "WRONG")):
            break
        name, *counts = line.split()
        tally = ours["scenarios"].get(name, {})
        mine = [tally.get(key) for key in ("transactions", "right", "wrong", "open", "suggested")]
        if mine != [int(count) for count in counts]:
            differences.append(f"{name}: {mine} and {counts}")
print("evaluate agrees with the scorer" if not differences else "\n".join(differences))
sys.exit(1 if differences else 0)
