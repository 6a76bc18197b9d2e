#!/usr/bin/env python3
"""compare.py RUN RUN: whether two runs are the same, byte for byte.

summary.json has clock times and is left out, and so are the two columns of transactions.csv which say where in which
file a transaction stood. Cells are compared as they were read, and the rest of the file as bytes.
"""
import csv
import sys
from pathlib import Path


def content(path):
    if path.name != "transactions.csv":
        return path.read_bytes()
    with open(path, newline="", encoding="utf-8") as table:
        rows = list(csv.reader(table))
    kept = [index for index, name in enumerate(rows[0]) if name not in ("source_file", "source_position")]
    return [[row[index] for index in kept] for row in rows]


def main(first, second):
    first, second = Path(first), Path(second)
    names = [sorted(path.name for path in folder.iterdir() if path.name != "summary.json")
             for folder in (first, second)]
    different = [] if names[0] == names[1] else [f"files {names[0]} and {names[1]}"]
    for name in sorted(set(names[0]) & set(names[1])):
        if content(first / name) != content(second / name):
            different.append(name)
    for name in different:
        print(f"differs between {first.name} and {second.name}: {name}", file=sys.stderr)
    return 1 if different or not names[0] else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
