"""The notes of facts, and why checks cannot be evaluated, in the browser's language; English where a note is none of
the usual.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import get_args

from extractor.balance.items import Reason

# What a note says, with what changes in it, and the same as a text of the catalogues.
_NOTES = tuple(
    (re.compile(re.sub(r"%\\\((\w+)\\\)s", r"(?P<\1>.+?)", re.escape(text))), text)
    for text in (
        "the check %(name)s fails as printed",
        "the check %(name)s fails",
        "the check %(name)s cannot be evaluated: %(why)s",
        "read with confidence %(share)s",
        "a seal covers part of the cell",
        "a seal's strokes were removed from the text",
        "the page is hard to read",
        "a border cuts the text, or it was joined from cells side by side",
        "the border beside it could as well lie elsewhere: it may belong to the next column",
        "ink in the cell was not read",
        "the line was only read at a second look",
        "the mark at a line's end was not read",
        "the text is no amount",
        "the text is no number",
        "separators or digits were mended",
        "the second reader saw %(text)s",
        "other decimals than the table's other amounts",
        "more than one correction would make the checks hold",
        "may be %(text)s",
        "proved by %(number)s checks, with values that people decided",
        "proved by a check, with values that people decided",
        "proved by %(number)s checks",
        "proved by a check",
        "no check proves it any more",
        "printed again as %(text)s",
        "code %(code)s is not in the book",
        "none of the form's own words",
        "the column's heading was not read as it is printed",
        "the column's heading was not read",
        "the row's label was hardly seen: %(text)s",
        "the table may be one of a known form",
        "no word says what the number means",
        "no word says what the number is of",
        "the direction is left open",
        "a figure without a place stands in a row or column of it",
        *get_args(Reason),
    )
)


def note_in(gettext: Callable[[str], str], note: str) -> str:
    """A note in the language of a catalogue."""
    for pattern, text in _NOTES:
        found = pattern.fullmatch(note)
        if found is not None:
            return gettext(text) % found.groupdict() if found.groupdict() else gettext(text)
    return note
