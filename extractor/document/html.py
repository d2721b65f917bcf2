"""Printed tables as HTML, for notebooks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Protocol

from extractor.document.cells import BBox, Fact, GridCell, Status

# Light enough for print on them; also of workbooks.
STATUS_FILLS: Mapping[Status, str] = {
    "verified": "#E6F4EA",
    "read": "#E8F0FE",
    "corrected": "#FFE8CC",
    "suspect": "#FAD2CF",
    "confirmed": "#D7EEF2",
    "corrected-by-hand": "#E8DDF5",
}
# What a person should see first, where several facts stand in a cell.
WORST_FIRST: Sequence[Status] = ("suspect", "corrected", "read", "verified", "corrected-by-hand", "confirmed")


class Shown(Protocol):
    """What has a view in a notebook."""

    @property
    def title(self) -> str:
        """What stands above it."""

    def _repr_html_(self) -> str: ...


def document_html(about: str, tables: Iterable[Shown]) -> str:
    """A line on the document, a legend, and each table to be unfolded."""
    legend = " ".join(_span(status, f"background:{fill}") for status, fill in STATUS_FILLS.items())
    parts = [f"<p>{escape(about)}</p>", f"<p>{legend}</p>"]
    for table in tables:
        parts.append(f"<details><summary>{escape(table.title)}</summary>{table._repr_html_()}</details>")
    return "".join(parts)


def grid_html(title: str, cells: Sequence[GridCell], facts: Sequence[Fact]) -> str:
    """A table as printed; cells with facts have the colour of the worst status, and say why in a tooltip."""
    of_cell: dict[tuple[int, BBox], list[Fact]] = defaultdict(list)
    for fact in facts:
        of_cell[fact.page, fact.bbox].append(fact)
    rows = [""] * (1 + max((cell.row for cell in cells), default=-1))
    for cell in sorted(cells, key=lambda cell: cell.column):
        rows[cell.row] += _cell(cell, of_cell.get((cell.page, cell.bbox), ()))
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f"<table><caption>{escape(title)}</caption><tbody>{body}</tbody></table>"


def worst_status(facts: Iterable[Fact]) -> Status:
    """The status that a person should see first."""
    return min((fact.status for fact in facts), key=WORST_FIRST.index)


def remark_on(facts: Iterable[Fact]) -> str:
    """What a person should know of a value that is doubted or was changed: what was read, and why."""
    doubted = [fact for fact in facts if fact.status in ("suspect", "corrected")]
    lines = ["\n".join((f"{fact.status}: {fact.raw}", *fact.notes)) for fact in doubted]
    return "\n".join(dict.fromkeys(lines))


def _cell(cell: GridCell, facts: Sequence[Fact]) -> str:
    span = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    span += f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
    style = f' style="background:{STATUS_FILLS[worst_status(facts)]}"' if facts else ""
    remark = remark_on(facts)
    title = f' title="{escape(remark)}"' if remark else ""
    values = {fact.value for fact in facts}
    text = values.pop() if len(values) == 1 else cell.text
    return f"<td{span}{style}{title}>{escape(text)}</td>"


def _span(text: str, style: str) -> str:
    return f'<span style="{style}">{escape(text)}</span>'
