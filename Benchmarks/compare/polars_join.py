"""The same join as `duckdb_join.py`, by Polars."""
import os
import sys

os.environ["POLARS_MAX_THREADS"] = "2"

import polars

folder, out = sys.argv[1:]
payments = polars.scan_csv(f"{folder}/bank/*.csv", infer_schema=False).with_columns(
    reference=polars.col("remittance").str.extract(r"([A-Z]*[-/0-9]*[0-9]{4,})"))
items = polars.scan_csv(f"{folder}/open-items.csv", infer_schema=False)
payments.join(items, left_on=["reference", "amount"], right_on=["invoice_id", "amount"]).select(
    "bank_reference", invoice_id="reference", amount="amount").sink_csv(out)
