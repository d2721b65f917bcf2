"""Two workers of `juesuan batch` beside one: `python -m benchmarks.batch [FILES] [ROUNDS] [SOURCE.pdf]`.

Every run gets FILES copies of an exported document, no two of the same content, and a folder of its own.  Runs take
turns, and the ratios of their medians are printed.  One worker's engines use what is free of the second core, too, so
that it runs a second time on a core alone.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple

SOURCE = Path(__file__).parents[1] / "samples" / "model-exported.pdf"
JUESUAN = Path(sys.executable).with_name("juesuan")
CORES = sorted(os.sched_getaffinity(0))[:2]


class Contender(NamedTuple):
    """How many workers on which cores."""

    workers: int
    cores: list[int]


CONTENDERS = {
    "two workers": Contender(2, CORES),
    "one worker": Contender(1, CORES),
    "one worker, one core": Contender(1, CORES[:1]),
}


def copies(source: Path, number: int, folder: Path) -> Path:
    """A folder of so many PDFs that differ in a comment at their end."""
    folder.mkdir()
    content = source.read_bytes()
    for copy in range(number):
        (folder / f"{copy:04d}.pdf").write_bytes(content + f"\n% {copy}\n".encode())
    return folder


def batch(files: Path, out: Path, contender: Contender) -> float:
    """Seconds of `juesuan batch` as a user calls it; every file must end finished."""
    command = [JUESUAN, "batch", files, "-o", out, "--workers", str(contender.workers)]
    bound = partial(os.sched_setaffinity, 0, contender.cores)
    started = time.perf_counter()
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL, preexec_fn=bound)
    return time.perf_counter() - started


def file_seconds(outs: Iterable[Path]) -> float:
    """Median seconds of one file in its process."""
    lines = [line for out in outs for line in (out / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]
    return statistics.median(json.loads(line)["seconds"] for line in lines)


def main() -> None:
    """One line a run, then one a contender."""
    given = sys.argv[1:]
    number, rounds = ([int(argument) for argument in given[:2]] + [64, 3][len(given[:2]) :])[:2]
    source = Path(given[2]) if len(given) > 2 else SOURCE
    seconds: dict[str, list[float]] = {name: [] for name in CONTENDERS}
    with tempfile.TemporaryDirectory(prefix="juesuan-batch-") as folder:
        root = Path(folder)
        files = copies(source, number, root / "in")
        for turn in range(rounds):
            for name, contender in CONTENDERS.items():
                load = os.getloadavg()[0]
                seconds[name].append(batch(files, root / f"{name} {turn}", contender))
                print(f"  {name:22} {seconds[name][-1]:6.1f} s, load before {load:.1f}", flush=True)
        two = statistics.median(seconds["two workers"])
        print(f"{number} files, median of {rounds}")
        for name, all_runs in seconds.items():
            median = statistics.median(all_runs)
            each = file_seconds(root.glob(f"{name} ?"))
            print(f"  {name:22} {median:6.1f} s, a file {each:.2f} s, {median / two:.2f} times two workers")


if __name__ == "__main__":
    main()
