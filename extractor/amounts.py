"""Printed amounts as Decimals: separators, signs, dashes, and what OCR does to them."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

AmountKind = Literal["number", "blank", "dash", "unreadable"]

_DASHES = re.compile(r"[-‐‑–—―─－一_~]+")
_PLAIN = re.compile(r"(?:0|[1-9]\d*)(?:\.\d+)?", re.ASCII)
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
# No amount begins with a zero and another digit: the point behind the zero was lost.
_POINT_LOST = re.compile(r"0\d+", re.ASCII)
# What a pen leaves beside a figure that was compared; under it a digit may be lost.
_TICKS = "√✓✔Vv"
# What is left of a rule beside a figure with all its decimals.
_BARS = "!|¦iIl_"
# A speck beside a point reads as one more.
_POINTS = re.compile(r"[.:·]{2,}")
_DECIMALS = re.compile(r"[\d,]*\d\.\d\d", re.ASCII)
_POINT_LOOKALIKES = str.maketrans("·•．。，、", "....,,", "'’‘`")
# Letters that OCR puts for digits; never applied to a text layer's own words.
_DIGIT_LOOKALIKES = str.maketrans("Oo〇DlI|ZzSB", "00001112258")


# Marks of a note behind a figure, signs of the currency before it, and its unit behind it.
_NOTE_MARKS = "*※#"
_CURRENCY = "¥￥$"
_UNIT = re.compile(r"(?<=[\d*※#)])(?P<unit>亿元|百万元|万元|千元|元)$")
# Accountants' minus: a triangle before the figure, or a minus behind it.
_TRIANGLES = "△▲"
# A figure with all its decimals, a blank and more digits are two figures, or a figure and the mark of a note.
_TWO_FIGURES = re.compile(r"\.\d+\s+\d")


# A number with decimals or with thousands separators: an amount wherever it stands.
_AMOUNT = re.compile(r"(?<![\d.])\d[\d,]*\.\d+(?![\d.]*\d*[年月])|(?<!\d)\d{1,3}(?:,\d{3})+(?!\d)")


class Amount(NamedTuple):
    """`text` is the plain decimal string with the printed decimals; `mended` tells that the reading had to be
    bent beyond normalisation to become a number; `unit` is the unit of money printed behind it, if any.
    """

    kind: AmountKind
    text: str = ""
    mended: bool = False
    unit: str | None = None

    @property
    def value(self) -> Decimal | None:
        """The number, exactly as printed; None where there is none."""
        return Decimal(self.text) if self.kind == "number" else None


def is_dash(text: str, *, exact: bool) -> bool:
    """Whether a text in a column of numbers stands for 'not applicable': a dash, or a slash that was not read by OCR,
    which may see one for a 1.
    """
    return parse_amount(text).kind == "dash" or (exact and unicodedata.normalize("NFKC", text).strip() == "/")


def parse_amount(raw: str) -> Amount:
    """An amount as printed: `2,940.05`, `－3.2`, `（1.23）` (negative), `——` (not applicable), blank.

    >>> parse_amount("2,940.05").text
    '2940.05'
    """
    normal = unicodedata.normalize("NFKC", raw).strip()
    if _TWO_FIGURES.search(normal):
        return Amount("unreadable")
    text = re.sub(r"\s+", "", normal)
    if not text:
        return Amount("blank")
    if _DASHES.fullmatch(text):
        return Amount("dash")
    unit = _UNIT.search(text)
    bare = text[: unit.start()] if unit else text
    sign, digits = _signed(bare.rstrip(_NOTE_MARKS).translate(_POINT_LOOKALIKES))
    plain = _plain(digits)
    named = unit["unit"] if unit else None
    if plain is not None:
        return Amount("number", sign + plain, unit=named)
    mended = _mended(digits)
    return Amount("number", sign + mended, True, named) if mended is not None else Amount("unreadable")


@lru_cache(maxsize=20_000)
def is_amount(text: str) -> bool:
    """Whether a text is an amount that no code, year or number of a column is: with decimals, separators or a unit."""
    amount = parse_amount(text)
    return amount.kind == "number" and not amount.mended and ("." in text or "," in text or amount.unit is not None)


def _signed(text: str) -> tuple[str, str]:
    """("-" or "", the digits); brackets mean negative as accountants write it."""
    if len(text) > 2 and text[0] == "(" and text[-1] == ")":
        return "-", text[1:-1]
    if text and text[0] in "-–—−﹣" + _TRIANGLES:
        return "-", text.lstrip("-–—−﹣" + _TRIANGLES).lstrip(_CURRENCY)
    if len(text) > 1 and text[-1] in "-–−﹣" and text[-2].isdigit():
        return "-", text[:-1].lstrip(_CURRENCY)
    return "", text.removeprefix("+").lstrip(_CURRENCY)


def _plain(digits: str) -> str | None:
    if _GROUPED.fullmatch(digits):
        return digits.replace(",", "")
    return digits if _PLAIN.fullmatch(digits) else None


def _mended(digits: str) -> str | None:
    """A number whose separators or digits were misread, if there is one way to understand it."""
    digits = digits.strip(_TICKS)
    bare = digits.strip(_BARS)
    digits = (bare if _DECIMALS.fullmatch(bare) else digits).strip(".,:;").translate(_DIGIT_LOOKALIKES)
    digits = _POINTS.sub(".", digits)
    plain = _plain(digits)
    if plain is not None:
        return plain
    if _POINT_LOST.fullmatch(digits):
        return f"0.{digits[1:]}"
    head, point, tail = re.sub(r"[,.:;]", ",", digits).rpartition(",")
    if not point or not tail.isdigit() or not 1 <= len(tail) <= 2:
        return None
    groups = head.split(",")
    if all(group.isdigit() for group in groups) and (len(groups) == 1 or all(len(g) == 3 for g in groups[1:])):
        return _plain("".join(groups) + "." + tail)
    return None


def has_amount(text: str) -> bool:
    """Whether a text holds a number with decimals or thousands separators."""
    return bool(_AMOUNT.search(text))
