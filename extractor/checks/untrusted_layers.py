"""Exported pages whose text layer is not to be believed, since what it says contradicts itself or the picture.

A font may map its glyphs to other digits than it draws: the sums of a table then fail all over.  A table may be only a
picture on a page of text.  Such pages are read once more, as scans.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from extractor.balance import Balance
from extractor.checks.proof import Proof
from extractor.interpretation import Interpretation
from extractor.model import ReadPage

# Checks inside one table that must be there, and the share of them that fails, before its text is not believed.  Real
# print is off its parts by more than rounding in none of 14 documents measured.
LEAST_CHECKS, MOST_FAILING = 5, 0.25
# At least N figures that OCR read outside all tables of an exported page: a table is drawn there as a picture.
LEAST_DRAWN = 6


def find_distrusted(pages: Sequence[ReadPage], found: Interpretation, balance: Balance, proof: Proof) -> set[int]:
    """The numbers of the exported pages that are to be read as scans."""
    return _contradicted(found, proof) | _with_pictured_table(pages, balance)


def count_misfits(balance: Balance, proof: Proof) -> int:
    """How much of a document does not fit: failing checks and things without a place."""
    return sum(check.result == "fails" for check in proof.checks) + len(balance.unplaced)


def _contradicted(found: Interpretation, proof: Proof) -> set[int]:
    """The pages of tables, read from the text layer alone, of whose own sums most fail."""
    held: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    for check in proof.checks:
        tables = {cell.table for cell in check.cells}
        if check.level == "error" and len(tables) == 1 and check.result in ("holds", "fails"):
            (held if check.result == "holds" else failed)[tables.pop()] += 1
    return {
        page
        for known in found.known
        for page, _ in known.table.places
        if known.table.exact
        and held[known.form.name] + failed[known.form.name] >= LEAST_CHECKS
        and failed[known.form.name] > MOST_FAILING * (held[known.form.name] + failed[known.form.name])
    }


def _with_pictured_table(pages: Sequence[ReadPage], balance: Balance) -> set[int]:
    """The exported pages on which OCR read many figures outside all tables."""
    exported = {page.number for page in pages if page.kind == "exported"}
    drawn = Counter(item.spot.page for item in balance.unplaced if item.reason == "no-table" and not item.reading.exact)
    return {page for page, count in drawn.items() if page in exported and count >= LEAST_DRAWN}
