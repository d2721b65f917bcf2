"""Target values of indicators taken apart: `≤13人` is ≤, 13 and 人."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from extractor.layouts.scorecards import ScorecardForm
from extractor.tables.values import Value
from extractor.text import key_text


class Target(NamedTuple):
    """A target value's parts; None where it has no such part."""

    value: Value
    relation: str | None
    number: str | None
    unit: str | None


def parse_targets(values: Iterable[Value], form: ScorecardForm) -> list[Target]:
    """The values of target columns that have a number or a relation; others are plain words."""
    columns = {column.key for column in form.indicators.columns if column.target}
    found = []
    for value in values:
        if not value.row.startswith("indicator/") or value.column not in columns:
            continue
        match = re.match(form.target_pattern, key_text(value.value))
        if match and (match["relation"] or match["number"]):
            number = match["number"].replace(",", "") if match["number"] else None
            found.append(Target(value, match["relation"] or None, number, match["unit"] or None))
    return found
