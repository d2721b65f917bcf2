"""Lines of units in tables of codes: a department prints its own units' accounts one below the other.

A unit's line has its code and name in columns of their own, or in those of the codes of accounts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from extractor.layouts import Form, Layouts
from extractor.tables.headers import read_header_paths
from extractor.tables.matching import SAME_WORDS
from extractor.tables.table import Table, TableCell
from extractor.tables.values import RowKey
from extractor.text import key_text

# A unit has a code of digits, or of digits and letters.
_UNIT_CODE = re.compile(r"[0-9A-Z]{3,}")


class Units:
    """The units of one table; `left` is its first column of figures."""

    def __init__(self, table: Table, start: int, left: int, form: Form, layouts: Layouts) -> None:
        self._book = layouts.economic if form.rows == "economic" else layouts.functional
        self._kind = form.kind
        self._pattern = re.compile(layouts.common.unit_row_pattern)
        self._totals = layouts.totals
        self._prefix = layouts.common.unit_line_prefix
        paths = read_header_paths(table, start, layouts)
        headings = {column: key_text(path[-1]) for column, path in paths.items() if path and column < left}
        codes = set(map(key_text, layouts.common.unit_code_headings))
        names = set(map(key_text, layouts.common.unit_name_headings))
        self._codes = {column for column, text in headings.items() if text in codes}
        self._names = {column for column, text in headings.items() if text in names}
        own = self._codes | self._names
        # A table of nothing but units has no column of accounts.
        self._only = form.kind == "budget" and bool(own) and headings.keys() <= own
        self._lines: set[int] = set()

    def without(self, heads: Sequence[TableCell]) -> list[TableCell]:
        """The cells of a row without those that name its unit; a total may stand there."""
        own = self._codes | self._names
        return [cell for cell in heads if cell.column not in own or key_text(cell.text) in self._totals]

    def row(self, heads: Sequence[TableCell]) -> RowKey | None:
        """The key of a unit's own line; None for any other row."""
        texts = {cell.column: key_text(cell.text) for cell in heads if cell.text}
        if self._kind != "budget" or not texts or any(text in self._totals for text in texts.values()):
            return None
        words = [text for text in texts.values() if not _UNIT_CODE.fullmatch(text)]
        name = words[-1] if words else ""
        code = next((texts[column] for column in sorted(self._codes & texts.keys())), "")
        others = [text for column, text in texts.items() if column not in self._codes | self._names]
        if self._only or ((self._codes | self._names) & texts.keys() and not any(map(str.isdigit, others))):
            found = (code or name) if (self._only or self._is_name(name)) else ""
        else:
            found = self._among_accounts([text for text in others if text != name], name)
        if not found:
            return None
        key = RowKey(self._prefix + found, name or None)
        self._lines.add(id(key))
        return key

    def has(self, key: RowKey) -> bool:
        """Whether a key is that of a unit's own line."""
        return id(key) in self._lines

    def prefix(self, keys: Sequence[RowKey | None], rows: Sequence[Sequence[TableCell]]) -> None:
        """Put the unit's code (or name) before the codes of its accounts, where several units have accounts."""
        owner, owners = "", []
        own = self._codes or self._names
        for key, cells in zip(keys, rows, strict=True):
            beside = next((key_text(cell.text) for cell in cells if cell.column in own and cell.text), "")
            if key is not None and self.has(key):
                owner = key.key.removeprefix(self._prefix)
            owner = beside or owner
            owners.append(owner if key is not None and key.key.isdigit() else "")
        if len(set(owners) - {""}) < 2:
            return
        for key, of in zip(keys, owners, strict=True):
            if key is not None and of:
                key.key = f"{of}/{key.key}"

    def _is_name(self, name: str) -> bool:
        """Whether words are a unit's name."""
        return bool(self._pattern.search(name))

    def _among_accounts(self, codes: Iterable[str], name: str) -> str:
        """A unit's code, or its name where it has none, from a line among those of accounts; empty for an account's.

        The same digits may be an account's code: its name tells.
        """
        code = "".join(codes)
        if not self._is_name(name) or (code and not _UNIT_CODE.fullmatch(code)):
            return ""
        if code in self._book:
            alike = max(fuzz.ratio(name, key_text(known)) for known in self._book.names(code))
            return code if alike < SAME_WORDS / 2 else ""
        if code and code[:3] in self._book and len(code) % 2:
            return ""
        return code or name
