"""Published records of what tables hold: their places, their cells, and tables of no known form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.document import Document, Fact, GridCell, Message, OtherTable, Place, Source, Status
from extractor.interpretation import Interpretation
from extractor.model import Flag
from extractor.tables.recognise import TableContext
from extractor.tables.table import Table
from extractor.tables.values import Value


def unknown_records(found: Interpretation) -> Iterator[OtherTable]:
    """The tables of no known form, those numbered that have values."""
    number = 0
    for (table, context), values in zip(found.others, found.generic, strict=True):
        number += bool(values)
        yield _other(table, context, values, f"other/{number}" if values else None)


def _other(table: Table, context: TableContext, values: Sequence[Value], name: str | None) -> OtherTable:
    places = places_of(table)
    return OtherTable(
        id=name,
        facts=tuple(_generic_fact(value, name or "") for value in values),
        title=context.title,
        page=places[0].page,
        bbox=places[0].bbox,
        places=places,
        rows=table.rows,
        columns=table.columns,
        cells=cells_of(table),
    )


def _generic_fact(value: Value, table: str) -> Fact:
    """A fact that no identity knows: read at best."""
    doubts = (*value.doubts, *value.reading_doubts)
    return fact_of(table, value, "suspect" if doubts else "read", doubts)


def fact_of(table: str, value: Value, status: Status, notes: tuple[str, ...], second: Sequence[str] = ()) -> Fact:
    """The published fact of a value; `second` is what the second reader saw."""
    return Fact(
        table=table,
        row=value.row,
        column=value.column,
        value=value.value,
        raw=value.cell.reading.text,
        unit=value.unit,
        label=value.label,
        page=value.cell.page,
        bbox=value.cell.box.rounded(),
        confidence=value.cell.reading.confidence,
        status=status,
        notes=notes,
        alternatives=tuple(dict.fromkeys((*second, *(other.text for other in value.cell.reading.alternatives)))),
    )


def places_of(table: Table) -> tuple[Place, ...]:
    """Where a table stands, page by page."""
    return tuple(Place(page=page, bbox=box.rounded()) for page, box in table.places)


def cells_of(table: Table) -> tuple[GridCell, ...]:
    """A table's cells as printed."""
    return tuple(
        GridCell(
            row=c.row,
            column=c.column,
            row_span=c.row_span,
            column_span=c.column_span,
            text=c.text,
            confidence=c.reading.confidence,
            flags=tuple(flag for flag in Flag if flag in c.reading.flags),
            page=c.page,
            bbox=c.box.rounded(),
        )
        for c in table.cells
    )


def without_others(document: Document) -> Document:
    """A document without facts of tables of no known form."""
    others = tuple(table.model_copy(update={"id": None, "facts": ()}) for table in document.other_tables)
    return document.model_copy(update={"other_tables": others})


def in_files(document: Document, sources: Sequence[Source], starts: Sequence[int]) -> Document:
    """A document of several files: which these are, and of each page its file and its number there.

    `starts` are the numbers of the pages with which the files begin.  Of files with one name the second gets `#2`.
    """
    named: list[Source] = []
    for source in sources:
        again = sum(source.file == other.file for other in sources[: len(named)])
        named.append(source.model_copy(update={"file": f"{source.file}#{again + 1}" if again else source.file}))
    pages = []
    for page in document.pages:
        at = max(index for index, start in enumerate(starts) if start <= page.number)
        place = {"file": named[at].file, "file_page": page.number - starts[at] + 1}
        pages.append(page.model_copy(update=place))
    return document.model_copy(update={"source": named[0], "sources": tuple(named), "pages": tuple(pages)})


def with_covers_told(document: Document, covers: Sequence[int]) -> Document:
    """A document with a warning where its pages hold several covers: it is several documents in one."""
    if len(covers) < 2:
        return document
    places = ", ".join(map(str, covers))
    text = f"the file holds {len(covers)} documents, which were read as one; their covers are pages {places}"
    told = Message(level="warning", code="several-documents", text=text, page=covers[1])
    return document.model_copy(update={"messages": (told, *document.messages)})
