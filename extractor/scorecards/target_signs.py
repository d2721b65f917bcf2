"""Signs and units of targets that OCR misreads (`≤`, `‰`): the targets of one indicator bear one sign and one unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from extractor.layouts.scorecards import ScorecardForm
from extractor.tables.values import Value
from extractor.text import key_text


class _Parts(NamedTuple):
    relation: str
    unit: str
    counted: bool


def check_signs(row: Sequence[Value], form: ScorecardForm) -> None:
    """Mend or doubt the signs and units of one indicator's targets as OCR read them, by the others of its row.

    A character that is known to be read for a sign becomes the sign where another target of the row bears it
    with the same unit; a target without the sign that others with its unit bear, or without a unit where another has
    one or behind a sign and a number, or with another one than any of them has, is doubted.  A target
    whose unit OCR confuses (`%`, `‰`) is doubted, too, where an equal target of the row was read with doubt.
    """
    columns = {column.key for column in form.indicators.columns if column.target}
    targets = [value for value in row if value.column in columns]
    unsure = [value for value in targets if not value.cell.reading.exact]
    units_like = tuple({text for read, unit in form.misread_units.items() for text in (read[0], unit)})
    for value in unsure:
        _mend_unit(value, form)
    for value in unsure:
        others = {parts for other in targets if other is not value if (parts := _parts(other.value, form))}
        _check(value, {other for other in others if other.relation}, form)
        own = _parts(value.value, form)
        units = {other.unit for other in others if other.unit and (other.relation or other.counted)}
        if own is not None and (own.relation or own.counted) and own.unit and units - {own.unit}:
            value.doubts.append("the unit is not that of the row's other targets")
        alike = (other for other in unsure if other is not value and other.value == value.value)
        if value.value.endswith(units_like) and any(other.reading_doubts for other in alike):
            value.doubts.append("the same target beside it was read with doubt")
        if own in {_Parts("", other.unit, counted=False) for other in others if other.counted}:
            value.doubts.append("of a target only the unit was read")


def _mend_unit(value: Value, form: ScorecardForm) -> None:
    """Put the unit for what is read for it; it stays doubted, for a speck beside another unit is read so, too."""
    text = key_text(value.value)
    for read, unit in form.misread_units.items():
        if text.endswith(read):
            value.doubts.append(f"{read} read, taken for {unit}")
            value.value = text.removesuffix(read) + unit
            return


def _check(value: Value, others: set[_Parts], form: ScorecardForm) -> None:
    text = key_text(value.value)
    sign = form.misread_signs.get(text[:1])
    rest = _parts(text[1:], form) if sign else None
    if sign and rest is not None and any((other.relation, other.unit) == (sign, rest.unit) for other in others):
        value.reasons.append(f"{value.value} read, the row's other targets bear {sign}")
        value.value = sign + value.value[1:]
        value.corrected = True
        return
    own = _parts(text, form)
    doubtful = bool(sign) and own is not None and bool(own.relation)
    bare = own is not None and not own.relation and any(other.unit == own.unit for other in others)
    same_unit = rest is not None and any(other.unit == rest.unit for other in others)
    if own is not None and own.relation and not own.unit:
        if any(other.unit for other in others):
            value.doubts.append("the row's other targets have a unit")
        elif own.counted:
            value.doubts.append("a number without a unit")
    if doubtful or bare or same_unit:
        value.doubts.append("the sign is not that of the row's other targets")


def _parts(text: str, form: ScorecardForm) -> _Parts | None:
    match = re.match(form.target_pattern, key_text(text))
    return _Parts(match["relation"] or "", match["unit"] or "", bool(match["number"])) if match else None
