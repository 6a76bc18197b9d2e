"""Counts the instructions of each room's work on small batches, and holds them to what was recorded.

    make instructions           # counts and compares
    make record-instructions    # counts and records, where a change is meant to cost or save

Instructions are the same on every run, whatever else the machine does, so that a change which makes a room slower is seen
on the day it is made.
"""
import csv
import os
import re
import shutil
import subprocess
import sys
import tempfile

# RoomWork.run(on:), as the compiler writes it.
RUN = "$s8RoomWorkAAO3run2onSiAA0A5InputC_tF"
PAYMENTS = {"clean": 2_000, "noisy": 500}
# What varies from machine to machine: which copy routines libc takes.
ALLOWED = 1.10


def without_debug_information(binary, folder):
    """Debian 12's valgrind cannot read the debug information that Swift's compiler writes."""
    program = folder + "/count-room"
    subprocess.run(["strip", "--strip-debug", "-o", program, binary], check=True)
    return program


def collected(program, batch, folder):
    """Instructions of each work, in order: one dump of the counter after every call of `RoomWork.run`."""
    run = subprocess.run(
        ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/callgrind", f"--toggle-collect={RUN}",
         f"--dump-after={RUN}", program, folder + "/batch", batch, str(PAYMENTS[batch])],
        capture_output=True, text=True, env=dict(os.environ, SWIFT_DETERMINISTIC_HASHING="1"))
    works = [line.split()[0] for line in run.stdout.splitlines()]
    if run.returncode or not works:
        sys.exit(f"count-room: exit {run.returncode}\n{run.stderr[-2000:]}")
    counts = []
    for number, work in enumerate(works, 1):
        text = open(f"{folder}/callgrind.{number}", errors="replace").read()
        counts.append((batch, work, int(re.search(r"^totals: (\d+)", text, re.MULTILINE).group(1))))
        os.remove(f"{folder}/callgrind.{number}")
    shutil.rmtree(folder + "/batch")
    return counts


def main():
    binary, recorded, mode = sys.argv[1:]
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        program = without_debug_information(binary, folder)
        for batch in PAYMENTS:
            rows += collected(program, batch, folder)
    if mode == "record":
        with open(recorded, "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["batch", "work", "instructions"])
            writer.writerows(rows)
    before = {(row["batch"], row["work"]): int(row["instructions"]) for row in csv.DictReader(open(recorded))}
    failed = False
    for batch, work, number in rows:
        ratio = number / before[batch, work]
        failed = failed or ratio > ALLOWED
        print(f"{batch} {work:12} {number // PAYMENTS[batch]:>8,} instructions a payment  {ratio:5.2f} x"
              + ("  MORE THAN RECORDED" if ratio > ALLOWED else ""))
    sys.exit(failed)


if __name__ == "__main__":
    main()
