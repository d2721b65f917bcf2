"""Which form a table is: title, form number, header words and row vocabulary weighed together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz import fuzz

from extractor.layouts import ColumnSpec, DocumentKind, Form, Layouts
from extractor.tables.document_kind import kind_of_table, kind_of_text
from extractor.tables.headers import find_body, find_header_cells, read_header_paths
from extractor.tables.label_rows import vocabulary
from extractor.tables.matching import column_likeness, same
from extractor.tables.table import Table
from extractor.tables.unit_and_year import find_years
from extractor.text import key_text, without_ordinal

# A title this like a form's counts; header and rows decide between what titles leave open.
LEAST_TITLE = 80.0
# Where no engine read it: titles of different forms differ by a word.
LEAST_EXACT = 85.0
# Of 100: so much a title counts that ends with the form's, behind other words.
SAME_END = 90.0
# Where header and rows are complete, a title that OCR read may be so far from the form's.
LEAST_MISREAD = 55.0
# With this share of its title, columns or rows a table that was not recognised may still be a form's.
SUSPECTED = 0.5
# Fewer rows with a form's labels (合计) may be in any table.
LEAST_LABELLED = 4
WEIGHTS = {"title": 3.0, "number": 0.3, "columns": 2.0, "rows": 2.0}
# Without a title, header and rows must be nearly complete; with one they must not contradict it.
LEAST_SCORE, LEAST_COLUMNS_TITLED, LEAST_UNTITLED = 3.0, 0.3, 1.4
# A contents page lists the titles of at least N forms; a title may contain another form's title.
LEAST_ENTRIES = 4
# So many codes of the other classification, and none of its own, say that a table is no form's.
LEAST_OF_OTHER = 3
# Columns that a header without a title must name: forms share single ones (本年支出合计).
LEAST_NAMED = 2
_CODE = re.compile(r"[1-5]\d{2}(?:\d\d){0,2}")


# Rows of a grid that may stand above its header, and texts of such a row.
LEADING_ROWS, MOST_LEADING = 5, 3


class TableContext(NamedTuple):
    """What is printed around a table."""

    title: str
    number: str
    unit: str | None
    unit_name: str
    year: int | None


class FormEvidence(NamedTuple):
    """Why a table is taken for a form: shares (0 … 1) of title, number, header and rows that agree."""

    form: str
    score: float
    title: float
    number: float
    columns: float
    rows: float


def read_context(table: Table, layouts: Layouts) -> TableContext:
    """Title, form number, unit, unit name and year from the lines above a table and its full-width rows."""
    common = layouts.common
    texts = [key_text(line.text) for line in table.above] + list(_leading_texts(table, layouts))
    units = [m["unit"] for text in texts if (m := re.search(common.unit_pattern, text))]
    units = units or [m["unit"] for text in _wrapped(texts, layouts) if (m := re.search(common.unit_pattern, text))]
    heads = [key_text(cell.text) for cell in find_header_cells(table, find_body(table, layouts))]
    units += [m["unit"] for text in heads if (m := re.search(common.heading_unit_pattern, text))]
    numbers = [m["number"] or m["other"] for text in texts if (m := re.search(common.form_number_pattern, text))]
    # The name may stand in a line of its own behind its label.
    labelled = [text + name for text, name in pairwise(texts) if text.endswith("：")]
    names = [m["name"] for text in [*texts, *labelled] if (m := re.search(common.unit_name_pattern, text))]
    years = [year for text in texts for year in find_years(text, common)]
    return TableContext(
        _title(texts, layouts),
        (numbers or [""])[-1].lstrip("0"),
        units[-1] if units else None,
        (names or [""])[-1],
        years[-1] if years else None,
    )


def _wrapped(texts: Sequence[str], layouts: Layouts) -> list[str]:
    """Lines with the end of a unit that stands in one of the next two: the unit line was too narrow (单位：万 / 元)."""
    units = layouts.common.amount_units
    return [text + end for at, text in enumerate(texts) for end in texts[at + 1 : at + 3] if end in units]


def _leading_texts(table: Table, layouts: Layouts) -> Iterator[str]:
    """The texts of a grid's first rows that stand above its header (title, unit, names), and units in its headings."""
    rows = dict(table.by_row())
    start = find_body(table, layouts)
    for row in range(min(start, LEADING_ROWS)):
        texts = [key_text(cell.text) for cell in rows[row] if cell.text]
        over_all = [key_text(c.text) for c in rows[row] if c.column_span == table.columns and c.text]
        yield from texts if len(texts) <= MOST_LEADING else over_all


def _title(texts: list[str], layouts: Layouts) -> str:
    """The line, or two that one was broken into, most like a title: a known one, or the last that ends like one."""
    known = [title for form in layouts.forms.values() for title in form.titles]
    single = [re.sub(layouts.common.form_number_pattern, "", text) for text in texts]
    cleaned = [*(above + below for above, below in pairwise(single) if above and below), *single]
    bare = [_bare(text, layouts) for text in cleaned]
    scored = [
        (max(_title_likeness(text, key_text(t), layouts) for t in known), index) for index, text in enumerate(bare)
    ]
    score, index = max(scored, default=(0.0, -1))
    if score >= LEAST_TITLE:
        return cleaned[index]
    titles = [text for text in single if re.search(layouts.common.title_pattern, text) and len(text) < 60]
    return titles[-1] if titles else ""


def _bare(text: str, layouts: Layouts) -> str:
    """A title without ordinal, year and bracketed additions."""
    return re.sub(layouts.common.title_addition_pattern, "", without_ordinal(text))


def find_kind(table: Table, context: TableContext, layouts: Layouts) -> DocumentKind | None:
    """The kind of document that a table's title, or else its heads, names."""
    heads = [cell.text for cell in find_header_cells(table, find_body(table, layouts))]
    return kind_of_table(context.title, heads, layouts.common.kinds)


def rank_forms(table: Table, context: TableContext, layouts: Layouts, kind: DocumentKind | None) -> list[FormEvidence]:
    """What speaks for each form of a kind, the most likely first."""
    forms = [form for form in layouts.forms.values() if kind in (None, form.kind)]
    paths = [path for path in read_header_paths(table, find_body(table, layouts), layouts).values() if path]
    evidence = [_evidence(table, paths, context, form, layouts) for form in forms]
    return sorted(evidence, key=lambda each: (each.score, *_narrowness(layouts.forms[each.form])), reverse=True)


def recognise(
    table: Table, context: TableContext, layouts: Layouts, kind: DocumentKind | None = None
) -> FormEvidence | None:
    """The form with the most evidence, if that is enough; `kind` is the table's, where it is known."""
    kind = kind or find_kind(table, context, layouts)
    forms = [form for form in layouts.forms.values() if kind in (None, form.kind)]
    title = context.title
    if not forms or is_foreign(title, layouts):
        return None
    paths = [path for path in read_header_paths(table, find_body(table, layouts), layouts).values() if path]
    best = rank_forms(table, context, layouts, kind)[0]
    titled = best.title >= LEAST_TITLE / 100 and (best.columns >= LEAST_COLUMNS_TITLED or best.rows >= 0.5)
    if titled and best.score >= LEAST_SCORE:
        return best
    # A title that names the kind of document but no form may be a province's own words for one.
    named = kind_of_text(title, layouts.common.kinds) == layouts.forms[best.form].kind
    foreign = bool(title) and best.title < LEAST_TITLE / 100 and len(title) > 6 and not named
    if foreign and not table.exact:
        foreign = _likeness(title, layouts.forms[best.form], layouts) < LEAST_MISREAD
    complete = best.columns + best.rows >= LEAST_UNTITLED and min(best.columns, best.rows) >= 0.4
    return best if complete and not foreign and _is_told_apart(paths, layouts.forms[best.form]) else None


def _narrowness(form: Form) -> tuple[bool, bool]:
    """What tells between forms that fit a table as well: what neither the table nor the document says a budget's is
    taken for final accounts', and codes of one fund only for that fund's.
    """
    return form.kind == "final", bool(form.typical_codes)


def _is_told_apart(paths: Sequence[Sequence[str]], form: Form) -> bool:
    """Whether a header without a title names enough columns to tell a form from those that share a column with it."""
    if form.rows != "functional":
        return True
    return sum(any(column_likeness(path, spec) for path in paths) for spec in form.columns) >= LEAST_NAMED


def is_foreign(title: str, layouts: Layouts) -> bool:
    """Whether a title is of a kind of table that no form is (a form's own title, also a user's, never is)."""
    if not re.search(layouts.common.foreign_title_pattern, title):
        return False
    return all(_likeness(title, form, layouts) < LEAST_TITLE for form in layouts.forms.values())


def _likeness(title: str, form: Form, layouts: Layouts) -> float:
    """How like (0 … 100) a title is to the form's; its end may be the form's title behind the unit's name."""
    bare = _bare(title, layouts)
    return max(_title_likeness(bare, key_text(name), layouts) for name in form.titles)


def _title_likeness(bare: str, name: str, layouts: Layouts) -> float:
    """How like (0 … 100) a title is to a known one; where it ends with that, the more the longer that is, unless what
    stands before says of which money it is.
    """
    whole = fuzz.ratio(bare, name)
    before = bare.removesuffix(name)
    if before == bare or re.search(layouts.common.title_qualifier_pattern, before):
        return whole
    return max(whole, SAME_END + (100 - SAME_END) * len(name) / len(bare))


def _evidence(
    table: Table, paths: Sequence[Sequence[str]], context: TableContext, form: Form, layouts: Layouts
) -> FormEvidence:
    title = 0.0 if _is_of_other_codes(table, form, layouts) else _likeness(context.title, form, layouts) / 100
    shares = {
        "title": title if title >= (LEAST_EXACT if table.exact else LEAST_TITLE) / 100 else 0.0,
        "number": float(context.number in form.numbers and bool(context.number)),
        "columns": _column_share(table, paths, form, layouts),
        "rows": _row_share(table, form, layouts),
    }
    score = sum(WEIGHTS[name] * share for name, share in shares.items())
    return FormEvidence(form.id, round(score, 3), *(round(share, 3) for share in shares.values()))


def may_be_known(table: Table, context: TableContext, layouts: Layouts) -> bool:
    """Whether a table that was not recognised has a form's title, columns or rows, or is a part of its rows: its
    figures may be facts.
    """
    if any(_prints_labels(table, form, layouts) for form in layouts.forms.values() if form.rows == "labels"):
        return True
    paths = [path for path in read_header_paths(table, find_body(table, layouts), layouts).values() if path]
    evidence = [_evidence(table, paths, context, form, layouts) for form in layouts.forms.values()]
    return any(max(each.title, each.columns, each.rows) >= SUSPECTED for each in evidence)


def _prints_labels(table: Table, form: Form, layouts: Layouts) -> bool:
    """Whether most rows of a table, and several, have labels of the form."""
    known = {k.text for block in form.blocks for k in vocabulary(block, layouts) if not k.spec.codes}
    rows = {cell.row for cell in table.cells if without_ordinal(key_text(cell.text)) in known}
    return len(rows) >= max(LEAST_LABELLED, SUSPECTED * table.rows)


def is_contents(table: Table, layouts: Layouts) -> bool:
    """Whether a table is the contents page: its texts hold the titles of several forms."""
    text = "".join(key_text(cell.text) for cell in table.cells)
    named = [form for form in layouts.forms.values() if any(key_text(title) in text for title in form.titles)]
    return len(named) >= LEAST_ENTRIES


def _column_share(table: Table, paths: Sequence[Sequence[str]], form: Form, layouts: Layouts) -> float:
    """The F-measure of the form's columns and the header's own words."""
    specs = form.all_columns + form.rows_axis + tuple(ColumnSpec(key=n.names[0], names=n.names) for n in form.levels)
    usual = {spec.key for spec in specs if not spec.optional}
    leaves = {tuple(path) for path in paths if path[-1] not in layouts.structural}
    if form.rows == "matrix":
        words = [key_text(c.text) for c in table.cells if c.text]
        found = {spec.key for spec in specs if any(same(w, n.split("/")[-1]) for n in spec.names for w in words)}
        return len(found & usual) / len(usual)
    if not leaves:
        return 0.0
    named = [spec for spec in specs if any(column_likeness(path, spec) for path in leaves)]
    explained = [path for path in leaves if any(column_likeness(path, spec) for spec in specs)]
    recall, precision = len({s.key for s in named} & usual) / len(usual), len(explained) / len(leaves)
    return 2 * recall * precision / (recall + precision) if recall + precision else 0.0


def _row_share(table: Table, form: Form, layouts: Layouts) -> float:
    """The share of the table's own rows that are of the form's kind."""
    texts = [key_text(cell.text) for cell in table.cells]
    if form.rows == "labels":
        return _label_share(texts, form, layouts)
    codes = [text for text in texts if _CODE.fullmatch(text)]
    if form.rows == "paths":
        known = {key_text(name) for level in form.levels for row in level.labels for name in (row.label, *row.aliases)}
        return float(any(without_ordinal(text) in known for text in texts)) if known else 0.0
    if form.rows == "matrix":
        axis = [spec for spec in form.rows_axis if any(same(t, n) for t in texts if t for n in spec.names)]
        return len(axis) / len(form.rows_axis)
    book = layouts.functional if form.rows == "functional" else layouts.economic
    pattern = layouts.common.code_patterns[form.rows]
    of_book = [code for code in codes if code in book and re.match(pattern, code)]
    if form.typical_codes:
        of_book = [code for code in of_book if re.match(form.typical_codes, code)]
    return len(of_book) / len(codes) if codes else 0.0


def _is_of_other_codes(table: Table, form: Form, layouts: Layouts) -> bool:
    """Whether a table is keyed by codes of the other classification: a title may be that of two tables, one by
    function and one by economic codes.
    """
    books = {"functional": (layouts.functional, layouts.economic), "economic": (layouts.economic, layouts.functional)}
    if form.rows not in books:
        return False
    own, other = books[form.rows]
    codes = {text for cell in table.cells if _CODE.fullmatch(text := key_text(cell.text))}
    return sum(code in other for code in codes) >= LEAST_OF_OTHER and not any(code in own for code in codes)


def _label_share(texts: Iterable[str], form: Form, layouts: Layouts) -> float:
    """The share of the form's own labels that the table prints (a short table prints few lines)."""
    printed = {without_ordinal(text) for text in texts if text}
    shares = []
    for block in (block for block in form.blocks if not block.optional):
        known = {k.text for k in vocabulary(block, layouts) if not k.spec.codes}
        labels = {k.spec.label for k in vocabulary(block, layouts) if not k.spec.codes and k.text in printed}
        every = {k.spec.label for k in vocabulary(block, layouts) if not k.spec.codes}
        shares.append(min(1.0, 1.5 * len(labels) / len(every)) if known else 0.0)
    return sum(shares) / len(shares)
