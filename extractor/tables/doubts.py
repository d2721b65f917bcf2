"""What the confidence and the flags of a reading say about the value that is made of it."""

from __future__ import annotations

from extractor.model import Flag, Reading

# A reading whose least confident character is below this is suspect.
LEAST_CONFIDENCE = 0.80
# An OCR reading with less confidence than this is doubtful: a relation with another such reading proves nothing.
TRUSTED = 0.95
# A text read with no more confidence than this may be anything.
HARDLY_SEEN = 0.5
# With one of these flags a value is suspect unless sums prove it.
SUSPECT = frozenset({Flag.HIDDEN, Flag.POOR_PAGE, Flag.CUT, Flag.LOST_END, Flag.UNREAD, Flag.UNSURE_COLUMN})
# With one of these the second reader does not settle it: it sees the same picture, and may read the same wrong thing.
# Ink that the first reader left out it reads, if it is a digit.
UNSETTLED = SUSPECT - {Flag.UNREAD}
# A sum does prove a figure beside others that a seal's strokes crossed; only texts, which have no sum, are suspect.
STILL_TRUSTED = frozenset({Flag.CROSSED})

_WORDS = {
    Flag.HIDDEN: "a seal covers part of the cell",
    Flag.CROSSED: "a seal's strokes were removed from the text",
    Flag.POOR_PAGE: "the page is hard to read",
    Flag.CUT: "a border cuts the text, or it was joined from cells side by side",
    Flag.UNSURE_COLUMN: "the border beside it could as well lie elsewhere: it may belong to the next column",
    Flag.UNREAD: "ink in the cell was not read",
    Flag.SECOND_LOOK: "the line was only read at a second look",
    Flag.LOST_END: "the mark at a line's end was not read",
}


def find_doubts(reading: Reading, least: float = LEAST_CONFIDENCE, flags: frozenset[Flag] = SUSPECT) -> list[str]:
    """Why a value is suspect by its reading alone, in words for its notes; empty where nothing is.

    `least` is the confidence that the value needs, `flags` those that make it suspect.
    """
    found = [_WORDS[flag] for flag in Flag if flag in reading.flags & flags]
    if reading.confidence < least:
        found.append(f"read with confidence {reading.confidence:.2f}")
    return found


def hardly_seen(reading: Reading) -> bool:
    """Whether an engine read something below a seal, or a text with next to no confidence."""
    unsure = bool(reading.text) and reading.confidence <= HARDLY_SEEN
    return not reading.exact and (unsure or Flag.HIDDEN in reading.flags)


def is_doubtful(reading: Reading) -> bool:
    """Whether an OCR reading needs another witness: a sum, or a name that is known."""
    return not reading.exact and (reading.confidence < TRUSTED or bool(reading.flags - STILL_TRUSTED))


def is_certain(reading: Reading, least: float) -> bool:
    """Whether a reading has at least this confidence, and no flag."""
    return reading.confidence >= least and not reading.flags
