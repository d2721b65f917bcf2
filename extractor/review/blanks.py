"""Blank cells of known tables: the fact that would stand there, so that a person can say what was overlooked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from extractor.checks import Key
from extractor.document import Document, Fact, GridCell, TableRecord


def blank_facts(table: TableRecord) -> Iterator[tuple[GridCell, Fact]]:
    """Every blank cell whose row and column other facts name, with the fact that it would be: without a value."""
    at = {(cell.page, cell.bbox): cell for cell in table.cells}
    rows: dict[int, list[Fact]] = defaultdict(list)
    columns: dict[int, list[Fact]] = defaultdict(list)
    for fact in table.facts:
        cell = at.get((fact.page, fact.bbox))
        if cell is not None and cell.row_span == cell.column_span == 1:
            rows[cell.row].append(fact)
            columns[cell.column].append(fact)
    known = {(fact.row, fact.column) for fact in table.facts}
    for cell in table.cells:
        named = None if cell.text else _fact(cell, rows[cell.row], columns[cell.column])
        if named is not None and (named.row, named.column) not in known:
            yield cell, named


def with_filled(document: Document, filled: Mapping[Key, Fact]) -> Document:
    """The document with facts in cells that were blank, each behind the last one of its row."""
    if not filled:
        return document
    tables = []
    for table in document.tables:
        facts = list(table.facts)
        for key, fact in filled.items():
            if key.table == table.id:
                mates = [index for index, other in enumerate(facts) if other.row == fact.row]
                facts.insert(mates[-1] + 1 if mates else len(facts), fact)
        tables.append(table.model_copy(update={"facts": tuple(facts)}))
    return document.model_copy(update={"tables": tuple(tables)})


def _fact(cell: GridCell, row: list[Fact], column: list[Fact]) -> Fact | None:
    """The fact of a blank cell, named by those of its row and of its column; None where these do not agree."""
    blocks = {fact.row.partition("/")[0] for fact in column if "/" in fact.row}
    beside = [fact for fact in row if not blocks or fact.row.partition("/")[0] in blocks]
    names = {(mate.row, fact.column) for mate in beside for fact in column}
    if len(names) != 1:
        return None
    mate, ((name, heading),) = beside[0], names
    return column[0].model_copy(
        update={
            "row": name,
            "column": heading,
            "value": "",
            "raw": "",
            "label": mate.label,
            "page": cell.page,
            "bbox": cell.bbox,
            "confidence": cell.confidence,
            "status": "read",
            "notes": (),
            "alternatives": (),
        }
    )
