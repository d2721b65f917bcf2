"""Which cell of the document's tables an item of the prose names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol

from rapidfuzz import fuzz

from extractor.layouts import Form, Layouts
from extractor.layouts.narrative import NarrativePatterns
from extractor.tables.label_rows import vocabulary
from extractor.tables.matching import SAME_WORDS
from extractor.tables.values import Value
from extractor.text import key_text, without_ordinal

# Names shorter than this fit too much to be matched fuzzily.
LEAST_NAME = 3
_BRACKETED = re.compile(r"（[^（）]*）")
_QUOTES = re.compile("[“”]")


class Link(NamedTuple):
    """A cell by the contract's keys."""

    table: str
    row: str
    column: str


class HasValues(Protocol):
    """A known table, as far as links need it."""

    form: Form
    values: list[Value]


class _Candidate(NamedTuple):
    """A cell and one of its names, as they compare: whole, and without words that tell nothing."""

    link: Link
    name: str
    core: str
    filled: bool


class Links:
    """Cells of the tables that a document has, by their names."""

    def __init__(self, known: Sequence[HasValues], layouts: Layouts) -> None:
        self._patterns = layouts.narrative
        self._layouts = layouts
        self._tables = {table.form.name: table for table in known}
        self._candidates = {name: list(self._of(table)) for name, table in self._tables.items()}
        self._found: dict[tuple[str, str], Link | None] = {}
        self._counts = {link for table in known for link in _counts(table.form)}

    def cell(self, item: str, tables: Sequence[str], measure: str = "", *, counted: bool = False) -> Link | None:
        """The cell that an item names in the first of the tables that has it; None where none or several fit.

        A budget's cell is in the row of budgets, where the table has one.  Cells of counts are named by counts
        only (`counted`), those of amounts never by counts.
        """
        found = None
        for table in tables:
            if table in self._tables:
                found = self._named(item, table)
            if found is not None:
                break
        if found is None or (found in self._counts) != counted:
            return None
        rows = self._patterns.budget_rows.get(measure, {}).get(found.table, {})
        return found._replace(row=rows.get(found.row, found.row))

    def _named(self, item: str, table: str) -> Link | None:
        if (item, table) not in self._found:
            self._found[item, table] = self._by_path(item, table) or self._by_name(item, table)
        return self._found[item, table]

    def whole(self, name: str, tables: Sequence[str]) -> Link | None:
        """The cell of a whole that a share names."""
        key = _key(name)
        for whole in self._patterns.wholes:
            if key in map(_key, whole.names):
                links = (Link(*cell.split("|")) for cell in whole.cells)
                return next((link for link in links if link.table in self._tables), None)
        return self.cell(name, tables)

    def _of(self, table: HasValues) -> Iterator[_Candidate]:
        filled = {(value.row, value.column) for value in table.values}
        names = [*self._own_names(table.form), *self._code_names(table)]
        names += [
            (Link(*cell.split("|")), name)
            for cell, others in self._patterns.cells.items()
            for name in others
            if cell.split("|")[0] == table.form.name
        ]
        for link, name in names:
            key = _key(name)
            if len(key) >= 2:
                yield _Candidate(link, key, _core(key, self._patterns), (link.row, link.column) in filled)

    def _own_names(self, form: Form) -> Iterator[tuple[Link, str]]:
        """Cells named by a form's fixed labels, or by its columns in the row of totals."""
        total = self._layouts.common.total_labels[0]
        if form.rows == "labels":
            for block in form.blocks:
                plain = {known.text for known in vocabulary(block, self._layouts) if not known.spec.after}
                for known in vocabulary(block, self._layouts):
                    if known.spec.heading or (known.spec.after and known.text in plain):
                        continue
                    row = known.spec.row(block.prefix, known.label)
                    if known.text not in self._layouts.totals:
                        yield Link(form.name, row, block.columns[0].key), known.text
            return
        rows = list(self._patterns.matrix_rows.get(form.name, ())) if form.rows == "matrix" else [total]
        for column in form.columns if form.rows != "economic" else ():
            for name in column.names:
                parts = [part for part in name.split("/") if key_text(part) not in self._layouts.totals]
                for row in rows if parts else ():
                    yield Link(form.name, row, column.key), "".join(parts)
        for label in form.labels:
            yield Link(form.name, label.label, form.columns[0].key), label.label

    def _code_names(self, table: HasValues) -> Iterator[tuple[Link, str]]:
        """Cells named by the codes of the table's rows."""
        form = table.form
        if form.rows not in ("functional", "economic"):
            return
        book = self._layouts.functional if form.rows == "functional" else self._layouts.economic
        for code, label in self._codes(table).items():
            for name in {label, *book.names(code)}:
                yield Link(form.name, code, self._code_column(form)), name

    def _code_column(self, form: Form) -> str:
        return self._patterns.code_columns.get(form.name, form.columns[0].key)

    def _codes(self, table: HasValues) -> dict[str, str]:
        """The codes of a table's rows with their printed names."""
        return {value.row: value.label or "" for value in table.values if value.row.isdigit()}

    def _by_path(self, item: str, table: str) -> Link | None:
        """`…（类）…（款）…（项）`: the code whose name fits, and whose parents' names do."""
        form = self._tables[table].form
        parts = path_of(item, self._patterns)
        if not parts or form.rows != "functional":
            return None
        codes = self._codes(self._tables[table])
        *above, (digits, own) = parts
        scored = [
            (min([like, *(self._likeness(code[:n], name, codes) for n, name in above)]), code)
            for code in codes
            if len(code) == digits and (like := self._likeness(code, own, codes)) >= SAME_WORDS
        ]
        best = max(scored, default=(0.0, ""))
        if best[0] < SAME_WORDS or sum(score == best[0] for score, _ in scored) > 1:
            return None
        return Link(table, best[1], self._code_column(form))

    def _likeness(self, code: str, name: str, codes: dict[str, str]) -> float:
        names = [*([codes[code]] if code in codes else []), *self._layouts.functional.names(code)]
        return max((fuzz.ratio(_key(name), _key(known)) for known in names), default=0.0)

    def _by_name(self, item: str, table: str) -> Link | None:
        """The candidate most like the item; of several alike, the one whose cell is filled."""
        key = _key(item)
        core = _core(key, self._patterns)
        scored = [(self._score(key, core, candidate), candidate) for candidate in self._candidates[table]]
        best = max((score for score, _ in scored), default=0.0)
        if best < SAME_WORDS:
            return None
        links = {c.link: c.filled for score, c in scored if score == best}
        if len(links) > 1:
            links = {link: filled for link, filled in links.items() if filled}
        return next(iter(links)) if len(links) == 1 else None

    def _score(self, key: str, core: str, candidate: _Candidate) -> float:
        """How like an item is to a name (0 … 102); the same words count more than like ones."""
        if key == candidate.name:
            return 102.0
        if core in (candidate.name, candidate.core) or key == candidate.core:
            score = 101.0
        elif min(len(core), len(candidate.core)) < LEAST_NAME:
            return 0.0
        else:
            score = fuzz.ratio(key, candidate.name, score_cutoff=SAME_WORDS)
            score = score or fuzz.ratio(core, candidate.core, score_cutoff=SAME_WORDS)
        cell = "".join((candidate.name, candidate.link.row, candidate.link.column))
        return 0.0 if score and _contradict(key, cell, self._patterns.opposites) else score


def _counts(form: Form) -> Iterator[Link]:
    """The cells of fixed rows with a unit of their own."""
    for block in form.blocks:
        for spec in block.rows:
            if spec.unit is not None:
                yield Link(form.name, spec.row(block.prefix), block.columns[0].key)


def path_of(text: str, patterns: NarrativePatterns) -> list[tuple[int, str]]:
    """The names of a functional code's path with the digits of their levels, outermost first."""
    found, start = [], 0
    for match in patterns.path_pattern.finditer(text):
        found.append((patterns.path_levels[match["level"]], without_ordinal(text[start : match.start()])))
        start = match.end()
    return found


@lru_cache(maxsize=4096)
def _key(text: str) -> str:
    return without_ordinal(_QUOTES.sub("", key_text(text)))


def _core(key: str, patterns: NarrativePatterns) -> str:
    """A name without brackets and the words that say nothing about which cell it is."""
    return patterns.item_tail_pattern.sub("", _BRACKETED.sub("", key)) or key


def _contradict(one: str, other: str, opposites: Sequence[Sequence[str]]) -> bool:
    """Whether two names hold different words of a set of opposites."""
    for words in opposites:
        first, second = ({w for w in words if w in name} for name in (one, other))
        if first and second and not first & second:
            return True
    return False
