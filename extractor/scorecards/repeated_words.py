"""Words that every card repeats, used to mend what OCR misread; exact text is never touched."""

from __future__ import annotations

from collections.abc import Collection

from rapidfuzz.distance import Levenshtein

from extractor.model import Reading
from extractor.tables.doubts import is_certain
from extractor.tables.values import Value
from extractor.text import count_ideographs, key_text

# A word is mended only where the reader was less confident of a character than this, or its reading has a flag.
SURE = 0.97
# At most one character in so many may differ, and no other word may be as near.
CHARACTERS_A_SLIP = 4


def mend(value: Value, words: Collection[str]) -> Value:
    """The value with the known word in place of a doubtful reading of it, the reason kept with it."""
    # A character that was seen is not dropped: 未达成 is not 达成.
    whole = [word for word in words if count_ideographs(word) >= count_ideographs(value.value)]
    near = find_nearest(value.value, value.cell.reading, whole)
    if len(near) > 1:
        value.doubts.append(f"read {value.value}, which may be {' or '.join(near)}")
    elif near:
        value.reasons.append(f"{value.value} read, {near[0]} is the form's own word")
        value.value = near[0]
        value.corrected = True
    return value


def find_nearest(text: str, reading: Reading, words: Collection[str]) -> list[str]:
    """The known words that a doubtful reading may stand for; none where it is exact, sure or a known word.

    Where a character was seen but not read, a word has more of them.
    """
    if reading.exact or is_certain(reading, SURE):
        return []
    text = key_text(text)
    known = list(dict.fromkeys(words))
    if not text or any(key_text(word) == text for word in known):
        return []
    if reading.unread:
        known = [word for word in known if len(key_text(word)) > len(text)]
    distances = {word: Levenshtein.distance(text, key_text(word)) for word in known}
    least = min(distances.values(), default=0)
    return [w for w, d in distances.items() if d == least <= max(len(w), len(text)) // CHARACTERS_A_SLIP]
