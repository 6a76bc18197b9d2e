"""Times Tieout beside its peers on generated batches, checks that their results agree, and writes a table and a plot.

    make benchmark                                # 10,000 to 1,000,000 payments; some ten minutes
    make benchmark SIZES="10000 100000" RUNS=3

Every command is a process of its own, run in turn with the ones it is compared with, so that a ratio compares what the
machine gave both. Wall-clock time is the median of the runs; memory is the largest anonymous memory seen, mapped
input aside.
"""
import argparse
import csv
import datetime
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))


def anonymous_memory(process, peak):
    """Follows a process until it ends; `peak` gets the largest anonymous memory in bytes."""
    path = f"/proc/{process.pid}/status"
    while process.poll() is None:
        try:
            for line in open(path):
                if line.startswith("RssAnon:"):
                    peak[0] = max(peak[0], int(line.split()[1]) * 1024)
        except OSError:
            return
        time.sleep(0.005)


def timed(command):
    """Seconds and bytes of one run, and what it said."""
    peak = [0]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    watcher = threading.Thread(target=anonymous_memory, args=(process, peak))
    watcher.start()
    output, errors = process.communicate()
    seconds = time.perf_counter() - start
    watcher.join()
    if process.returncode not in (0,):
        sys.exit(f"{' '.join(command)}: exit {process.returncode}\n{errors.decode()[-2000:]}")
    return seconds, peak[0], output.decode()


class Bench:
    def __init__(self, options):
        self.options = options
        self.rows = []
        self.tieout = os.path.join(options.bin, "tieout")
        self.work = options.work
        self.python = sys.executable

    def batch(self, size, kind, form):
        """A generated batch, made once."""
        folder = f"{self.work}/{kind}-{form}-{size}"
        if not os.path.exists(folder + "/open-items.csv"):
            noise = ["--noise", "heavy"] if kind == "noisy" else ["--clean", "--noise", "none"]
            subprocess.run(
                [os.path.join(self.options.bin, "generate-batch"), "--seed", "8", "--payments", str(size), "--items",
                 str(size), "--format", form, "--out", folder] + noise, check=True, stdout=subprocess.DEVNULL)
            if kind == "many":
                self.split(folder + "/bank")
        files = sorted(os.path.join(folder, "bank", name) for name in os.listdir(folder + "/bank"))
        return folder, files

    def split(self, bank):
        """One CSV file of a clean batch, none of whose cells holds a line end, becomes many of 20,000 rows."""
        with open(bank + "/statement.csv", "rb") as file:
            header, *rows = file.read().splitlines(keepends=True)
        for start in range(0, len(rows), 20_000):
            with open(f"{bank}/part-{start // 20_000:04}.csv", "wb") as part:
                part.writelines([header] + rows[start:start + 20_000])
        os.remove(bank + "/statement.csv")

    def apply(self, folder, files, jobs=None):
        out = f"{self.work}/out"
        shutil.rmtree(out, ignore_errors=True)
        words = [self.tieout, "apply", "--open-items", folder + "/open-items.csv", "--customers",
                 folder + "/customers.csv", "--out", out]
        if os.path.exists(folder + "/rates.csv"):
            words += ["--rates", folder + "/rates.csv"]
        return words + (["--jobs", str(jobs)] if jobs else []) + files

    def peer(self, name, folder):
        return [self.python, f"{HERE}/{name}.py", folder, f"{self.work}/{name}.csv"]

    def measure(self, work, size, kind, contenders, input_bytes):
        """Runs the contenders in turn."""
        seconds = {name: [] for name, _ in contenders}
        memory = {name: 0 for name, _ in contenders}
        for _ in range(self.options.runs):
            for name, command in contenders:
                words = command() if callable(command) else command
                taken, peak, _ = timed(words)
                seconds[name].append(taken)
                memory[name] = max(memory[name], peak)
        self.record(work, size, kind, seconds, memory, input_bytes)

    def record(self, work, size, kind, seconds, memory, input_bytes):
        """A row for each program; the last one is what the others are held against."""
        base = statistics.median(seconds[list(seconds)[-1]])
        for name in seconds:
            median = statistics.median(seconds[name])
            row = dict(
                work=work, size=size, batch=kind, program=name, seconds=round(median, 3),
                fastest=round(min(seconds[name]), 3), slowest=round(max(seconds[name]), 3),
                ratio=float(f"{median / base:.3g}"), per_second=int(size / median),
                megabytes_per_second=round(input_bytes / median / 1e6, 1), memory_mb=round(memory[name] / 1e6))
            self.rows.append(row)
            print(f"{work:12} {size:>9,} {kind:12} {name:22} {median:8.3f} s  {row['ratio']:6} x  "
                  f"{row['megabytes_per_second']:7.1f} MB/s  {row['memory_mb']:6,} MB", flush=True)

    def agrees(self, peer):
        """Whatever the peer joins, Tieout has applied, to the cent; how many rows that is, and how many Tieout has."""
        applied = {}
        count = 0
        for row in csv.DictReader(open(f"{self.work}/out/allocations.csv", encoding="utf-8")):
            applied.setdefault((row["bank_reference"], row["invoice_id"]), set()).add(row["applied"])
            count += 1
        joined = 0
        for row in csv.DictReader(open(f"{self.work}/{peer}.csv", encoding="utf-8")):
            joined += 1
            if row.get("amount", row.get("applied")) not in applied.get((row["bank_reference"], row["invoice_id"]), ()):
                sys.exit(f"{peer} joins {row}, which Tieout has not applied")
        print(f"             {peer} joins {joined:,} payments, all of which Tieout applies; it applies {count:,}")


def bytes_of(files):
    return sum(os.path.getsize(file) for file in files)


def applying(bench):
    for size in bench.options.sizes:
        folder, files = bench.batch(size, "clean", "csv")
        total = bytes_of(files + [folder + "/open-items.csv"])
        bench.measure("apply", size, "clean csv", [
            ("tieout", lambda: bench.apply(folder, files)),
            ("polars join", bench.peer("polars_join", folder)),
            ("duckdb tables", bench.peer("duckdb_tables", folder)),
            ("duckdb join", bench.peer("duckdb_join", folder))], total)
        for peer in ("duckdb_join", "duckdb_tables", "polars_join"):
            bench.agrees(peer)
        plain = (folder, files)
        for form in ["bai2", "camt"]:
            other, names = bench.batch(size, "clean", form)
            bench.measure("apply", size, "clean " + form, [
                (f"tieout {form}", lambda: bench.apply(other, names)),
                ("tieout csv", lambda: bench.apply(*plain))], bytes_of(names + [other + "/open-items.csv"]))


def scaling_with_workers(bench):
    size = bench.options.sizes[-1]
    folder, files = bench.batch(size, "clean", "csv")
    bench.measure("workers", size, "clean csv", [
        ("two workers", lambda: bench.apply(folder, files, 2)),
        ("one worker", lambda: bench.apply(folder, files, 1))], bytes_of(files))


def many_files(bench):
    size = bench.options.sizes[-1]
    folder, files = bench.batch(size, "clean", "csv")
    many, names = bench.batch(size, "many", "csv")
    bench.measure("files", size, f"{len(names)} csv files", [
        ("many files", lambda: bench.apply(many, names)),
        ("one file", lambda: bench.apply(folder, files))], bytes_of(names))


def noise(bench):
    for size in bench.options.noisy:
        noisy, noisy_files = bench.batch(size, "noisy", "csv")
        clean, clean_files = bench.batch(size, "clean", "csv")
        bench.measure("noise", size, "noisy csv", [
            ("noisy", lambda: bench.apply(noisy, noisy_files)),
            ("clean", lambda: bench.apply(clean, clean_files))], bytes_of(noisy_files))


def ingest(bench):
    size = bench.options.sizes[-1]
    folder, files = bench.batch(size, "clean", "csv")
    bench.measure("ingest", size, "csv", [
        ("tieout inspect csv", [bench.tieout, "inspect"] + files),
        ("duckdb read_csv", bench.peer("duckdb_read", folder))], bytes_of(files))
    _, bai2 = bench.batch(size, "clean", "bai2")
    bench.measure("ingest", size, "bai2", [
        ("tieout inspect bai2", [bench.tieout, "inspect"] + bai2),
        ("duckdb read_csv", bench.peer("duckdb_read", folder))], bytes_of(bai2))
    _, camt = bench.batch(size, "clean", "camt")
    bench.measure("ingest", size, "camt", [
        ("one worker camt", [bench.tieout, "inspect", "--jobs", "1"] + camt),
        ("tieout inspect camt", [bench.tieout, "inspect"] + camt),
        ("xmllint --sax --noout", ["xmllint", "--sax", "--noout", "--huge"] + camt)], bytes_of(camt))


def names(bench):
    """Misspelt names among as many customers, all that are alike: what both programs say that building and searching takes them.

    RapidFuzz, which compares every name with every other, runs once, and both must find as many names.
    """
    size = bench.options.names
    folder = f"{bench.work}/names-{size}"
    os.makedirs(folder, exist_ok=True)
    own = [os.path.join(bench.options.bin, "name-search"), "--names", str(size), "--jobs", "2", "--all", "--out", folder]
    peer = [bench.python, f"{HERE}/../name-search/cdist.py", folder, "2"]
    seconds, memory, found = {}, {}, set()
    for name, command, runs in (("tieout names", own, bench.options.runs), ("rapidfuzz cdist", peer, 1)):
        seconds[name], memory[name] = [], 0
        for _ in range(runs):
            _, peak, said = timed(command)
            seconds[name].append(sum(float(number) for number in re.findall(r"ing ([0-9.]+) s", said)))
            memory[name] = max(memory[name], peak)
            found.add(re.search(r"^names at least .*$", said, re.MULTILINE).group())
    if len(found) != 1:
        sys.exit(f"the searches differ: {found}")
    bench.record("names", size, "misspelt", seconds, memory, bytes_of([folder + "/customers.txt", folder + "/queries.txt"]))


WORKS = dict(
    apply=applying, workers=scaling_with_workers, files=many_files, noise=noise, ingest=ingest, names=names)


def table(rows):
    lines = ["| work | payments | batch | program | seconds | ratio | payments/s | MB/s | memory |",
             "|---|--:|---|---|--:|--:|--:|--:|--:|"]
    for row in rows:
        lines.append(
            f"| {row['work']} | {row['size']:,} | {row['batch']} | {row['program']} | {row['seconds']:.3f} "
            f"| {row['ratio']:{'.2f' if row['ratio'] >= 0.1 else ''}} × | {row['per_second']:,} | {row['megabytes_per_second']:.0f} "
            f"| {row['memory_mb']:,} MB |")
    return "\n".join(lines) + "\n"


def machine():
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    memory = next(int(line.split()[1]) // (1 << 20) for line in open("/proc/meminfo") if line.startswith("MemTotal"))
    return f"{len(os.sched_getaffinity(0))} cores of {model}, {memory + 1} GiB, {platform.system()} {platform.release()}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", required=True, help="the folder of the release binaries")
    parser.add_argument("--work", required=True, help="where batches and results of runs are kept")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--noisy", type=int, nargs="+", default=[100_000, 1_000_000], help="payments of the noisy batches")
    parser.add_argument("--names", type=int, default=100_000, help="misspelt names, and customers")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--out", required=True, help="where the record goes")
    parser.add_argument("--works", nargs="+", choices=WORKS, default=list(WORKS),
                        help="only these; the record keeps what it has of the others")
    options = parser.parse_args()
    os.makedirs(options.work, exist_ok=True)
    bench = Bench(options)
    print(machine(), flush=True)
    for work in options.works:
        WORKS[work](bench)
    os.makedirs(options.out, exist_ok=True)
    if os.path.exists(options.out + "/results.csv"):
        known = csv.DictReader(open(options.out + "/results.csv", encoding="utf-8"))
        number = dict(size=int, seconds=float, ratio=float, per_second=int, megabytes_per_second=float, memory_mb=int)
        kept = [{key: number.get(key, str)(value) for key, value in row.items()} for row in known
                if row["work"] not in options.works]
        bench.rows = sorted(kept + bench.rows, key=lambda row: list(WORKS).index(row["work"]))
    with open(options.out + "/results.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, bench.rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(bench.rows)
    version = subprocess.run([bench.tieout, "--version"], capture_output=True, text=True).stdout.strip()
    with open(options.out + "/README.md", "w", encoding="utf-8") as file:
        file.write(f"# Benchmark of {datetime.date.today()}\n\nTieout {version}, {machine()}. Median of {options.runs} "
                   f"runs; memory is anonymous memory; a ratio is to the last program of its group.\n\n"
                   f"![plot](plot.svg)\n\n" + table(bench.rows))
    subprocess.run([bench.python, f"{HERE}/plot.py", options.out], check=True)


if __name__ == "__main__":
    main()
