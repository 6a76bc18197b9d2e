"""Times RapidFuzz on the names that `name-search --out DIR` wrote: every query against every customer.

    python3 -m venv .venv && .venv/bin/pip install rapidfuzz numpy
    .venv/bin/python Benchmarks/name-search/cdist.py DIR [WORKERS]
"""
import sys
import time

import numpy
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

folder = sys.argv[1]
workers = int(sys.argv[2]) if len(sys.argv) > 2 else 2
names = open(folder + "/customers.txt", encoding="utf-8", errors="surrogateescape").read().split("\n")
queries = open(folder + "/queries.txt", encoding="utf-8", errors="surrogateescape").read().split("\n")
found = first = 0
start = time.perf_counter()
for part in range(0, len(queries), 1000):
    scores = cdist(
        queries[part:part + 1000], names, scorer=Levenshtein.normalized_similarity, score_cutoff=0.7999,
        dtype=numpy.float32, workers=workers)
    found += int((scores > 0).sum())
    first += int((scores.argmax(axis=1) == numpy.arange(part, part + len(scores))).sum())
print(f"customers {len(names)}, queries {len(queries)}, workers {workers}")
print(f"searching {time.perf_counter() - start:.3f} s")
print(f"names at least 800 alike: {found}; own name first: {first}")
