"""Formats of a workbook's cells, each made once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format

# A spreadsheet's numbers have no more significant digits.
NUMBER_DIGITS = 15


class Styles:
    """Gives formats by what they should look like."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def of(
        self,
        *,
        bold: bool = False,
        size: int | None = None,
        border: bool = False,
        wrap: bool = False,
        align: str | None = None,
        fill: str | None = None,
        number: str | None = None,
    ) -> Format:
        """A format with these properties alone."""
        wanted: dict[str, Any] = {
            "bold": bold,
            "font_size": size,
            "border": int(border),
            "text_wrap": wrap,
            "align": align,
            "valign": "vcenter" if border else None,
            "bg_color": fill,
            "num_format": number,
        }
        key = tuple((name, value) for name, value in wanted.items() if value)
        if key not in self._made:
            self._made[key] = self._book.add_format(dict(key))
        return self._made[key]

    def number(self, number: Decimal) -> Format:
        """A number with the decimals that it has."""
        return self.of(number=number_format(number))


def number_format(number: Decimal, *, grouped: bool = False) -> str:
    """How a spreadsheet shows a number with the decimals that it has; `grouped`: as printed, in thousands."""
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    decimals = "." + "0" * -exponent if exponent < 0 else ""
    return ("#,##0" if grouped else "0") + decimals
