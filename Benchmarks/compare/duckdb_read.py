"""Reads the payments' CSV into a table, as DuckDB does it."""
import sys

import duckdb

folder, _ = sys.argv[1:]
connection = duckdb.connect()
connection.execute("SET threads = 2")
connection.execute(f"CREATE TABLE payments AS SELECT * FROM read_csv('{folder}/bank/*.csv')")
