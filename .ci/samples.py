#!/usr/bin/env python3
"""samples.py TIEOUT SAMPLES: what `inspect --json` counts in sample files, against COUNTS.tsv.

Every file whose totals tie, or that states none, must be counted right and tie. One whose totals do not tie is counted
right, or refused with errors that say where. A row without a number of transactions is about a file that is not
well-formed: it must be refused.

CSV exports are read by the profiles of testdata/csv/profiles.yaml, but for those that are no list of a bank's; and of
the banks' files the proposed profile must read two in three without an edit.
"""
import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path

PROFILES = Path(__file__).resolve().parent.parent / "testdata" / "csv" / "profiles.yaml"
# Gifts, tables of a program's own, a column of ids.
NO_BANK = {"GiftBatch", "p_banking_details_usage_type", "p_banking_type", "pain_file"}
# Credits with a minus and debits without one in columns of their own: nothing says what they are.
CONTRADICTORY = {"debit_credit_amount"}


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


def reads(tieout, config, file):
    """Whether `inspect` takes the file by a configuration, and what it says."""
    run = subprocess.run([tieout, "inspect", "--config", config, "--json", file], stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE, text=True)
    if run.returncode not in (0, 64, 65):
        sys.exit(f"inspect ended with {run.returncode}: {run.stderr}")
    return run.returncode == 0, json.loads(run.stdout)["errors"] if run.stdout else run.stderr


def csv_exports(tieout, samples):
    """Whether the exports are read or refused as they should be, and the proposals good enough."""
    files = sorted(file for file in (samples / "csv").iterdir() if file.suffix.lower() == ".csv")
    wrong, proposed, banks = [], 0, 0
    for file in files:
        stem = file.stem.split("__")[-1]
        taken, said = reads(tieout, PROFILES, file)
        if taken != (stem not in NO_BANK | CONTRADICTORY):
            wrong.append(f"{file.name}: {'read' if taken else said}")
        if not taken and not (said and all(error["message"] for error in said)):
            wrong.append(f"{file.name}: refused without a reason")
        run = subprocess.run([tieout, "inspect", "--propose-profile", file], stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, text=True)
        if stem in NO_BANK:
            if run.returncode == 0 or not run.stderr:
                wrong.append(f"{file.name}: a profile is proposed for it, or no reason given")
            continue
        banks += 1
        with tempfile.NamedTemporaryFile("w", suffix=".yaml", encoding="utf-8") as profile:
            profile.write(run.stdout)
            profile.flush()
            proposed += reads(tieout, profile.name, file)[0]
    print(f"CSV: {len(files) - len(wrong)} of {len(files)} read, or refused, as they should be; "
          f"{proposed} of {banks} by the proposed profile")
    for line in wrong:
        print(f"  {line}")
    return bool(files) and not wrong and 3 * proposed >= 2 * banks


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
    failed |= not csv_exports(tieout, samples)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
