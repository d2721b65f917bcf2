"""The checks of a document as lines for people, what fails first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from extractor.document import Check

# What a reader should see first.
ORDER = ("fails", "fails in print", "warns", "not evaluable", "holds", "not applicable")


def check_lines(checks: Iterable[Check]) -> Iterator[str]:
    """One line a check: verdict, name, formula with figures, and what is off by how much; last the counts."""
    found = sorted(checks, key=lambda check: ORDER.index(_word(check)))
    for check in found:
        yield f"{_word(check):14}  {check.id}" + "".join(f"  {part}" for part in _details(check) if part)
    counts = Counter(map(_word, found))
    yield (
        ", ".join(f"{word}: {counts[word]}" for word in ORDER if counts[word]) or "no checks: no known table was found"
    )


def _word(check: Check) -> str:
    if check.result != "fails":
        return check.result
    return "warns" if check.level == "warning" else "fails in print" if check.printed else "fails"


def _details(check: Check) -> tuple[str, ...]:
    off = f"off by {check.difference} {check.unit or ''}".rstrip() if check.difference not in (None, "0") else ""
    allowed = f"(rounding explains {check.tolerance})" if off else ""
    pages = sorted({cell.page for cell in check.cells if cell.page is not None})
    where = f"page {', '.join(map(str, pages))}" if pages and check.result == "fails" else ""
    return check.formula, off, allowed, where, check.why
