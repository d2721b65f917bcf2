"""Speed as ratios in one run: `python -m benchmarks [EXPORTED.pdf [SCANNED.pdf]]`.

Every contender gets the same table pages; each is run once to warm up and then RUNS times in turn, and the
ratio of the medians is printed.
"""

import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from camelot.io import read_pdf
from rapidocr import RapidOCR

from extractor import Document, extract
from extractor.document import ScorecardRecord, TableRecord

SAMPLES = Path(__file__).parents[1] / "samples"
RUNS = 3
SCAN_DPI = 200


def pages_with(
    source: Path, folder: Path, found: Callable[[Document], Iterable[TableRecord | ScorecardRecord]]
) -> Path:
    """A PDF of only those pages on which one of the found tables stands."""
    pages = sorted({place.page for table in found(extract(source)) for place in table.places})
    document = pdfium.PdfDocument(source)
    part = pdfium.PdfDocument.new()
    part.import_pages(document, [page - 1 for page in pages])
    target = folder / f"tables-{source.name}"
    part.save(target)
    return target


def in_turn(contenders: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Median seconds of each contender, run in turn so that the machine's moods fall on all."""
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for turn in range(RUNS + 1):
        for name, run in contenders.items():
            started = time.perf_counter()
            run()
            if turn:
                seconds[name].append(time.perf_counter() - started)
    return {name: statistics.median(times) for name, times in seconds.items()}


def show(title: str, ours: str, seconds: dict[str, float], pages: int) -> None:
    """One line a contender: seconds a page, and how many times ours it takes."""
    print(f"{title}, {pages} table pages", flush=True)
    for name, median in seconds.items():
        print(f"  {name:34} {median / pages:7.3f} s a page   {median / seconds[ours]:6.2f} × {ours}")


def main() -> None:
    """Exported pages against camelot, scanned pages against RapidOCR, scorecards against tables."""
    warnings.simplefilter("ignore")
    given = [Path(argument) for argument in sys.argv[1:]]
    exported, scanned = given + [SAMPLES / "model-exported.pdf", SAMPLES / "model-scanned.pdf"][len(given) :]
    with tempfile.TemporaryDirectory() as folder:
        source = pages_with(exported, Path(folder), lambda document: document.tables)
        pages = len(pdfium.PdfDocument(source))
        show(
            "exported",
            "juesuan",
            in_turn(
                {
                    "juesuan": lambda: extract(source),
                    "camelot lattice (default engine)": lambda: read_pdf(
                        str(source), pages="all", suppress_stdout=True
                    ),
                    "camelot lattice, engine=vector": lambda: read_pdf(
                        str(source), pages="all", engine="vector", suppress_stdout=True
                    ),
                }
            ),
            pages,
        )
        source = pages_with(scanned, Path(folder), lambda document: document.tables)
        document = pdfium.PdfDocument(source)
        pictures = [np.ascontiguousarray(page.render(scale=SCAN_DPI / 72).to_numpy()) for page in document]
        engine = RapidOCR(params={"Global.log_level": "error"})
        show(
            "scanned",
            "juesuan",
            in_turn(
                {
                    "juesuan": lambda: extract(source),
                    "RapidOCR, whole pages": lambda: [engine(picture) for picture in pictures],
                }
            ),
            len(pictures),
        )
        cards = pages_with(SAMPLES / "model-mixed.pdf", Path(folder), lambda document: document.scorecards)
        seconds = in_turn({"tables": lambda: extract(source), "scorecards": lambda: extract(cards)})
        number = len(pdfium.PdfDocument(cards))
        table, card = seconds["tables"] / len(pictures), seconds["scorecards"] / number
        print(f"scorecards, {number} scanned pages\n  {card:.3f} s a page, {card / table:.2f} × a scanned table page")


if __name__ == "__main__":
    main()
