"""Why a table was taken for a form, or for none, and what name would have to be added (`juesuan explain`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.document import BBox, Document, GridCell, OtherTable, TableRecord
from extractor.geometry import Box
from extractor.layouts import ColumnSpec, Form, Layouts
from extractor.model import Line, Reading
from extractor.tables.headers import find_body, read_header_paths
from extractor.tables.label_rows import vocabulary
from extractor.tables.matching import column_likeness, find_best
from extractor.tables.recognise import FormEvidence, TableContext, find_kind, rank_forms, read_context
from extractor.tables.table import Table, TableCell
from extractor.text import has_words, key_text, normalise, without_ordinal

# Forms shown of one table, and a form with less evidence is not.
SHOWN, LEAST_SHOWN = 3, 1.0


def explain_tables(document: Document, layouts: Layouts, page: int | None = None) -> Iterator[str]:
    """For every table of a document (of one page) the forms that were considered, then what the likeliest lacks."""
    exact = {record.number for record in document.pages if record.kind == "exported"}
    records: list[TableRecord | OtherTable] = [*document.tables, *document.other_tables]
    for record in sorted(records, key=lambda record: record.places[0].page):
        pages = [place.page for place in record.places]
        if page is None or page in pages:
            table = _table(record, exact=pages[0] in exact)
            yield from _explained(record, table, _context(record, table, layouts), document, layouts)


def _explained(
    record: TableRecord | OtherTable, table: Table, context: TableContext, document: Document, layouts: Layouts
) -> Iterator[str]:
    taken = record.id if isinstance(record, TableRecord) else "no known form"
    yield f"page {record.places[0].page}  {context.title or '(no title)'}  {table.rows} × {table.columns}: {taken}"
    named = find_kind(table, context, layouts) or (document.kind if document.kind != "unknown" else None)
    forms = rank_forms(table, context, layouts, named)
    for evidence in forms[:SHOWN]:
        if evidence.score >= LEAST_SHOWN:
            yield f"  {_told(evidence)}"
    if forms and forms[0].score >= LEAST_SHOWN:
        form = layouts.forms[forms[0].form]
        yield from (f"  {line}" for line in _lacking(table, context, form, forms[0], layouts))


def _told(evidence: FormEvidence) -> str:
    shares = evidence._asdict()
    parts = ", ".join(f"{name} {shares[name]:.2f}" for name in ("title", "number", "columns", "rows"))
    return f"{evidence.form:<32} {evidence.score:5.2f}  {parts}"


def _lacking(
    table: Table, context: TableContext, form: Form, evidence: FormEvidence, layouts: Layouts
) -> Iterator[str]:
    """What the form does not know of the table, with the key of its file where a name can be added."""
    if not evidence.title and context.title:
        yield f"title not known: {context.title} (add it to `titles` of tables/{form.id}.yaml)"
    start = find_body(table, layouts)
    specs = (*form.all_columns, *form.rows_axis, *(ColumnSpec(key=n.names[0], names=n.names) for n in form.levels))
    paths = {tuple(path): None for path in read_header_paths(table, start, layouts).values() if path}
    unknown = [
        "/".join(path)
        for path in paths
        if path[-1] not in layouts.structural and not any(column_likeness(path, spec) for spec in specs)
    ]
    if unknown:
        yield f"headings not known: {', '.join(unknown)} (add each to the `names` of a column)"
    lacking = [s.key for s in specs if not s.optional and not any(column_likeness(path, s) for path in paths)]
    if lacking and form.rows != "matrix":
        yield f"columns not found: {', '.join(dict.fromkeys(lacking))}"
    if form.rows == "labels":
        rows = _unknown_rows(table, start, form, layouts)
        if rows:
            yield f"labels not known: {', '.join(rows)} (add each to the `aliases` of a row, or a row)"


def _unknown_rows(table: Table, start: int, form: Form, layouts: Layouts) -> list[str]:
    """The words of the body that are no row of the form."""
    known = {entry.text for block in form.blocks for entry in vocabulary(block, layouts)}
    words = [key_text(cell.text) for cell in table.cells if cell.row >= start and has_words(cell.text)]
    return list(dict.fromkeys(word for word in words if find_best(without_ordinal(word), known) is None))


def _context(record: TableRecord | OtherTable, table: Table, layouts: Layouts) -> TableContext:
    """The table's surroundings as the document tells them."""
    context = read_context(table, layouts)
    number = record.number if isinstance(record, TableRecord) else ""
    return context._replace(title=record.title or context.title, number=number)


def _table(record: TableRecord | OtherTable, *, exact: bool) -> Table:
    """A table from its published cells."""
    cells = [_cell(cell, exact=exact) for cell in record.cells]
    rows = max((cell.row + cell.row_span for cell in cells), default=0)
    columns = max((cell.column + cell.column_span for cell in cells), default=0)
    above = [Line(Box(0, 0, 1, 1), Reading(record.title, 1.0, "text-layer"))] if record.title else []
    return Table(columns, cells, rows, above, [], [(p.page, _box(p.bbox)) for p in record.places], "document")


def _cell(cell: GridCell, *, exact: bool) -> TableCell:
    reading = Reading(cell.text, cell.confidence, "text-layer" if exact else "rapidocr", flags=frozenset(cell.flags))
    spans = cell.row_span, cell.column_span
    return TableCell(cell.row, cell.column, *spans, normalise(cell.text), reading, cell.page, _box(cell.bbox))


def _box(corners: BBox | Sequence[float]) -> Box:
    return Box(*corners)
