"""What a database does of a cash-application run: reads payments and open items, takes the reference out of the text by a
regular expression, joins on it and the amount, and writes the pairs. Nothing is posted."""
import sys

import duckdb

folder, out = sys.argv[1:]
connection = duckdb.connect()
connection.execute("SET threads = 2")
connection.execute(f"""
    COPY (
        SELECT payments.bank_reference, items.invoice_id, items.amount
        FROM (SELECT bank_reference, amount, regexp_extract(remittance, '[A-Z]*[-/0-9]*[0-9]{{4,}}', 0) AS reference
              FROM read_csv('{folder}/bank/*.csv', all_varchar = true)) AS payments
        JOIN read_csv('{folder}/open-items.csv', all_varchar = true) AS items
          ON items.invoice_id = payments.reference AND items.amount = payments.amount
    ) TO '{out}' (HEADER)""")
