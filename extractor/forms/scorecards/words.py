"""Words that every card repeats, used to mend what OCR misread; exact text is never touched."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.distance import Levenshtein

from extractor.forms.text import key_text
from extractor.forms.values import Value

# A word is mended only where the reader was less sure of a character than this; above, it stands as read.
SURE = 0.97
# At most one character in so many may differ, and no other word may be as near.
CHARACTERS_A_SLIP = 4


def mended(value: Value, words: Iterable[str]) -> Value:
    """The value with the known word in place of a doubtful reading of it, the reason kept with it."""
    if value.cell.reading.engine == "text-layer" or value.cell.reading.confidence >= SURE:
        return value
    text = key_text(value.value)
    known = list(dict.fromkeys(words))
    if not text or any(key_text(word) == text for word in known):
        return value
    near = sorted((Levenshtein.distance(text, key_text(word)), word) for word in known)
    if not near or near[0][0] > max(len(near[0][1]), len(text)) // CHARACTERS_A_SLIP:
        return value
    if len(near) > 1 and near[1][0] == near[0][0]:
        value.doubts.append(f"read {value.value}, which may be {near[0][1]} or {near[1][1]}")
        return value
    value.reasons.append(f"{value.value} read, {near[0][1]} is the form's own word")
    value.value = near[0][1]
    value.corrected = True
    return value
