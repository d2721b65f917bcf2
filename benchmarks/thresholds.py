"""What the thresholds separate: `python -m benchmarks.thresholds FOLDER…`.

Each FOLDER holds disclosures with true facts beside them.  Their table pages are scanned on papers from good to
bad.  Printed are, for amounts, how many right ones a least confidence would send to a person and how many wrong
ones it would let through; for row labels and code names, how like the reading is to the right words and to the
most alike wrong ones.
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rapidfuzz import fuzz

from benchmarks.accuracy import SEED, disclosures
from benchmarks.degrade import scan_pdf
from extractor import Document, extract
from extractor.amounts import parse_amount
from extractor.document import TableRecord
from extractor.layouts import Layouts, load_layouts
from extractor.tables.label_rows import vocabulary
from extractor.text import key_text, without_ordinal

PAPERS = (("office", 200), ("worn", 200), ("worn", 150))
CONFIDENCES = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99, 0.995)
SCORES = (50, 60, 70, 75, 80, 85, 90, 95, 99)

Words = list[tuple[float, float]]
"""Likeness of readings to the right words and to the wrong words most like them."""


def amounts(found: Document, truth: dict[tuple[str, str, str], str]) -> Iterator[tuple[float, bool]]:
    """(confidence, right) of every fact that reads as a plain amount, whatever its flags."""
    for fact in found.facts:
        amount = parse_amount(fact.raw)
        if amount.kind == "number" and not amount.mended:
            yield fact.confidence, truth.get((fact.table, fact.row, fact.column)) == fact.value


def pairs(printed: Document, found: Document) -> Iterator[tuple[TableRecord, str, str]]:
    """(table, text printed, text read) of the cells at the same places of tables found in the same shape."""
    tables = {table.id: table for table in printed.tables}
    for table in found.tables:
        cells = [cell for cell in tables[table.id].cells if cell.text] if table.id in tables else []
        read = {(cell.row, cell.column): cell.text for cell in table.cells}
        for cell in cells:
            if text := read.get((cell.row, cell.column)):
                yield table, key_text(cell.text), key_text(text)


def labels(printed: Document, found: Document, layouts: Layouts) -> Iterator[tuple[float, float]]:
    """Scores of fixed row labels against their own block's vocabulary."""
    for table, right, text in pairs(printed, found):
        for block in layouts.forms[table.id].blocks:
            known = vocabulary(block, layouts)
            own = {(k.spec.key, k.label) for k in known if k.text == without_ordinal(right)}
            if own:
                read = without_ordinal(text)
                score = {k.text: fuzz.ratio(read, k.text) for k in known}
                wrong = [score[k.text] for k in known if (k.spec.key, k.label) not in own]
                yield max(score[k.text] for k in known if (k.spec.key, k.label) in own), max(wrong, default=0.0)


def names(printed: Document, found: Document, layouts: Layouts) -> Iterator[tuple[float, float]]:
    """Scores of code names against the code's own, and against those of the codes one digit away."""
    book = layouts.functional
    for table, right, text in pairs(printed, found):
        codes = [code for code in dict.fromkeys(entry.code for entry in book.entries) if right in book.names(code)]
        if layouts.forms[table.id].rows == "functional" and len(codes) == 1:
            near = {e.code for e in book.entries if _one_digit(e.code, codes[0]) and right not in book.names(e.code)}
            yield book.likeness(codes[0], text), max((book.likeness(code, text) for code in near), default=0.0)


def _one_digit(code: str, other: str) -> bool:
    return len(code) == len(other) and sum(a != b for a, b in zip(code, other, strict=True)) == 1


def show_amounts(found: list[tuple[float, bool]]) -> None:
    """One line a threshold: what it marks in vain, and what it lets through."""
    right, wrong = ([sure for sure, ok in found if ok is wanted] for wanted in (True, False))
    print(f"amounts: {len(right)} right, {len(wrong)} wrong")
    for least in CONFIDENCES:
        vain, missed = sum(sure < least for sure in right), sum(sure >= least for sure in wrong)
        print(
            f"  least {least:5.3f}   right and marked {vain:5} ({vain / len(right):7.3%})   wrong and kept {missed:4}"
        )


def show_words(title: str, scores: Words) -> None:
    """One line a threshold: right words refused, and readings that would pass for other words."""
    print(f"{title}: {len(scores)}; nearer to wrong words {sum(right <= wrong for right, wrong in scores)}")
    for least in SCORES:
        refused, alike = sum(right < least for right, _ in scores), sum(wrong >= least for _, wrong in scores)
        print(f"  least {least:3}   right and refused {refused:5}   wrong words as alike {alike:5}")


def main() -> None:
    """All papers of all disclosures in one table each."""
    layouts = load_layouts()
    confidence: list[tuple[float, bool]] = []
    words: dict[str, Words] = {"row labels": [], "code names": []}
    with tempfile.TemporaryDirectory() as folder:
        paper = Path(folder) / "scan.pdf"
        for source, facts in (pair for name in sys.argv[1:] for pair in disclosures(Path(name))):
            lines = map(json.loads, facts.read_text(encoding="utf-8").splitlines())
            truth = {(fact["table"], fact["row"], fact["column"]): fact["value"] for fact in lines}
            printed = extract(source)
            pages = sorted({place.page for table in printed.tables for place in table.places})
            for profile, dpi in PAPERS:
                scan_pdf(source, paper, profile, dpi, SEED, pages)
                found = extract(paper)
                confidence += amounts(found, truth)
                words["row labels"] += labels(printed, found, layouts)
                words["code names"] += names(printed, found, layouts)
    show_amounts(confidence)
    for title, scores in words.items():
        show_words(title, scores)


if __name__ == "__main__":
    main()
