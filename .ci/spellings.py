#!/usr/bin/env python3
"""spellings.py CASE OUT: what became of the payers' names of a labelled case, one line for each way.

A name pair is a payer's name as the bank has it and the customer of the truth. Counted are distinct pairs by how the payer
was identified, and those of which the name identified somebody else; none may be applied to him.
"""
import collections
import csv
import re
import sys


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def main(case, out):
    truth = {row["bank_reference"]: row["customer_id"] for row in rows(f"{case}/truth.csv") if row["customer_id"]}
    parents = {row["customer_id"]: row.get("parent_id") or row["customer_id"] for row in rows(f"{case}/customers.csv")}
    said = collections.defaultdict(str)
    for row in rows(f"{out}/allocations.csv"):
        said[row["bank_reference"]] += " " + row["explanation"]
    for row in rows(f"{out}/exceptions.csv"):
        said[row["bank_reference"]] += " " + row["detail"]
    names = {row["bank_reference"]: row["payer_name"] for row in rows(f"{out}/transactions.csv")}
    ways = collections.defaultdict(set)
    applied_wrongly = 0
    applied = {row["bank_reference"]: row["customer_id"] for row in rows(f"{out}/allocations.csv") if row["invoice_id"]}
    for reference, customer in truth.items():
        name = names.get(reference)
        if not name:
            continue
        found = re.search(r"payer name \"[^\"]*\" is (like )?customer (\S+?)'s", said[reference])
        if not found:
            ways["not asked or nobody"].add((name, customer))
            continue
        family = parents.get(found.group(2), found.group(2))
        right = family == parents.get(customer, customer)
        ways[("like " if found.group(1) else "the same ") + ("right" if right else "wrong")].add((name, customer))
        if not right and reference in applied and found.group(1):
            paid = applied[reference]
            applied_wrongly += parents.get(paid, paid) != parents.get(customer, customer)
    for way, pairs in sorted(ways.items()):
        print(f"{way:20} {len(pairs):5} pairs", "; ".join(f"{a} / {b}" for a, b in sorted(pairs)) if "wrong" in way else "")
    print(f"applied to a customer whose name it is not: {applied_wrongly}")
    return 1 if applied_wrongly else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
