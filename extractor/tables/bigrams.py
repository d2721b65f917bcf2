"""What a document usually prints, as a witness of what was read in it once: pairs of characters that stand together.

Small print on a fax may be read wrongly and surely: 尤偏差 for 无偏差.  But then the printed character is the
reader's runner-up, and the document prints that beside its neighbours elsewhere, and the other nowhere.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz.distance import Hamming

from extractor.model import Reading, ReadPage
from extractor.tables.doubts import is_certain
from extractor.tables.values import Value
from extractor.text import has_words

# Readings less confident than this, or with a flag, say nothing of what is usual.
SURE = 0.98
# What was read counts as seen so often where its pairs never are.
UNSEEN = 0.5
# A reading is doubted where it is not so many times likelier than one with a runner-up.
LEAST_ODDS = 100.0
# Marks of Chinese print that small print makes alike.
_MARKS = set("，、；：。")
# Phrases of so many characters are told by all but one of them.
LEAST_PHRASE = 3


class Bigrams:
    """How often two characters stand beside each other in texts, phrases that are often printed, and groups of
    characters that small print makes alike.
    """

    def __init__(self, texts: Iterable[str], phrases: Iterable[str] = (), alike: Iterable[str] = ()) -> None:
        self._phrases = sorted(phrases)
        self._alike: dict[str, str] = {}
        for group in alike:
            self._alike |= {one: self._alike.get(one, "") + group.replace(one, "") for one in group}
        self._pairs = Counter(
            pair for text in itertools.chain(texts, self._phrases) for pair in itertools.pairwise(_bounded(text))
        )

    def meant(self, text: str) -> list[str]:
        """The phrases from which a text that is none differs in one character, however sure the reader."""
        alike = [each for each in self._phrases if len(each) == len(text) and Hamming.distance(each, text) <= 1]
        return [] if text in alike else [each for each in alike if len(each) >= LEAST_PHRASE]

    def unlikely(self, reading: Reading) -> Iterator[str]:
        """The runner-ups that, with what is usual, are not much less likely than what was read."""
        for other in reading.alternatives:
            place = _replaced(reading.text, other.text)
            if place is None:
                continue
            own = 2 if is_certain(reading, SURE) else 0
            read = max(0, self._seen(reading.text, place) - own) + UNSEEN
            usual = self._seen(other.text, place)
            if usual and read < LEAST_ODDS * other.confidence * usual:
                yield other.text

    def confused(self, reading: Reading) -> Iterator[str]:
        """The text with a like character in place of one, where that stands more often between these neighbours,
        however sure the reader: 年度目标 for 年度口标.
        """
        own = 1 if is_certain(reading, SURE) else 0
        for place, character in enumerate(reading.text):
            elsewhere = max(self._around(reading.text, place)) - own
            for other in self._alike.get(character, ""):
                text = reading.text[:place] + other + reading.text[place + 1 :]
                if min(self._around(text, place)) > max(elsewhere, 0):
                    yield text

    def _around(self, text: str, place: int) -> list[int]:
        """How often each of the two pairs of a character with its neighbours is seen."""
        around = _bounded(text)[place : place + 3]
        return [self._pairs[pair] for pair in itertools.pairwise(around)]

    def _seen(self, text: str, place: int) -> int:
        """How often the pairs of a character with its neighbours are seen."""
        return sum(self._around(text, place))


def count_bigrams(pages: Sequence[ReadPage], phrases: Iterable[str], alike: Iterable[str] = ()) -> Bigrams:
    """The usage of all that is surely read on pages, and of phrases; `alike` are groups of like characters."""
    readings = itertools.chain.from_iterable(
        itertools.chain((line.reading for line in page.lines), *(table.readings for table in page.tables))
        for page in pages
    )
    sure = (reading.text for reading in readings if is_certain(reading, SURE))
    return Bigrams(sure, phrases, alike)


def doubt_unusual(values: Iterable[Value], usage: Bigrams) -> None:
    """Doubt texts that OCR read with a character for which the document's usage has a likelier one."""
    for value in values:
        if value.unit is None and not value.cell.reading.exact:
            read = value.cell.reading
            others = [*usage.unlikely(read), *usage.confused(read), *usage.meant(value.value)]
            value.reading_doubts += [f"may be {other}" for other in dict.fromkeys(others)]


def _bounded(text: str) -> str:
    return f"\n{text}\n"


def _replaced(text: str, other: str) -> int | None:
    """Where a Chinese character, or a mark of Chinese print, stands for another one, if that is the difference of two
    texts.
    """
    if len(text) != len(other):
        return None
    pairs = enumerate(zip(text, other, strict=True))
    places = [place for place, (a, b) in pairs if a != b and (has_words(a + b, 2) or {a, b} <= _MARKS)]
    return places[0] if places else None
