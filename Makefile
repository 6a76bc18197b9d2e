# What a fresh Debian 12 with Swift 6.3 needs to build, test and try Tieout.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := build

# Debian's names of what the package links, and of what finds it.
PACKAGES := libxml2-dev libzip-dev libpcre2-dev libsqlite3-dev zlib1g-dev libjemalloc-dev pkg-config
SWIFT_VERSION := 6.3
STRICT := --explicit-target-dependency-import-check error
LINTED := Sources Tests Benchmarks Package.swift
DEMO ?= out/demo

.PHONY: setup swift tracer packages build binaries demo test soak lint calibration benchmark benchmark-rooms instructions \
  record-instructions valgrind clean

setup: swift packages

swift:
	@if ! command -v swift >/dev/null; then \
	  echo "Swift $(SWIFT_VERSION) is not installed; see https://www.swift.org/install/linux/" >&2; exit 1; \
	fi; \
	version="$$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)"; \
	if [ "$$(printf '%s\n' "$(SWIFT_VERSION)" "$$version" | sort -V | head -n 1)" != "$(SWIFT_VERSION)" ]; then \
	  echo "Swift $(SWIFT_VERSION) or later is needed, found '$$version'; see https://www.swift.org/install/linux/" >&2; \
	  exit 1; \
	fi

# Kills a run at each of its writes, and fills its disk.
tracer:
	@$(MAKE) --no-print-directory packages PACKAGES=strace

valgrind:
	@$(MAKE) --no-print-directory packages PACKAGES=valgrind

packages:
	@missing=(); \
	for package in $(PACKAGES); do \
	  dpkg-query -W -f='$${Status}' "$$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$$package"); \
	done; \
	if [ "$${#missing[@]}" -gt 0 ]; then \
	  as_root=(); \
	  if [ "$$(id -u)" -ne 0 ]; then \
	    command -v sudo >/dev/null || { echo "run as root: apt-get install $${missing[*]}" >&2; exit 1; }; \
	    as_root=(sudo); \
	  fi; \
	  echo "installing $${missing[*]}"; \
	  "$${as_root[@]}" apt-get update -qq; \
	  "$${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
	    apt-get install -y -qq --no-install-recommends "$${missing[@]}" </dev/null; \
	fi

build: setup
	swift build -c release --product tieout

# The program, and what makes batches for it.
binaries: setup
	swift build -c release --product tieout
	swift build -c release --product generate-batch
	swift build -c release --product name-search

# A run refuses a folder that holds something else, so the last demo goes first.
demo: build
	@mkdir -p "$(dir $(DEMO))"; rm -rf -- "$(DEMO)"
	"$$(swift build -c release --show-bin-path)/tieout" demo --out "$(DEMO)"

test: setup tracer
	swift build --build-tests $(STRICT)
	swift test --skip-build --disable-xctest

# Tests too long for every change: more seeds, and every byte of every fixture changed to every other.
soak: setup tracer
	TIEOUT_SOAK=1 swift test -c release -Xswiftc -enable-testing --scratch-path .build-soak --disable-xctest \
	  --filter 'Twin|Safety|GeneratedBatch|[cC]hanged|Nightly|Killed|Availability|LearningNights|DecidedBatch|TrailTests|Rewinding|BankFilePart'

lint: swift
	swift format lint --strict -r $(LINTED)

clean:
	swift package clean

# How often each kind of evidence is wrong on generated batches; the program carries the result.
CALIBRATION := .build/calibration
calibration: setup
	swift build -c release
	rm -rf $(CALIBRATION) && mkdir -p $(CALIBRATION)
	bin="$$(swift build -c release --show-bin-path)"; folders=; \
	for seed in 201 202 203 204 205 206 207 208; do \
	  noise=; [ $$((seed % 2)) = 0 ] && noise="--noise heavy"; \
	  "$$bin/generate-batch" --seed $$seed --payments 100000 $$noise --out $(CALIBRATION)/$$seed >/dev/null || exit 1; \
	  folders="$$folders --truth $(CALIBRATION)/$$seed"; \
	done; \
	"$$bin/tieout" calibrate $$folders --out Sources/Pipeline/Judging/calibration.csv
	rm -rf $(CALIBRATION)

# Tieout beside its peers, which are installed into a virtual environment; the record is for committing.
SIZES ?= 10000 100000 1000000
RUNS ?= 5
RECORD ?= Benchmarks/runs/$(shell date +%Y-%m-%d)
PEERS := duckdb==2.0.1 polars==2.1.0 rapidfuzz==3.14.6 numpy matplotlib
benchmark: binaries
	@$(MAKE) --no-print-directory packages PACKAGES="libxml2-utils python3-venv"
	[ -x .venv/bin/python ] || python3 -m venv .venv
	.venv/bin/pip install --quiet --disable-pip-version-check $(PEERS)
	.venv/bin/python Benchmarks/compare/compare.py --bin "$$(swift build -c release --show-bin-path)" \
	  --work .build/benchmark --sizes $(SIZES) --runs $(RUNS) --out $(RECORD)

# The rooms one by one, timed by ordo-one/benchmark.
benchmark-rooms: setup
	swift package benchmark --target Rooms

# Instructions by room on small batches, held to those on record.
COUNT = python3 Benchmarks/instructions/count.py "$$(swift build -c release --show-bin-path)/count-room" \
  Benchmarks/instructions/recorded.csv
instructions: setup valgrind
	swift build -c release --product count-room
	$(COUNT) compare

record-instructions: setup valgrind
	swift build -c release --product count-room
	$(COUNT) record
