#!/usr/bin/env python3
"""shuffle.py CASE OUT SEED: copies a case's inputs with their rows in another order; seed 0 keeps the order.

Rows of open items, customers and bank CSVs without a balance column are shuffled, and so is the order of the bank
files, which stands in OUT/order, a path per line. No cell is changed.
"""
import csv
import random
import shutil
import sys
from pathlib import Path


def shuffle(path, target, generator):
    with open(path, newline="", encoding="utf-8") as table:
        header, *rows = list(csv.reader(table))
    if "balance" not in [name.strip().lower() for name in header]:
        generator.shuffle(rows)
    with open(target, "w", newline="", encoding="utf-8") as table:
        csv.writer(table, lineterminator="\n").writerows([header, *rows])


def main(case, out, seed):
    case, out, generator = Path(case), Path(out), random.Random(seed)
    (out / "bank").mkdir(parents=True)
    files = ["open-items.csv", "customers.csv", "rates.csv", "config.yaml"]
    bank = sorted(f"bank/{path.name}" for path in (case / "bank").iterdir())
    for name in files + bank:
        if not (case / name).exists():
            continue
        if seed != "0" and name.endswith(".csv"):
            shuffle(case / name, out / name, generator)
        else:
            shutil.copyfile(case / name, out / name)
    if seed != "0":
        generator.shuffle(bank)
    (out / "order").write_text("".join(name + "\n" for name in bank), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:4])
