"""Finds the amounts in the marked PDF by their colours, and reads them back from the finished one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pdfplumber
import pypdfium2

from office.forms import Cell
from office.workbook import as_number, colour_of

Box = tuple[float, float, float, float]


@dataclass
class Printed:
    """An amount as printed: page (from 1), box in points from the top left of the page as displayed, text."""

    cell: Cell
    page: int
    box: Box
    text: str


def find_amounts(pdf: Path, cells: list[Cell]) -> list[Printed]:
    """Where each amount of the marked PDF stands; those not printed (hidden rows and columns) are left out."""
    index = {colour_of(i): i for i in range(len(cells))}
    found: list[Printed] = []
    with pdfplumber.open(pdf) as document:
        for number, page in enumerate(document.pages, 1):
            chars: dict[int, list[dict[str, object]]] = {}
            for char in page.chars:
                colour = char["non_stroking_color"]
                if not isinstance(colour, tuple) or not char["text"].strip():
                    continue
                parts = colour * 3 if len(colour) == 1 else colour
                name = "".join(f"{round(float(p) * 255):02X}" for p in parts[:3])
                if name in index:
                    chars.setdefault(index[name], []).append(char)
            for i, own in chars.items():
                box = (min(float(c["x0"]) for c in own), min(float(c["top"]) for c in own),
                       max(float(c["x1"]) for c in own), max(float(c["bottom"]) for c in own))
                own.sort(key=lambda c: (round(float(c["top"])), float(c["x0"])))
                found.append(Printed(cells[i], number, box, "".join(str(c["text"]) for c in own)))
            page.close()
    return found


def fact_of(item: Printed) -> dict[str, object] | None:
    """The fact that a printed amount states; None for a zero printed as a dash.

    Raises:
        ValueError: what is printed is not the cell's amount, rounded (`###`, say).
    """
    cell = item.cell
    assert cell.fact is not None and cell.amount is not None
    try:
        value = as_number(item.text)
    except ArithmeticError:
        raise ValueError(item.text) from None
    if value is None:
        if cell.amount or "#" in item.text:
            raise ValueError(item.text)
        return None
    if value > 0 > cell.amount:
        value = -value  # red alone says that it is negative
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    if abs(value - cell.amount) > Decimal(1).scaleb(exponent) / 2 + Decimal("1e-9"):
        raise ValueError(item.text)
    fact = cell.fact
    value = abs(value) if value == 0 else value
    return {"table": fact.table, "row": fact.row, "column": fact.column, "value": f"{value:f}", "raw": item.text,
            "unit": fact.unit, "label": fact.label, "page": item.page, "bbox": [round(v, 2) for v in item.box]}


def check(pdf: Path, facts: list[dict[str, object]]) -> list[str]:
    """Read every fact back from the finished PDF at its box; returns what differs, and numbers that do not fit."""
    faults = []
    document = pypdfium2.PdfDocument(pdf)
    for number in range(len(document)):
        page = document[number]
        own = [f for f in facts if f["page"] == number + 1]
        if not own:
            continue
        text = page.get_textpage()
        if "##" in text.get_text_range():
            faults.append(f"page {number + 1}: a number is printed as ###")
        characters = [(text.get_charbox(i), text.get_text_range(i, 1)) for i in range(text.count_chars())]
        shown = [(displayed(page, box), char) for box, char in characters if char.strip()]
        for fact in own:
            x0, y0, x1, y1 = fact["bbox"]  # type: ignore[misc]
            inside = [(b, c) for b, c in shown
                      if x0 - 0.5 <= (b[0] + b[2]) / 2 <= x1 + 0.5 and y0 - 0.5 <= (b[1] + b[3]) / 2 <= y1 + 0.5]
            read = "".join(c for _, c in sorted(inside, key=lambda bc: bc[0][0]))
            if not same_text(read, str(fact["raw"])):
                faults.append(f"page {number + 1} {fact['table']}|{fact['row']}|{fact['column']}: "
                              f"truth {fact['raw']!r}, read {read!r}")
        page.close()
    return faults


def same_text(read: str, raw: str) -> bool:
    """Whether the box holds the amount; a watermark's characters may stand there too, but no others of a number."""
    left = Counter(read) - Counter(raw)
    return not Counter(raw) - Counter(read) and not any(char in "0123456789.,-－()" for char in left)


def displayed(page: pypdfium2.PdfPage, box: Box) -> Box:
    """A box of user space (origin bottom left) on the page as displayed (origin top left)."""
    left, bottom, right, top = page.get_cropbox()
    x0, y0, x1, y1 = box
    rotation = page.get_rotation()
    if rotation == 90:
        return y0 - bottom, x0 - left, y1 - bottom, x1 - left
    if rotation == 270:
        return top - y1, right - x1, top - y0, right - x0
    return x0 - left, top - y1, x1 - left, top - y0
