"""Which texts hold figures, by what is printed alone: the balance does not ask what the forms made of them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from extractor.amounts import has_amount
from extractor.text import count_ideographs, has_words, key_text

_DIGIT = re.compile(r"\d")
_TWO_DECIMALS = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d\d")
_NUMBER = re.compile(r"\d[\d,.]*")
# An amount as engines read it, its comma perhaps for a point.
_READ_AMOUNT = re.compile(r"\d[.,]\d")
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
    return key_text(text).isdecimal()


def is_sentence(text: str) -> bool:
    """Whether a text is prose: a sentence of some length."""
    return bool(_CLAUSE.search(text)) and count_ideographs(text) >= SHORTEST_SENTENCE


def find_figures(text: str) -> list[str]:
    """The numbers of a text as printed."""
    return [match.strip(",.") for match in _NUMBER.findall(text)]


def split_figures(text: str) -> list[str]:
    """The parts of a text in which several figures ran together, one figure in each, with the words beside it.

    Figures stand between blanks, or have two decimals and the next one right behind.  A text with one figure, or with a
    number that is part of a word, is itself.
    """
    parts: list[str] = []
    for word in itertools.chain.from_iterable(map(_glued, text.split())):
        if has_digits(word) and any(map(str.isalpha, word)) and not has_amount(word):
            return [text]
        if parts and (not has_digits(parts[-1]) or not has_digits(word)):
            parts[-1] += f" {word}"
        else:
            parts.append(word)
    return parts if len(parts) > 1 else [text]


def _glued(word: str) -> list[str]:
    """The amounts with two decimals of a word, each with the characters before it, if nothing but words is between."""
    ends = [match.end() for match in _TWO_DECIMALS.finditer(word)]
    if len(ends) < 2 or has_digits(_TWO_DECIMALS.sub("", word)):
        return [word]
    return [word[start:end] for start, end in pairwise([0, *ends[:-1], len(word)])]


def may_hold_figure(text: str) -> bool:
    """Whether a text that an engine read in a row of figures may hold one, or be one, though it looks like words.

    Of a label the digits are within it, or lead it as ordinal or code; of a figure there are decimals, or digits at its
    end.  A text without Chinese characters is no label.
    """
    if not has_words(text):
        return any(map(str.isalnum, text))
    return bool(_READ_AMOUNT.search(text)) or text[-1:].isdecimal()


def is_name(text: str) -> bool:
    """Whether a text is words, with or without a number that belongs to them (单价50万元以上设备), and no amount."""
    return has_words(text) and not has_amount(text)


def in_sequence(numbers: Iterable[int]) -> bool:
    """Whether numbers count up by one, as row numbers do: three or more, nearly all one above the last."""
    listed = list(numbers)
    steps = [after - before for before, after in pairwise(listed)]
    return len(listed) >= 3 and steps.count(1) >= 0.8 * len(steps)
