"""Structure put right on the picture: borders as they were found, and a table read again from those that are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from starlette.responses import JSONResponse, Response

from extractor.errors import JuesuanError
from extractor.geometry import clusters
from extractor.review.redrawn import box_of
from extractor.review.spots import Record, records
from extractor.service.http.pages.document import refused, seen_of, shown
from extractor.service.http.pages.place import AtDesk, By, Deciding, OfEntry
from extractor.structure.drawn import Drawn

# Sides of cells so near (points) are one border.
SAME_BORDER = 1.5
# Borders that a person may draw.
MOST_BORDERS = 500

router = APIRouter(prefix="/documents/{document_id}", include_in_schema=False)


@router.get("/structure")
def structure(request: Request, desk: AtDesk, visitor: By, entry: OfEntry, page: int) -> Response:
    """The borders of every table of a page, and the forms that there are."""
    document = seen_of(desk, entry, visitor).review.document
    grids = [
        {"number": number, "form": getattr(record, "id", None) or "", **_borders(record, page)}
        for number, record in enumerate(records(document))
        if any(cell.page == page for cell in record.cells)
    ]
    forms = [{"id": form.id, "title": form.title, "kind": form.kind} for form in desk.reviewing.layouts.forms.values()]
    return JSONResponse({"grids": grids, "forms": forms})


@router.post("/structure")
def draw(
    request: Request,
    desk: AtDesk,
    visitor: Deciding,
    entry: OfEntry,
    page: Annotated[int, Form()],
    box: Annotated[str, Form(max_length=200)],
    rows: Annotated[str, Form(max_length=10_000)] = "",
    columns: Annotated[str, Form(max_length=10_000)] = "",
    form: Annotated[str, Form(max_length=100)] = "",
) -> Response:
    """Read a table again as it is drawn, and keep what was drawn."""
    sides, ys, xs = (_numbers(text) for text in (box, rows, columns))
    if len(sides) != 4 or max(len(ys), len(xs)) > MOST_BORDERS:
        return refused(request, "The drawing cannot be used.")
    drawn = Drawn(page, box_of(sides), tuple(ys), tuple(xs))
    if min(drawn.box.width, drawn.box.height) < SAME_BORDER:
        return refused(request, "The drawing cannot be used.")
    try:
        desk.reviewing.draw(entry, drawn, form, visitor.name)
    except FileNotFoundError:
        return refused(request, "The original is not there")
    except JuesuanError:
        return refused(request, "Nothing can be read there. Draw the table around its texts.")
    return shown(request, seen_of(desk, entry, visitor), entry, page, None)


def _borders(record: Record, page: int) -> dict[str, Any]:
    """The box of a table on a page and the borders inside it, by the sides of its cells."""
    cells = [cell.bbox for cell in record.cells if cell.page == page]
    xs = _places([side for box in cells for side in (box[0], box[2])])
    ys = _places([side for box in cells for side in (box[1], box[3])])
    return {"box": [xs[0], ys[0], xs[-1], ys[-1]], "columns": xs[1:-1], "rows": ys[1:-1]}


def _places(sides: Sequence[float]) -> list[float]:
    return [round(sum(group) / len(group), 2) for group in clusters(sides, SAME_BORDER)]


def _numbers(text: str) -> list[float]:
    """Numbers divided by blanks; none where one is none."""
    try:
        return [float(part) for part in text.split()]
    except ValueError:
        return []
