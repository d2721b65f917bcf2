"""Figures of the explanation: `python -m benchmarks.narrative FILE.pdf [TRUTH.jsonl] …`.

For an exported file every number with a unit that the PDF's own text prints in the explanation is counted
(found once, missed, invented), independently of how the extractor reads.  With a truth beside it (figures in
document order: item, measure, value, unit, cell, of) measures, items and cells are compared too.
"""

import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import pypdfium2 as pdfium

from extractor import extract
from extractor.document import Document, NarrativeFigure, SectionRecord

PRINTED = re.compile(
    r"(?<!单价)(?<!\d)(?<!\d[.,])(-?\d[\d,]*(?:\.\d+)?)\s*"
    r"(万元|元|%|个百分点|个|辆|人次|人|批次|台\(套\)|分)(?!以上|\(含\)以上)"
)
PAGE_NUMBER = re.compile(r"\W*第?\s*\d+\s*页?\W*")


@dataclass
class Score:
    """How many figures of a truth were found, and of these how many say the same."""

    wanted: int = 0
    found: int = 0
    spurious: int = 0
    measure: int = 0
    item: int = 0
    cell: int = 0
    of: int = 0

    def __str__(self) -> str:
        right = " ".join(f"{name} {getattr(self, name) / max(self.found, 1):.4f}" for name in RIGHT)
        return f"recall {self.found / max(self.wanted, 1):.4f} spurious {self.spurious} {right}"


RIGHT = ("measure", "item", "cell", "of")


def printed(path: Path, sections: Sequence[SectionRecord], password: str | None = None) -> Counter[tuple[str, str]]:
    """Every number with its unit that the text layer prints on the explanation's pages, below its title."""
    parts = [section for section in sections if section.kind == "explanation"]
    found: Counter[tuple[str, str]] = Counter()
    with pdfium.PdfDocument(path, password=password) as document:
        for part in parts:
            pages = [
                document[n - 1].get_textpage().get_text_range() for n in range(part.first_page, part.last_page + 1)
            ]
            lines = [line for page in pages for line in page.splitlines() if not PAGE_NUMBER.fullmatch(line)]
            text = unicodedata.normalize("NFKC", "".join(lines))
            found.update((number, unit) for number, unit in PRINTED.findall(text))
    return found


def told(document: Document) -> Counter[tuple[str, str]]:
    """The figures found, as they are printed."""
    return Counter((f.raw, unicodedata.normalize("NFKC", f.unit or "")) for f in document.narrative)


def compared(figures: Sequence[NarrativeFigure], truth: Sequence[dict]) -> Score:
    """Figures against a truth, both in document order."""
    got, wanted = ([(f.value, f.unit) for f in figures], [(t["value"], t["unit"]) for t in truth])
    score = Score(wanted=len(wanted))
    for a, b, size in SequenceMatcher(None, wanted, got, autojunk=False).get_matching_blocks():
        for true, figure in zip(truth[a : a + size], figures[b : b + size], strict=True):
            score.found += 1
            score.measure += figure.measure == true["measure"]
            score.item += _within(true["item"], figure.item)
            score.cell += _cell(figure) == true["cell"]
            score.of += (list(figure.of) if figure.of else None) == true["of"]
    score.spurious = len(got) - score.found
    return score


def _cell(figure: NarrativeFigure) -> list[str | None] | None:
    return [figure.table, figure.row, figure.column] if figure.table else None


def _within(short: str, long: str) -> bool:
    """Whether the characters of the short item stand in the long one in their order."""
    rest = iter(long)
    return all(character in rest for character in short)


def main() -> None:
    """One line a file."""
    arguments = [Path(argument) for argument in sys.argv[1:]]
    for path in (argument for argument in arguments if argument.suffix == ".pdf"):
        document = extract(path)
        line = f"{path.parent.name}/{path.name}: {len(document.narrative)} figures"
        line += f", {sum(f.status == 'suspect' for f in document.narrative)} suspect"
        if any(page.kind == "exported" for page in document.pages):
            want, got = printed(path, document.sections), told(document)
            line += f", printed {want.total()}, missed {(want - got).total()}, invented {(got - want).total()}"
        after = arguments[arguments.index(path) + 1 : arguments.index(path) + 2]
        if after and after[0].suffix == ".jsonl":
            truth = [json.loads(row) for row in after[0].read_text(encoding="utf-8").splitlines()]
            line += f", {compared(document.narrative, truth)}"
        print(line, flush=True)


if __name__ == "__main__":
    main()
