"""Many workbooks by ``sheetllm detect --out``: files a second with one process and with two, and what else must hold.

python -m tests.bench.folders [--files 2000] [--dask] [--simulate]

The lines of both runs must be the same, as must those of a run that is killed in the middle and resumed, and with
``--dask`` those of a local cluster of two workers. ``--simulate`` times each file by itself, and says how long more
workers would take that are given the files one by one.
"""

from __future__ import annotations

import argparse
import hashlib
import heapq
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from sheetllm_xl.library.folders import bounds_of, found_in, workbooks_in
from sheetllm_xl.settings import load

from .corpus import CORPUS

WORKERS = (1, 2, 4, 8, 16, 32)


def chosen(count: int) -> list[str]:
    """So many files of all corpora, mixed by the digest of their names."""
    listed = workbooks_in([CORPUS])
    return sorted(map(str, listed), key=lambda name: hashlib.sha256(Path(name).name.encode()).digest())[:count]


def started(paths: Sequence[str], out: Path, *more: str) -> subprocess.Popen[bytes]:
    """The command over the files."""
    command = [sys.executable, "-m", "sheetllm_xl", "detect", *paths, "--out", str(out), *more]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def seconds(paths: Sequence[str], out: Path, *more: str) -> float:
    """How long a whole run takes."""
    begun = time.perf_counter()
    started(paths, out, *more).wait()
    return time.perf_counter() - begun


def killed(paths: Sequence[str], out: Path) -> int:
    """Kill a run once a quarter of the files is done; how many lines it left."""
    journal = out.with_name(f"{out.name}.part")
    process = started(paths, out, "--jobs", "2")
    while process.poll() is None and not (journal.exists() and journal.read_bytes().count(b"\n") > len(paths) // 4):
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return journal.read_bytes().count(b"\n") - 1


def on_a_cluster(paths: Sequence[str], out: Path) -> float:
    """How long a run takes on a local cluster of two workers."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster:
        return seconds(paths, out, "--scheduler", cluster.scheduler_address)


def spans(times: Sequence[float], workers: int) -> float:
    """When the last of so many workers is done, each given the next file once it is free."""
    free = [0.0] * workers
    for one in times:
        heapq.heappush(free, heapq.heappop(free) + one)
    return max(free)


def main() -> int:
    """Print the figures; 1 where lines differ that must be the same."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=2_000)
    parser.add_argument("--dask", action="store_true")
    parser.add_argument("--simulate", action="store_true")
    options = parser.parse_args()
    paths, is_same = chosen(options.files), True
    print(f"{len(paths):,} files; {os.cpu_count()} cores; load before {os.getloadavg()[0]:.1f}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        places = [Path(folder) / f"{name}.jsonl" for name in ("one", "two", "killed", "dask")]
        one, two = (seconds(paths, out, "--jobs", str(jobs)) for jobs, out in enumerate(places[:2], 1))
        for jobs, took in ((1, one), (2, two)):
            print(f"--jobs {jobs}: {took:.1f} s, {len(paths) / took:.1f} files a second", flush=True)
        print(f"two are {one / two:.2f} times as fast; load after {os.getloadavg()[0]:.1f}", flush=True)
        left = killed(paths, places[2])
        seconds(paths, places[2], "--jobs", "2")
        print(f"killed after {left:,} files and resumed", flush=True)
        if options.dask:
            print(f"two workers of a Dask cluster: {on_a_cluster(paths, places[3]):.1f} s", flush=True)
        expected = places[0].read_bytes()
        for out in places[1 : 4 if options.dask else 3]:
            same = out.read_bytes() == expected
            is_same = is_same and same
            print(f"{out.stem}: {'the same lines' if same else 'OTHER LINES'}")
        names = [line.partition(b'", "sheets"')[0] for line in expected.splitlines()[1:]]
        print(f"{len(names):,} lines, {len(set(names)):,} different files")
    if options.simulate:
        bounds, times = bounds_of(load()), []
        for path in paths:
            begun = time.perf_counter()
            found_in(path, bounds)
            times.append(time.perf_counter() - begun)
        for workers in WORKERS:
            print(f"{workers} workers, simulated: {len(paths) / spans(times, workers):.1f} files a second")
    return 0 if is_same else 1


if __name__ == "__main__":
    sys.exit(main())
