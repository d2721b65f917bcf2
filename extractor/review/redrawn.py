"""A table read again where a person has drawn it: its pages alone, with the drawn borders, or as a chosen form."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from extractor.assembly import assemble
from extractor.balance import balance_readings
from extractor.checks import prove
from extractor.document import Document, Source
from extractor.errors import InputError, PageError
from extractor.geometry import Box
from extractor.interpretation import Interpretation, interpret, read_as
from extractor.layouts import Form, Layouts, load_layouts
from extractor.model import Grid, Page, ReadPage
from extractor.pages import open_source
from extractor.pages.open import read_pages
from extractor.pipeline import Settings
from extractor.reading import TextOrientation, read_page, read_texts
from extractor.structure import Finder
from extractor.structure.drawn import Drawn, drawn_grid
from extractor.tables.table import Table

# A table that was found is the drawn one where so much of the smaller of the two is in both.
SAME_TABLE = 0.4


def redrawn(
    path: Path, settings: Settings, source: Source, drawn: Drawn, pages: Sequence[int], form: str, year: int | None
) -> Document:
    """What stands on these pages with the drawn table among it, read as the form where one is named.

    Raises `InputError` where the page cannot be used, or there is no such form.
    """
    layouts = load_layouts(settings.layouts)
    if form and form not in layouts.forms:
        raise InputError(f"there is no form {form}", hint="Choose one of `juesuan layouts list`")
    read = _read(path, settings, drawn, pages)
    found = interpret(read, layouts)
    if form:
        _take_as(found, layouts.forms[form], drawn, layouts, year)
    balance = balance_readings(read, found, layouts)
    return assemble(source, read, found, prove(found, layouts, balance), balance)


def _read(path: Path, settings: Settings, drawn: Drawn, pages: Sequence[int]) -> list[ReadPage]:
    source = open_source(
        path, password=settings.password, rasterizer=settings.rasterizer, orientation=TextOrientation(settings.ocr)
    )
    finder = Finder()
    read: list[ReadPage] = []
    try:
        for shown in read_pages(source, sorted({*pages, drawn.page})):
            if isinstance(shown, PageError):
                raise InputError(f"page {shown.page}: {shown.message}", hint=shown.hint)
            for page in shown:
                seen = read_texts(page)
                read.append(read_page(seen, _with_drawn(seen, finder.find(seen), drawn), settings.ocr))
    finally:
        source.close()
    return read


def _with_drawn(page: Page, grids: Sequence[Grid], drawn: Drawn) -> list[Grid]:
    """The grids of a page with the drawn one in the place of those that it covers."""
    if page.number != drawn.page or not _holds(page, drawn):
        return list(grids)
    if not any(page.upright(drawn.box).holds(*word.box.centre) for word in page.words):
        raise InputError("nothing is printed in the drawn table", page=drawn.page, hint="Draw it around its texts")
    own = drawn_grid(page, drawn)
    others = [grid for grid in grids if grid.box.overlap(own.box).area <= 0]
    return sorted((*others, own), key=lambda grid: grid.box.y0)


def _holds(page: Page, drawn: Drawn) -> bool:
    """Whether the drawing is on this page of a sheet that may show two."""
    x, y = page.upright(drawn.box).centre
    return 0 <= x <= page.width and 0 <= y <= page.height


def _take_as(found: Interpretation, form: Form, drawn: Drawn, layouts: Layouts, year: int | None) -> None:
    """Have the drawn table be of a form."""
    known = next((each for each in found.known if _is_drawn(each.table, drawn)), None)
    if known is not None:
        table = known.table
        found.known.remove(known)
    else:
        at = next((index for index, (table, _) in enumerate(found.others) if _is_drawn(table, drawn)), None)
        if at is None:
            raise InputError("nothing is printed in the drawn table", page=drawn.page, hint="Draw it around its texts")
        table = found.others.pop(at)[0]
        found.generic.pop(at)
        found.refused = [(other, why) for other, why in found.refused if other is not table]
    found.known = [each for each in found.known if each.form.name != form.name]
    found.known.append(read_as(table, form, layouts, found.year or year))


def _is_drawn(table: Table, drawn: Drawn) -> bool:
    boxes = [box for page, box in table.places if page == drawn.page]
    return any(box.overlap(drawn.box).area >= SAME_TABLE * min(box.area, drawn.box.area) for box in boxes)


def box_of(sides: Sequence[float]) -> Box:
    """Four numbers as a box."""
    x0, y0, x1, y1 = sides
    return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
