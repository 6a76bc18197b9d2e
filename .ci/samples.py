#!/usr/bin/env python3
"""samples.py TIEOUT SAMPLES: what `inspect --json` counts in sample files, against COUNTS.tsv.

Every file whose totals tie, or that states none, must be counted right and tie. One whose totals do not tie is counted
right, or refused with errors that say where. A row without a number of transactions is about a file that is not
well-formed: it must be refused.
"""
import csv
import json
import subprocess
import sys
from pathlib import Path


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
    """Why the file is not read as it should be, or None where it is."""
    if report is None:
        return "no line for it"
    if any(not error["message"] or error["byte_offset"] is None and error["problem"] != "notRecognised"
           for error in report["errors"]):
        return "an error without a reason or a place"
    if not row["transactions"].isdigit():
        return None if report["errors"] else "not well-formed, and not refused"
    if row["control_totals"] == "does not tie" and report["errors"]:
        return None
    for column in ("entries", "transactions"):
        if row[column].isdigit() and int(row[column]) != report[column]:
            return f"{column}: found {report[column]}, expected {row[column]}"
    if row["control_totals"] == "ties" and report["control_totals"] != "tie":
        return f"control totals: found {report['control_totals']}, expected tie"
    return None


def main(tieout, samples):
    samples = Path(samples)
    with open(samples / "COUNTS.tsv", newline="", encoding="utf-8") as table:
        rows = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))
    rows = [row for row in rows if row["format"] or not row["transactions"].isdigit()]
    found = inspect(tieout, [samples / row["file"] for row in rows])
    failed = False
    for kind, chosen in (("BAI2", [r for r in rows if r["format"] == "BAI2"]),
                         ("camt", [r for r in rows if r["format"] != "BAI2"])):
        wrong = [(row["file"], difference(row, found.get(str(samples / row["file"])))) for row in chosen]
        wrong = [(name, reason) for name, reason in wrong if reason]
        print(f"{kind}: {len(chosen) - len(wrong)} of {len(chosen)} read, or refused, as they should be")
        for name, reason in wrong:
            print(f"  {name}: {reason}")
        failed |= not chosen or bool(wrong)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
