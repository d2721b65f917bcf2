"""Read the plain text of a disclosure: cover, contents, prose and tab-separated forms."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

CONTENTS_TITLE = "目 录"
PART_HEADING = re.compile(r"第.部分 ")
FORM_NUMBER = re.compile(r"公开\d\d表|部门公开表\d")
NOTE = re.compile("注：|说明：")

Rows = Sequence[Sequence[str]]
"""Texts of cells; a cell covered by a merged one is an empty string."""


@dataclass(frozen=True)
class Heading:
    """A line of the contents where it stands in the body; level 1 is a part (第N部分)."""

    text: str
    level: int


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of prose."""

    text: str


@dataclass(frozen=True)
class Form:
    """One of the numbered forms (公开01表, 部门公开表1) with the lines above and below its table."""

    number: str
    title: str
    unit: str
    period: str
    currency: str
    rows: Rows
    notes: Sequence[str]


BodyElement = Heading | Paragraph | Form


@dataclass(frozen=True)
class Disclosure:
    """A whole document in reading order."""

    cover: Sequence[str]
    contents: Sequence[str]
    body: Sequence[BodyElement]


def read_disclosure(path: Path) -> Disclosure:
    """Read a document whose blocks are separated by blank lines."""
    blocks = path.read_text(encoding="utf-8").strip("\n").split("\n\n")
    start = blocks.index(CONTENTS_TITLE)
    contents = blocks[start + 1].splitlines()
    return Disclosure(blocks[:start], contents, list(_body(blocks[start + 2 :], contents)))


def _body(blocks: Sequence[str], contents: Sequence[str]) -> Iterator[BodyElement]:
    """Yield the elements after the contents."""
    position = 0
    while position < len(blocks):
        if FORM_NUMBER.fullmatch("".join(blocks[position + 1 : position + 2])):
            form, position = _form(blocks, position)
            yield form
            continue
        for line in blocks[position].splitlines():
            yield _line(line, contents)
        position += 1


def _form(blocks: Sequence[str], position: int) -> tuple[Form, int]:
    """Return the form whose title stands at `position`, and the position after it."""
    title, number, unit, period, currency, table = blocks[position : position + 6]
    position += 6
    notes = []
    while NOTE.match(blocks[position]):
        notes.append(blocks[position])
        position += 1
    rows = [line.split("\t") for line in table.splitlines()]
    return Form(number, title, unit, period, currency, rows, notes), position


def _line(text: str, contents: Sequence[str]) -> Heading | Paragraph:
    """Return a heading for a line of the contents, otherwise a paragraph."""
    if text not in contents:
        return Paragraph(text)
    return Heading(text, 1 if PART_HEADING.match(text) else 2)
