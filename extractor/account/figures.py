"""Which texts hold figures, by what is printed alone: the account does not ask what the forms made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from extractor.forms.amounts import has_amount
from extractor.forms.text import has_words, ideographs, key_text

_DIGIT = re.compile(r"\d")
_TWO_DECIMALS = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d\d")
_NUMBER = re.compile(r"\d[\d,.]*")
# Ends of clauses: what has them is a sentence.
_CLAUSE = re.compile("[，。；]")
# Chinese characters of the shortest sentence.
SHORTEST_SENTENCE = 8


def has_digits(text: str) -> bool:
    """Whether a text holds any digit."""
    return bool(_DIGIT.search(text))


@lru_cache(maxsize=20_000)
def is_figure(text: str, units: frozenset[str]) -> bool:
    """Whether a text is one figure with what may be printed around it: signs, marks, brackets, its unit."""
    bare = key_text(text)
    if not has_digits(bare):
        return False
    for unit in sorted(units, key=len, reverse=True):
        bare = bare.removesuffix(unit)
    return not any(character.isalpha() for character in bare)


def is_integer(text: str) -> bool:
    """Whether a text is digits alone."""
    return key_text(text).isdigit()


def is_sentence(text: str) -> bool:
    """Whether a text is prose: its figures are told, not tabulated."""
    return bool(_CLAUSE.search(text)) and ideographs(text) >= SHORTEST_SENTENCE


def figures_in(text: str) -> list[str]:
    """The numbers of a text as printed."""
    return [match.strip(",.") for match in _NUMBER.findall(text)]


def figures_apart(text: str) -> list[str]:
    """The texts that ran together in one cell: those between blanks, and amounts with two decimals right behind each
    other.  A text with one figure is itself.
    """
    parts = [part for word in text.split() for part in _glued(word)]
    return parts if sum(map(has_digits, parts)) > 1 else [text]


def _glued(word: str) -> list[str]:
    amounts = _TWO_DECIMALS.findall(word)
    return amounts if len(amounts) > 1 and "".join(amounts) == word else [word]


def is_name(text: str) -> bool:
    """Whether a text is words, with or without a number that belongs to them (单价50万元以上设备), and no amount."""
    return has_words(text) and not has_amount(text)


def in_sequence(numbers: Iterable[int]) -> bool:
    """Whether numbers count up by one, as row numbers do: three or more, nearly all one above the last."""
    listed = list(numbers)
    steps = [after - before for before, after in pairwise(listed)]
    return len(listed) >= 3 and steps.count(1) >= 0.8 * len(steps)
