"""Declared identities become relations between the places of one document."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from decimal import Decimal
from fnmatch import fnmatchcase
from itertools import groupby, takewhile

from extractor.checks.ledger import Key, Ledger
from extractor.checks.relations import Banded, Linear, Ratio, Relation, Term
from extractor.layouts import Form, Layouts
from extractor.layouts import identities as declared
from extractor.layouts.codes import CodeBook
from extractor.layouts.identities import Reference, parse_reference
from extractor.text import key_text

BETWEEN = "between"
ONE = Decimal(1)


def expand_identities(ledger: Ledger, layouts: Layouts) -> list[tuple[str, list[Relation]]]:
    """For every declared identity that concerns the document its name and its relations (none: not applicable)."""
    found = []
    for table in ledger.sheets:
        for identity in (identity for form in layouts.of_table(table) for identity in form.identities):
            found.append(
                (f"{table}.{identity.id}", _expanded(identity, f"{table}.{identity.id}", table, ledger, layouts))
            )
    for identity in layouts.between:
        if identity.table:
            for table in ledger.sheets:
                if fnmatchcase(table, identity.table):
                    name = f"{table}.{identity.id}"
                    found.append((name, _expanded(identity, name, table, ledger, layouts)))
        else:
            name = f"{BETWEEN}.{identity.id}"
            found.append((name, _expanded(identity, name, "", ledger, layouts)))
    return [(name, [r for r in made if any(key in ledger.values for key in r.keys)]) for name, made in found]


def _expanded(identity: declared.Identity, name: str, table: str, ledger: Ledger, layouts: Layouts) -> list[Relation]:
    """The relations of one identity; none where a table or a row that it needs is not in the document."""
    make = _Maker(identity, name, table, ledger, layouts)
    return list(make.relations())


class _Maker:
    """Expands one identity; `table` is where its places are looked for unless they name their own."""

    def __init__(self, identity: declared.Identity, name: str, table: str, ledger: Ledger, layouts: Layouts) -> None:
        self.identity = identity
        self.name = name
        self.table = table
        self.ledger = ledger
        self.layouts = layouts

    def relations(self) -> Iterator[Relation]:
        """By kind; none where the document does not print what the identity is of."""
        printed = [_key(parse_reference(cell), self.table) in self.ledger.values for cell in self.identity.if_printed]
        others = [
            _key(parse_reference(cell), self.table) in self.ledger.values for cell in self.identity.unless_printed
        ]
        if not all(printed) or any(others):
            return iter(())
        kinds: dict[str, Callable[[], Iterator[Relation]]] = {
            "equal": self._equal,
            "at-most": self._at_most,
            "sum": self._sum,
            "columns": self._columns,
            "quotient": self._quotient,
            "hierarchy": self._hierarchy,
            "grand-total": self._grand_total,
            "sum-of-rows": self._sum_of_rows,
            "sum-of-lines": self._sum_of_lines,
            "sum-of-prefix": self._sum_of_prefix,
            "path-sums": self._path_sums,
            "code-lines": self._code_lines,
            "same-rows": self._same_rows,
            "band": self._band,
        }
        return kinds[self.identity.kind]()

    # -- kinds ---------------------------------------------------------------------------------------------

    def _equal(self) -> Iterator[Relation]:
        assert isinstance(self.identity, declared.Equal)
        first, *others = (self._term(cell) for cell in self.identity.cells)
        for other in others:
            where = "" if len(others) == 1 else other.name
            yield from self._linear(where, first, [other])

    def _at_most(self) -> Iterator[Relation]:
        assert isinstance(self.identity, declared.AtMost)
        less, more = (self._term(cell) for cell in self.identity.cells)
        yield from self._linear("", less, [more], bound=True)

    def _sum(self) -> Iterator[Relation]:
        assert isinstance(self.identity, declared.Sum)
        yield from self._linear("", self._term(self.identity.total), [self._term(p) for p in self.identity.parts])

    def _columns(self) -> Iterator[Relation]:
        assert isinstance(self.identity, declared.Columns)
        total, parts = self.identity.total, [parse_reference(part) for part in self.identity.parts]
        sheet = self.ledger.sheets[self.table]
        columns = self._sheet_columns()
        if total not in columns or not any(part.row in columns for part in parts):
            return
        for row in self._rows(self.identity.prefix):
            if Key(self.table, row, total) not in self.ledger.values and not sheet.blank_is_zero:
                continue
            terms = [Term(part.factor, Key(self.table, row, part.row), name=part.row) for part in parts]
            yield from self._linear(row, Term(ONE, Key(self.table, row, total), name=total), terms)

    def _quotient(self) -> Iterator[Relation]:
        assert isinstance(self.identity, declared.Quotient)
        names = (self.identity.result, self.identity.numerator, self.identity.denominator)
        if not set(names) <= set(self._sheet_columns()):
            return
        for row in self._rows(self.identity.prefix):
            terms = tuple(Term(ONE, Key(self.table, row, column), name=column) for column in names)
            if terms[0].key in self.ledger.values:
                yield Ratio(self.name, row, self.identity.level, self.identity.trimmed, terms, self.identity.factor)

    def _hierarchy(self) -> Iterator[Relation]:
        for parent, children in _families(self._codes()).items():
            yield from self._by_column(parent, children)

    def _grand_total(self) -> Iterator[Relation]:
        assert isinstance(self.identity, declared.GrandTotal)
        codes = self._codes()
        below = {child for children in _families(codes).values() for child in children}
        if self.identity.row in self.ledger.sheets[self.table].rows:
            yield from self._by_column(self.identity.row, [code for code in codes if code not in below])

    def _sum_of_rows(self) -> Iterator[Relation]:
        assert isinstance(self.identity, declared.SumOfRows)
        if self.identity.total in self.ledger.sheets[self.table].rows:
            yield from self._by_column(self.identity.total, self.identity.rows)

    def _sum_of_lines(self) -> Iterator[Relation]:
        assert isinstance(self.identity, declared.SumOfLines)
        rows = list(self.ledger.sheets[self.table].rows)
        if self.identity.total in rows:
            at = rows.index(self.identity.total)
            fixed = _fixed_rows(self.layouts.of_table(self.table))
            above, below = rows[:at], takewhile(lambda row: row not in fixed, rows[at + 1 :])
            lines = [row for row in above if row.startswith(self.identity.prefix) and row not in fixed]
            lines = lines or [row for row in below if row.startswith(self.identity.prefix)]
            yield from self._by_column(self.identity.total, lines)

    def _sum_of_prefix(self) -> Iterator[Relation]:
        assert isinstance(self.identity, declared.SumOfPrefix)
        identity = self.identity
        rows = [
            row for row in self._rows(identity.prefix) if row.endswith(identity.suffix) and row not in identity.omit
        ]
        parts = [Term(ONE, Key(self.table, row, identity.column), name=row) for row in rows]
        total = self._term(identity.total)
        if parts and (total.key is None or total.key in self.ledger.values):
            numbered = identity.prefix if identity.numbered else ""
            yield from self._linear("", total, parts + [self._term(cell) for cell in identity.plus], numbered=numbered)

    def _path_sums(self) -> Iterator[Relation]:
        assert isinstance(self.identity, declared.PathSums)
        total = self.identity.total
        rows = self.ledger.sheets[self.table].rows
        parts: dict[str, list[str]] = {}
        for row in rows:
            if row != total:
                parts.setdefault(_parent(row, rows) or total, []).append(row)
        figures = {key.column for key in self.ledger.figures if key.table == self.table}
        for whole, below in parts.items():
            if whole in rows:
                yield from self._by_column(whole, below, figures)

    def _code_lines(self) -> Iterator[Relation]:
        assert isinstance(self.identity, declared.CodeLines)
        lines, codes = parse_reference(self.identity.lines), parse_reference(self.identity.codes)
        if lines.table not in self.ledger.sheets or codes.table not in self.ledger.sheets:
            return
        of_name = _codes_by_name(self.layouts.functional)
        printed = [row for row in self.ledger.sheets[codes.table].rows if len(row) == 3 and row.isdigit()]
        for row in self._rows(lines.row, lines.table):
            found = [code for code in printed if code in of_name.get(key_text(row.removeprefix(lines.row)), ())]
            if len(found) == 1:
                line = Term(ONE, Key(lines.table, row, lines.column), name=f"{lines.table} {row}")
                code = Term(ONE, Key(codes.table, found[0], codes.column), name=f"{codes.table} {found[0]}")
                yield from self._linear(row, line, [code])

    def _same_rows(self) -> Iterator[Relation]:
        assert isinstance(self.identity, declared.SameRows)
        identity = self.identity
        if not {identity.left, identity.right} <= set(self.ledger.sheets):
            return
        whole, part = (self.ledger.figures.get(_key(parse_reference(cell), "")) for cell in identity.when)
        if whole is None or part is None or whole.worth != part.worth:
            return
        for row in self._rows(identity.prefix, identity.left):
            if row in self.ledger.sheets[identity.right].rows:
                for left, right in identity.columns:
                    first = Term(ONE, Key(identity.left, row, left), name=f"{identity.left} {left}")
                    second = Term(ONE, Key(identity.right, row, right), name=f"{identity.right} {right}")
                    yield from self._linear(f"{row} / {left}", first, [second])

    def _band(self) -> Iterator[Relation]:
        assert isinstance(self.identity, declared.Band)
        identity = self.identity
        terms = (self._term(identity.word), self._term(identity.number))
        yield Banded(self.name, "", identity.level, None, terms, identity.least)

    # -- parts ---------------------------------------------------------------------------------------------

    def _linear(
        self, where: str, total: Term, parts: Sequence[Term], *, bound: bool = False, numbered: str = ""
    ) -> Iterator[Relation]:
        """Total − Σ parts = 0 (or less, if `bound`), where every table that takes part is in the document.

        What is only usual needs something printed on both sides.
        """
        terms = (total, *(part._replace(factor=-part.factor) for part in parts))
        if not all(term.key is None or term.key.table in self.ledger.sheets for term in terms):
            return
        sides = [any(term.key in self.ledger.values for term in side) for side in ([total], parts)]
        if self.identity.level == "error" or all(sides):
            yield Linear(self.name, where, self.identity.level, self.identity.trimmed, terms, bound, numbered)

    def _by_column(self, total: str, rows: Sequence[str], columns: Container[str] | None = None) -> Iterator[Relation]:
        """One relation a column (of some): the total's row and the other rows."""
        for column in self._sheet_columns() if rows else ():
            if columns is not None and column not in columns:
                continue
            parts = [Term(ONE, Key(self.table, row, column), name=row) for row in rows]
            where = f"{total} / {column}"
            yield from self._linear(where, Term(ONE, Key(self.table, total, column), name=total), parts)

    def _term(self, cell: str) -> Term:
        found = parse_reference(cell)
        if found.number is not None:
            return Term(found.factor, None, found.number, str(found.number))
        key = _key(found, self.table)
        name = f"{key.row} {key.column}" if key.table == self.table else f"{key.table} {key.row} {key.column}"
        return Term(found.factor, key, name=name)

    def _rows(self, prefix: str, table: str = "") -> list[str]:
        return [row for row in self.ledger.sheets[table or self.table].rows if row.startswith(prefix)]

    def _sheet_columns(self) -> list[str]:
        return list(self.ledger.sheets[self.table].columns)

    def _codes(self) -> list[str]:
        return [row for row in self.ledger.sheets[self.table].rows if row.isdigit()]


def _key(found: Reference, table: str) -> Key:
    return Key(found.table or table, found.row, found.column)


def _families(codes: Sequence[str]) -> dict[str, list[str]]:
    """Each code that has rows below it, with the nearest of them: 类 → 款 → 项, or 类 → 项 where no 款 is printed."""
    families: dict[str, list[str]] = {}
    known = set(codes)
    for code in codes:
        parent = next((code[:n] for n in range(len(code) - 1, 2, -1) if code[:n] in known), None)
        if parent is not None:
            families.setdefault(parent, []).append(code)
    return families


def _parent(row: str, rows: Container[str]) -> str:
    """The longest path in a table above a row's; empty where there is none."""
    names = row.split("/")
    paths = ("/".join(names[:length]) for length in range(len(names) - 1, 0, -1))
    return next((path for path in paths if path in rows), "")


def _fixed_rows(forms: Sequence[Form]) -> set[str]:
    """The keys of the forms' rows that are no lines of a code book."""
    blocks = [block for form in forms for block in form.blocks]
    return {row.row(block.prefix) for block in blocks for row in block.rows if not row.codes}


def _codes_by_name(book: CodeBook) -> dict[str, set[str]]:
    entries = sorted((key_text(entry.name), entry.code) for entry in book.entries if entry.level == 1)
    return {name: {code for _, code in group} for name, group in groupby(entries, key=lambda entry: entry[0])}
