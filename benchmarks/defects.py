"""Paper × dpi, beside others: `python -m benchmarks.defects SCORE.py FOLDER [PAPER:DPI…]`.

FOLDER holds disclosures with true facts (as for `benchmarks.accuracy`).  Of each the pages that bear facts are
captured, and every contender reads the same file.  What all can be asked: the share of coded amounts, figures of
rows with a code, that stand in one row with their code.  Contenders that are not installed are told as such.
"""

import json
import re
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pypdfium2 as pdfium
from rapidocr import RapidOCR

from benchmarks.truth import disclosures, score_of
from extractor import Document, extract

PAPERS = ("office:200", "photo:180", "fax:204", "turned:200", "stamped:200", "worn:200", "harsh:150")
SEED = 7
# What RapidOCR is given.
DPI = 200
CODED = re.compile(r"\d{3,7}")

Rows = dict[int, list[str]]
"""By page, the rows that a contender sees, each as its texts joined by blanks."""


class Amount(NamedTuple):
    """A figure with its row's code, and the page that it is printed on."""

    page: int
    code: str
    value: str


def amounts_of(truth: Path, pages: list[int]) -> set[Amount]:
    """The coded amounts of true facts; pages counted as in the part of the document that has only `pages`."""
    facts = [json.loads(line) for line in truth.read_text(encoding="utf-8").splitlines()]
    return {
        Amount(pages.index(fact["page"]) + 1, fact["row"], fact["value"])
        for fact in facts
        if CODED.fullmatch(fact["row"]) and re.fullmatch(r"-?\d+\.\d+", fact["value"])
    }


def share_found(amounts: set[Amount], rows: Rows) -> float:
    """The share of amounts that stand in one row of their page with their code."""
    seen = {page: [_words(row) for row in texts] for page, texts in rows.items()}
    hits = sum(any({a.code, a.value} <= words for words in seen.get(a.page, ())) for a in amounts)
    return hits / len(amounts) if amounts else 1.0


def _words(row: str) -> set[str]:
    """The words of a row, without thousands separators, and its code where columns split it (201 06 01)."""
    words = re.sub(r"(?<=\d)[,，](?=\d{3})", "", row).split()
    return {*words, "".join(takewhile(str.isdigit, words))}


def rows_of_document(document: Document) -> Rows:
    """Rows of the facts of a document: the code and every figure."""
    rows: Rows = {}
    for table in document.tables:
        for fact in table.facts:
            rows.setdefault(fact.page, []).append(f"{fact.row} {fact.value}")
    return rows


def rapidocr_rows(source: Path) -> Rows:
    """Words of whole pages, those at one height as one row."""
    engine = RapidOCR(params={"Global.log_level": "error"})
    return {number: list(_at_one_height(engine(image))) for number, image in _pictures(source)}


def _at_one_height(seen: object) -> Iterator[str]:
    boxes, texts = getattr(seen, "boxes", None), getattr(seen, "txts", None)
    if boxes is None or texts is None:
        return
    row: list[tuple[float, str]] = []
    last = -1e9
    for middle, high, left, text in sorted(_placed(boxes, texts)):
        if row and middle - last > high / 2:
            yield " ".join(text for _, text in sorted(row))
            row = []
        row.append((left, text))
        last = middle
    yield " ".join(text for _, text in sorted(row))


def _placed(boxes: Iterable[np.ndarray], texts: Iterable[str]) -> Iterator[tuple[float, float, float, str]]:
    """Middle, height and left edge of every text."""
    for box, text in zip(boxes, texts, strict=True):
        yield float(box[:, 1].mean()), float(np.ptp(box[:, 1])), float(box[:, 0].min()), text


def img2table_rows(source: Path) -> Rows:
    """Tables of img2table 2, read by RapidOCR."""
    from img2table.document import PDF
    from img2table.ocr import RapidOCR as Engine

    found = PDF(str(source)).extract_tables(ocr=Engine())
    return {
        page + 1: [
            " ".join(str(cell.value or "") for cell in row) for table in tables for row in table.content.values()
        ]
        for page, tables in found.items()
    }


def camelot_rows(source: Path) -> Rows:
    """Tables of camelot's lattice."""
    from camelot.io import read_pdf

    rows: Rows = {}
    for table in read_pdf(str(source), pages="all", suppress_stdout=True):
        rows.setdefault(table.page, []).extend(" ".join(row) for row in table.df.values.tolist())
    return rows


def _pictures(source: Path) -> Iterator[tuple[int, np.ndarray]]:
    document = pdfium.PdfDocument(source)
    for number, page in enumerate(document, 1):
        yield number, np.ascontiguousarray(page.render(scale=DPI / 72).to_numpy())


def part_of(source: Path, pages: list[int], target: Path) -> Path:
    """A PDF of some pages."""
    part = pdfium.PdfDocument.new()
    part.import_pages(pdfium.PdfDocument(source), [page - 1 for page in pages])
    part.save(target)
    return target


def told(contender: Callable[[Path], Rows], paper: Path, amounts: set[Amount], pages: int) -> str:
    """A contender's share and seconds a page."""
    started = time.perf_counter()
    try:
        rows = contender(paper)
    except ImportError:
        return "not installed"
    return f"{share_found(amounts, rows):.3f}, {(time.perf_counter() - started) / pages:.2f} s"


def line_of(label: str, paper: Path, truth: Path, scorer: Path, pages: list[int], *, exported: bool) -> str:
    """One line of the table."""
    amounts = amounts_of(truth, pages)
    started = time.perf_counter()
    document = extract(paper)
    seconds = (time.perf_counter() - started) / len(pages)
    total = score_of(document, truth, scorer)
    facts = max(1, len(document.facts))
    cells = [
        label,
        f"{total['num_f1']:.4f}",
        *(str(total[key]) for key in ("wrong", "missed", "spurious", "silent_errors")),
        f"{total['suspect'] / facts:.1%}",
        f"{share_found(amounts, rows_of_document(document)):.3f}, {seconds:.2f} s",
        told(img2table_rows, paper, amounts, len(pages)),
        told(rapidocr_rows, paper, amounts, len(pages)),
        told(camelot_rows, paper, amounts, len(pages)) if exported else "",
    ]
    return "| " + " | ".join(cells) + " |"


HEAD = (
    "| paper | document | numeric F1 | wrong | missed | invented | silent | suspect | juesuan | img2table 2 "
    "| RapidOCR | camelot |"
)


def main() -> None:
    """One line a paper and document."""
    warnings.simplefilter("ignore")
    from benchmarks.degrade import scan_pdf  # needs Augraphy, which the tests of this module do without

    scorer, folder, *papers = sys.argv[1:]
    print(HEAD)
    print("| --- " * HEAD.count(" | ") + "| --- |")
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for source, truth in disclosures(Path(folder)):
            facts = [json.loads(line) for line in truth.read_text(encoding="utf-8").splitlines()]
            pages = sorted({fact["page"] for fact in facts})
            own = part_of(source, pages, work / "own.pdf")
            document = source.parent.name
            print(line_of(f"exported | {document}", own, truth, Path(scorer), pages, exported=True), flush=True)
            for each in papers or PAPERS:
                profile, dpi = each.split(":")
                scan_pdf(own, work / "scan.pdf", profile, int(dpi), SEED)
                label = f"{profile}, {dpi} dpi | {document}"
                print(line_of(label, work / "scan.pdf", truth, Path(scorer), pages, exported=False), flush=True)


if __name__ == "__main__":
    main()
