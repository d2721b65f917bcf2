"""What the notes of a fact are about: its digits, which a sum may settle, or its place, which none can."""

from __future__ import annotations

import re

from extractor.model import Flag, Reading
from extractor.tables.doubts import SUSPECT, find_doubts

_CHECK = re.compile(r"the check (.+?) (?:fails|fails as printed|cannot be evaluated: .+)")
_OF_DIGITS = re.compile(
    r"read with confidence|the text is no amount|the text is no number|separators or digits were mended"
    r"|the second reader saw|other decimals than|more than one correction|may be "
)


def names_check(note: str) -> str | None:
    """The check that a note speaks of."""
    found = _CHECK.fullmatch(note)
    return found[1] if found else None


def concerns_digits(note: str) -> bool:
    """Whether a note doubts the reading alone, so that arithmetic may settle it."""
    return names_check(note) is not None or note in _FLAGGED or bool(_OF_DIGITS.match(note))


_FLAGGED = frozenset(find_doubts(Reading("", 1.0, "", flags=SUSPECT | frozenset(Flag)), flags=frozenset(Flag)))
