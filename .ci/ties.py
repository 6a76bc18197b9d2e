#!/usr/bin/env python3
"""ties.py RUN: adds a run's files up anew and says where they do not tie.

Each transaction has one outcome, and stands in allocations.csv and exceptions.csv as that outcome says. Cash ties per
payment and per currency, to the minor unit: in = placed + open + classified. Every journal entry balances per currency
and company, and every receipt and return has one.
"""
import csv
import sys
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

OUTCOMES = {"applied", "applied_part", "on_account", "excepted", "classified"}
MONEY_OF_CUSTOMERS = {"receipt", "return"}


def rows(path):
    with open(path, newline="", encoding="utf-8") as table:
        return list(csv.DictReader(table))


def decimal(text):
    return Decimal(text or "0")


class Run:
    def __init__(self, folder):
        folder = Path(folder)
        self.transactions = rows(folder / "transactions.csv")
        self.allocations = defaultdict(list)
        for row in rows(folder / "allocations.csv"):
            self.allocations[row["payment_id"]].append(row)
        self.exceptions = rows(folder / "exceptions.csv")
        self.postings = rows(folder / "postings.csv")
        self.breaches = []

    def fail(self, text):
        self.breaches.append(text)

    def check_identity(self):
        ids = [row["payment_id"] for row in self.transactions]
        if len(set(ids)) != len(ids):
            self.fail(f"{len(ids) - len(set(ids))} payment ids stand on several transactions")
        excepted = [row["payment_id"] for row in self.exceptions]
        if len(set(excepted)) != len(excepted):
            self.fail("a payment stands in exceptions.csv more than once")
        for name, other in (("allocations.csv", self.allocations), ("exceptions.csv", excepted),
                            ("postings.csv", {row["payment_id"] for row in self.postings})):
            strangers = set(other) - set(ids)
            if strangers:
                self.fail(f"{name} names {len(strangers)} payments that are in no bank file: {min(strangers)}")

    def check_outcomes(self):
        excepted = {row["payment_id"]: row for row in self.exceptions}
        for row in self.transactions:
            name, outcome = row["payment_id"], row["outcome"]
            lines = self.allocations.get(name, [])
            on_account = [line for line in lines if not line["invoice_id"]]
            if outcome not in OUTCOMES:
                self.fail(f"{name}: outcome {outcome!r}")
            if bool(lines) != (outcome in ("applied", "applied_part", "on_account")):
                self.fail(f"{name}: {outcome} with {len(lines)} allocations")
            if outcome in ("applied", "applied_part") and len(on_account) == len(lines):
                self.fail(f"{name}: {outcome} without an invoice")
            if bool(on_account) and outcome == "applied":
                self.fail(f"{name}: applied, with cash on account")
            if outcome == "on_account" and not on_account:
                self.fail(f"{name}: on_account without cash on account")
            needs_person = outcome in ("excepted", "applied_part")
            if needs_person and name not in excepted or name in excepted and outcome in ("classified", "applied"):
                self.fail(f"{name}: {outcome}, {'in' if name in excepted else 'not in'} exceptions.csv")
            if name in excepted and decimal(excepted[name]["open_amount"]) != decimal(row["open_amount"]):
                self.fail(f"{name}: open {row['open_amount']}, in exceptions.csv {excepted[name]['open_amount']}")

    def check_cash(self):
        totals = defaultdict(lambda: defaultdict(Decimal))
        for row in self.transactions:
            name, amount, left = row["payment_id"], decimal(row["amount"]), decimal(row["open_amount"])
            sign = -1 if row["direction"] == "debit" else 1
            paid = sum((decimal(line["paid"]) for line in self.allocations.get(name, [])), Decimal(0))
            if row["class"] == "unposted":
                if paid or left:
                    self.fail(f"{name}: not booked, yet {paid} placed and {left} open")
                continue
            classified = row["outcome"] == "classified"
            if paid + (amount if classified else left) != amount or classified and (paid or left):
                self.fail(f"{name}: {amount} in, {paid} placed, {left} open, {row['outcome']}")
            total = totals[row["currency"]]
            total["in"] += sign * amount
            total["placed"] += sign * paid
            total["open"] += sign * left
            total["classified"] += sign * amount if classified else 0
        for currency, total in sorted(totals.items()):
            print(f"{currency}: in {total['in']} = placed {total['placed']} + open {total['open']}"
                  f" + classified {total['classified']}")
            if total["in"] != total["placed"] + total["open"] + total["classified"]:
                self.fail(f"{currency}: cash does not tie")

    def check_journal(self):
        balances = defaultdict(Decimal)
        posted = set()
        for row in self.postings:
            balances[row["entry_id"], row["currency"], row["company"]] += decimal(row["debit"]) - decimal(row["credit"])
            posted.add(row["payment_id"])
        for key, balance in balances.items():
            if balance:
                self.fail(f"entry {key} is off by {balance}")
        expected = {row["payment_id"] for row in self.transactions
                    if row["class"] in MONEY_OF_CUSTOMERS and decimal(row["amount"]) != 0}
        if expected - posted:
            self.fail(f"{len(expected - posted)} receipts and returns are not posted: {min(expected - posted)}")

    def check(self):
        self.check_identity()
        self.check_outcomes()
        self.check_cash()
        self.check_journal()
        counts = defaultdict(int)
        for row in self.transactions:
            counts[row["outcome"]] += 1
        print(f"{len(self.transactions)} transactions:", ", ".join(f"{n} {name}" for name, n in sorted(counts.items())))


def main(folder):
    run = Run(folder)
    run.check()
    for breach in run.breaches[:40]:
        print("does not tie:", breach, file=sys.stderr)
    return 1 if run.breaches or not run.transactions else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
