#!/usr/bin/env python3
"""samples.py TIEOUT SAMPLES: what `inspect --json` counts in sample files, against COUNTS.tsv.

Of the well-formed BAI2 files, and of the well-formed camt files, nine in ten must be counted right; the rest is
listed. A row without a number of transactions is about a file that is not well-formed, or that holds no statement.
"""
import csv
import json
import subprocess
import sys
from pathlib import Path

FLOOR_PERCENT = 90


def inspect(tieout, paths):
    """The objects `inspect --json` prints, by file; files with errors make it exit with 65."""
    run = subprocess.run([tieout, "inspect", "--json", *map(str, paths)], stdout=subprocess.PIPE, text=True)
    if run.returncode not in (0, 65):
        sys.exit(f"inspect ended with {run.returncode}")
    found = {}
    for line in run.stdout.splitlines():
        report = json.loads(line)
        missing = {"file", "format", "statements", "entries", "transactions", "credits", "debits",
                   "control_totals", "errors"} - report.keys()
        if missing:
            sys.exit(f"inspect leaves out {sorted(missing)}")
        found[report["file"]] = report
    return found


def difference(row, report):
    """Why the counts differ, or None where they are the same."""
    if report is None:
        return "no line for it"
    for column in ("entries", "transactions"):
        if row[column].isdigit() and int(row[column]) != report[column]:
            return f"{column}: found {report[column]}, expected {row[column]}"
    if row["control_totals"] == "ties" and report["control_totals"] == "mismatch":
        return "control totals: found mismatch, expected tie"
    return None


def main(tieout, samples):
    samples = Path(samples)
    with open(samples / "COUNTS.tsv", newline="", encoding="utf-8") as table:
        rows = [row for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)]
    rows = [row for row in rows if row["transactions"].isdigit() and row["format"]]
    found = inspect(tieout, [samples / row["file"] for row in rows])
    failed = False
    for kind, chosen in (("BAI2", [r for r in rows if r["format"] == "BAI2"]),
                         ("camt", [r for r in rows if r["format"] != "BAI2"])):
        wrong = [(row["file"], difference(row, found.get(str(samples / row["file"])))) for row in chosen]
        wrong = [(name, reason) for name, reason in wrong if reason]
        right = len(chosen) - len(wrong)
        print(f"{kind}: {right} of {len(chosen)} counted right")
        for name, reason in wrong:
            print(f"  {name}: {reason}")
        failed |= not chosen or right * 100 < FLOOR_PERCENT * len(chosen)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
