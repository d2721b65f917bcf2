"""The contract's normal form of text: labels compare and print alike however they were typed or read."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# CJK with its punctuation: blanks beside these characters mean nothing.
_CJK = "\u2e80-\u303f\u31c0-\u31ef\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\u2014\u2018-\u201d\u2026"
_BLANK_AT_CJK = re.compile(rf"\s+(?=[{_CJK}])|(?<=[{_CJK}])\s+")
_WIDE = str.maketrans({"(": "（", ")": "）", ":": "：", ";": "；"})
_BREAKS = re.compile(r"[\r\n\u2028\u2029]+")
_DASHES = re.compile(r"[\u2010\u2011\u2212\ufe63]")
_QUOTES = re.compile("[\u301d\u301e\u201f\u201e]")
# `一、` `（一）` `1.` `（1）` `其中：` at the head of a label.
_ORDINAL = re.compile(
    r"^(?:其中：)?(?:[一二三四五六七八九十]+[、.．，,·]|（[一二三四五六七八九十\d]+）|\d+[.、．](?!\d))"
)
# What OCR reads of a border beside a heading, or of a worn 一; no heading begins or ends with it.
_STROKES = "-–—_.·,:'|"
_CHINESE_ORDINAL = re.compile(r"^[一二三四五六七八九十]+[、.．，,·]")
# Radicals that some fonts' text layers have for characters: those that NFKC leaves (it folds the Kangxi block only),
# and those of the Kangxi block that it folds to a traditional character where the glyph is the simplified one.
_RADICALS = str.maketrans(
    "⺠⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻩⻬⻰⻳⺟⻄⻨⻮⼾⾭⿈",
    "民见角贝车长门青韦页风飞食马骨鬼鱼鸟卤黄齐龙龟母西麦齿户青黄",
)

# Other forms of characters that readers put for the printed ones; keys compare without the difference.
_VARIANTS = str.maketrans(
    "決収預財業務農債対単項類編碼額總総経營営結転轉餘", "决收预财业务农债对单项类编码额总总经营营结转转余"
)


@lru_cache(maxsize=20_000)
def normalise(text: str) -> str:
    """Text as the contract prints it: NFKC, full-width Chinese punctuation, no breaks, no blanks in Chinese."""
    text = unicodedata.normalize("NFKC", _BREAKS.sub("", text).translate(_RADICALS)).strip()
    text = _QUOTES.sub('"', _DASHES.sub("-", text)).translate(_WIDE)
    text = re.sub(r"(?<=\d)：(?=\d)", ":", text)
    text = re.sub(r"(?<!\d),|,(?!\d)", "，", text)
    if '"' in text:
        head, *parts = text.split('"')
        text = head + "".join(("“" if i % 2 == 0 else "”") + part for i, part in enumerate(parts))
    return re.sub(r"\s+", " ", _BLANK_AT_CJK.sub("", text))


@lru_cache(maxsize=20_000)
def key_text(text: str) -> str:
    """Normal form without any blank or variant character, as keys are compared."""
    return re.sub(r"\s+", "", normalise(text)).translate(_VARIANTS)


def count_ideographs(text: str) -> int:
    """How many Chinese characters a text has."""
    return sum("\u4e00" <= character <= "\u9fff" for character in text)


def has_words(text: str, least: int = 1) -> bool:
    """Whether a text has so many Chinese characters."""
    return count_ideographs(text) >= least


def without_strokes(heading: str) -> str:
    """A heading without what OCR reads of strokes beside it."""
    return heading.strip(_STROKES)


def without_ordinal(label: str) -> str:
    """A label without ordinals of any kind and without 其中."""
    while match := _ORDINAL.match(label):
        if match.end() == len(label):
            break
        label = label[match.end() :]
    return label


def without_chinese_ordinal(label: str) -> str:
    """A line's label without its `一、` and nothing else (contract: Normalising text)."""
    match = _CHINESE_ORDINAL.match(label)
    return label[match.end() :] if match and match.end() < len(label) else label
