"""The same join as `duckdb_join.py`, and the three tables that Tieout writes of it, with as many columns and as many bytes: what a
database takes for the output alone. The explanations are one sentence pattern; ids are a hash; nothing is decided or checked."""
import sys

import duckdb

folder, out = sys.argv[1:]
connection = duckdb.connect()
connection.execute("SET threads = 2")
connection.execute("SET preserve_insertion_order = false")
connection.execute(f"""
    CREATE TEMP TABLE paid AS
        SELECT 'P' || substr(upper(md5(payments.bank_reference)), 1, 26) AS id, payments.*, items.invoice_id, items.customer_id
        FROM (SELECT *, regexp_extract(remittance, '[A-Z]*[-/0-9]*[0-9]{{4,}}', 0) AS reference
              FROM read_csv('{folder}/bank/*.csv', all_varchar = true)) AS payments
        JOIN read_csv('{folder}/open-items.csv', all_varchar = true) AS items
          ON items.invoice_id = payments.reference AND items.amount = payments.amount""")
connection.execute(f"""
    COPY (
        SELECT id AS payment_id, bank_reference, customer_id, invoice_id, amount AS applied, '0.00' AS discount, '0.00' AS adjustment,
            '' AS adjustment_reason, currency, 'cited_references' AS matcher, 9999 AS confidence,
            'Text names ' || invoice_id || '; payer account ending ' || right(payer_account, 4) || ' is customer ' || customer_id
                || '''s; open amount equals the payment.' AS explanation,
            '' AS company, amount AS paid, currency AS payment_currency, '' AS rate,
            'cited_references/identified/strong' AS evidence_class, '' AS runner_up
        FROM paid
    ) TO '{out}' (HEADER)""")
connection.execute(f"""
    COPY (
        SELECT 'J' || id[2:] AS entry_id, line, booking_date AS posting_date,
            CASE line WHEN 1 THEN '1010' ELSE '1200' END AS account, CASE line WHEN 1 THEN amount END AS debit,
            CASE line WHEN 2 THEN amount END AS credit, currency, id AS payment_id, customer_id,
            CASE line WHEN 2 THEN invoice_id END AS invoice_id,
            CASE line WHEN 1 THEN 'receipt' ELSE 'open item paid' END AS memo, '' AS company
        FROM paid, (VALUES (1), (2)) AS lines(line)
    ) TO '{out}.postings' (HEADER)""")
connection.execute(f"""
    COPY (
        SELECT id AS payment_id, bank_reference, account, '' AS statement_id, booking_date, value_date, amount, currency,
            'credit' AS direction, 'receipt' AS class, 'applied' AS outcome, '0.00' AS open_amount, transaction_code, payer_name,
            payer_account, '' AS end_to_end_id, '{folder}/bank/statement.csv' AS source_file, '12345:1234567' AS source_position
        FROM paid
    ) TO '{out}.transactions' (HEADER)""")
