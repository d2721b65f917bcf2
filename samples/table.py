"""Typeset one table as OpenDocument: merged cells, rules, alignment."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Literal
from xml.etree.ElementTree import Element

from samples.document import Rows
from samples.markup import element

INNER_RULE = 0.5
"""Width of the rules between cells in points."""

PAGE_WIDTH = {"portrait": 170.0, "landscape": 257.0}
"""Width of the text area of an A4 page in mm."""

ALIGNMENT = {"l": "start", "c": "center", "r": "end"}
SIDES = ("top", "bottom", "left", "right")
PADDING = {"top": "0.5mm", "bottom": "0.5mm", "left": "1mm", "right": "1mm"}


@dataclass(frozen=True)
class TableLayout:
    """How a table is typeset; the keys are described in `model/tables.toml`."""

    orientation: Literal["portrait", "landscape"]
    widths: list[float]
    alignment: str
    header_rows: list[int]
    row_height: float
    font_size: float
    outer_rule: float
    merged: list[list[int]]
    centred_labels: list[str]
    left: frozenset[tuple[int, int]] = frozenset()
    """Cells (row, column) set to the left in spite of `alignment`."""

    def spans(self, row_count: int) -> dict[tuple[int, int], tuple[int, int]]:
        """Return the rows and columns that each merged cell spans, by its first cell."""
        return {(row % row_count, column): (rows, columns) for row, column, rows, columns in self.merged}


def table(name: str, rows: Rows, layout: TableLayout) -> Element:
    """Return the `table:table` element; its styles come from `table_styles`."""
    spans = layout.spans(len(rows))
    covered = {
        (row + down, column + right)
        for (row, column), (height, width) in spans.items()
        for down, right in product(range(height), range(width))
    } - spans.keys()
    return element(
        "table:table",
        {"table:name": name, "table:style-name": name},
        *(
            element("table:table-column", {"table:style-name": f"{name}.Column{index}"})
            for index in range(len(layout.widths))
        ),
        *(
            element(
                "table:table-row",
                {"table:style-name": f"{name}.Row"},
                *(
                    element("table:covered-table-cell")
                    if (row, column) in covered
                    else _cell(name, rows, layout, (row, column), spans.get((row, column), (1, 1)))
                    for column in range(len(layout.widths))
                ),
            )
            for row in range(len(rows))
        ),
    )


def _cell(
    name: str,
    rows: Rows,
    layout: TableLayout,
    place: tuple[int, int],
    span: tuple[int, int],
) -> Element:
    """Return the cell at `place` (row, column) that spans `span` (rows, columns)."""
    (row, column), (height, width) = place, span
    text = rows[row][column]
    outer = (
        row == 0,
        row + height == len(rows),
        column == 0,
        column + width == len(layout.widths),
    )
    centred = row in layout.header_rows or text in layout.centred_labels
    alignment = "c" if centred else "l" if place in layout.left else layout.alignment[column]
    attributes = {"table:style-name": _cell_style_name(name, outer)}
    if span != (1, 1):
        attributes["table:number-rows-spanned"] = str(height)
        attributes["table:number-columns-spanned"] = str(width)
    paragraph = element("text:p", {"text:style-name": f"{name}.{alignment}"}, text)
    return element("table:table-cell", attributes, paragraph)


def _cell_style_name(name: str, outer: tuple[bool, ...]) -> str:
    """Return the style of cells whose given sides (as in `SIDES`) lie on the outer border."""
    return f"{name}.Cell" + "".join(str(int(side)) for side in outer)


def table_styles(name: str, layout: TableLayout) -> Iterator[Element]:
    """Yield the automatic styles that `table` refers to."""
    width = PAGE_WIDTH[layout.orientation]
    yield _style(
        name,
        "table",
        {"style:width": f"{width}mm", "table:align": "center", "table:border-model": "collapsing"},
    )
    for index, share in enumerate(layout.widths):
        column_width = width * share / sum(layout.widths)
        yield _style(f"{name}.Column{index}", "table-column", {"style:column-width": f"{column_width:.2f}mm"})
    yield _style(
        f"{name}.Row",
        "table-row",
        {"style:min-row-height": f"{layout.row_height}mm", "fo:keep-together": "always"},
    )
    for outer in product((False, True), repeat=len(SIDES)):
        yield _style(_cell_style_name(name, outer), "table-cell", _cell_properties(layout, outer))
    for letter, alignment in ALIGNMENT.items():
        yield element(
            "style:style",
            {"style:name": f"{name}.{letter}", "style:family": "paragraph"},
            element("style:paragraph-properties", {"fo:text-align": alignment}),
            element(
                "style:text-properties",
                {
                    "fo:font-size": f"{layout.font_size}pt",
                    "style:font-size-asian": f"{layout.font_size}pt",
                },
            ),
        )


def _cell_properties(layout: TableLayout, outer: tuple[bool, ...]) -> dict[str, str]:
    """Return padding and rules; `outer` says which of `SIDES` lie on the outer border."""
    rules = {
        f"fo:border-{side}": f"{layout.outer_rule if thick else INNER_RULE}pt solid #000000"
        for side, thick in zip(SIDES, outer, strict=True)
    }
    padding = {f"fo:padding-{side}": PADDING[side] for side in SIDES}
    return {"style:vertical-align": "middle", **padding, **rules}


def _style(name: str, family: str, properties: dict[str, str]) -> Element:
    """Return a style of a table part."""
    return element(
        "style:style",
        {"style:name": name, "style:family": family},
        element(f"style:{family}-properties", properties),
    )
