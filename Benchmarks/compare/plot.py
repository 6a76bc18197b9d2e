"""Draws a benchmark's `results.csv` as `plot.svg` and `plot.png`."""
import csv
import sys

import matplotlib

matplotlib.use("Agg")
matplotlib.rcParams["svg.hashsalt"] = "tieout"
import matplotlib.pyplot as plt

folder = sys.argv[1]
rows = list(csv.DictReader(open(folder + "/results.csv", encoding="utf-8")))
figure, (times, memory, ingest) = plt.subplots(1, 3, figsize=(14, 4.2))
lines = {"tieout": "Tieout, CSV: posted and explained", "tieout bai2": "Tieout, BAI2", "tieout camt": "Tieout, camt.053",
         "duckdb tables": "DuckDB: join, the same tables written", "duckdb join": "DuckDB: bare join", "polars join": "Polars: bare join"}
for program, label in lines.items():
    own = [row for row in rows if row["work"] == "apply" and row["program"] == program]
    style = "-o" if program.startswith("tieout") else "--s"
    sizes = [int(row["size"]) for row in own]
    times.plot(sizes, [float(row["seconds"]) for row in own], style, label=label)
    memory.plot(sizes, [int(row["memory_mb"]) for row in own], style, label=label)
for axis, title in ((times, "seconds"), (memory, "anonymous memory, MB")):
    if any(row["work"] == "apply" for row in rows):
        axis.set_xscale("log")
        axis.set_yscale("log")
    axis.set_xlabel("payments, and as many open items")
    axis.set_title(title)
    axis.grid(True, which="major", alpha=0.3)
times.legend(fontsize=8)
own = [row for row in rows if row["work"] in ("ingest", "workers", "noise", "files")]
labels = [f"{row['program']} ({int(row['size']):,})" for row in own]
ingest.barh(labels, [float(row["seconds"]) for row in own],
            color=["tab:blue" if "duckdb" not in row["program"] and "xmllint" not in row["program"] else "tab:gray"
                   for row in own])
ingest.invert_yaxis()
ingest.tick_params(axis="y", labelsize=7)
ingest.set_title("seconds")
figure.tight_layout()
figure.savefig(folder + "/plot.svg", metadata={"Date": None})
figure.savefig(folder + "/plot.png", dpi=110)
