"""Peak memory of documents of many pages: `python -m benchmarks.memory [EXPORTED.pdf [SCANNED.pdf]]`.

The documents' pages are repeated to PAGES; every file is extracted by a process of its own.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import pypdfium2 as pdfium

SAMPLES = Path(__file__).parents[1] / "samples"
PAGES = {"exported": (30, 500), "scanned": (30, 120)}


class Run(NamedTuple):
    """What one extraction took."""

    seconds: float
    megabytes: float
    ok: bool


def repeated(source: Path, pages: int, target: Path) -> Path:
    """A PDF of so many pages: the source's, again and again."""
    document, whole = pdfium.PdfDocument(source), pdfium.PdfDocument.new()
    numbers = [number % len(document) for number in range(pages)]
    whole.import_pages(document, numbers)
    whole.save(target)
    return target


def extraction(source: Path, folder: Path) -> Run:
    """`juesuan extract` as a child process."""
    program = "from extractor.cli import main; main()"
    command = [sys.executable, "-c", program, "extract", str(source), "-o", str(folder)]
    started = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    unit = 1024 if sys.platform != "darwin" else 1  # kilobytes, but bytes on macOS
    return Run(time.perf_counter() - started, used.ru_maxrss * unit / 1e6, child.returncode == 0)


def main() -> None:
    """One line a file."""
    given = [Path(argument) for argument in sys.argv[1:]]
    sources = given + [SAMPLES / "model-exported.pdf", SAMPLES / "model-scanned.pdf"][len(given) :]
    with tempfile.TemporaryDirectory() as name:
        for (kind, counts), source in zip(PAGES.items(), sources, strict=True):
            for pages in counts:
                run = extraction(repeated(source, pages, Path(name) / f"{kind}-{pages}.pdf"), Path(name) / "out")
                done = "" if run.ok else "   FAILED"
                print(f"{kind:9} {pages:4} pages  {run.megabytes:6.0f} MB  {run.seconds / pages:6.3f} s a page{done}")


if __name__ == "__main__":
    main()
