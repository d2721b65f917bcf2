"""The page of a document: picture and tables side by side, and what people decide there."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import FileResponse, RedirectResponse, Response

from extractor.errors import InputError, JuesuanError
from extractor.review import Spot
from extractor.review.decisions import RULINGS, Decision, Ruling
from extractor.review.proposals import Choice
from extractor.service.http.pages.panel import panel_of
from extractor.service.http.pages.pictures import DPI, THUMB_DPI
from extractor.service.http.pages.place import AtDesk, By, Deciding, Desk, OfEntry, Refusal
from extractor.service.http.pages.rendering import rendered, said
from extractor.service.http.pages.shelf import MOST_PAGES, Entry, span_of
from extractor.service.http.pages.views import Seen, page_of
from extractor.service.visitors import Visitor

router = APIRouter(prefix="/documents/{document_id}", include_in_schema=False)

Size = Literal["page", "thumb"]
SIZES = {"page": DPI, "thumb": THUMB_DPI}
# A browser keeps a picture for a day; its address names the reading that it is of.
KEPT = {"Cache-Control": "private, max-age=86400, immutable"}


@router.get("")
def first(request: Request, desk: AtDesk, visitor: By, entry: OfEntry) -> Response:
    """The document from its first open doubt."""
    seen = seen_of(desk, entry, visitor)
    doubt = seen.next(0, None)
    page = doubt.page if doubt else seen.review.document.pages[0].number
    return RedirectResponse(f"/documents/{entry.id}/pages/{page}" + (f"?at={doubt.id}" if doubt else ""), 303)


@router.get("/pages/{number}")
def page(
    request: Request,
    desk: AtDesk,
    visitor: By,
    entry: OfEntry,
    number: int,
    at: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """A page, with the cursor on a place; asked for by a script, without the frame around it."""
    seen = seen_of(desk, entry, visitor)
    return shown(request, seen, entry, number, seen.review.reading.spots.by_id.get(at))


@router.get("/next")
def following(
    request: Request,
    desk: AtDesk,
    visitor: By,
    entry: OfEntry,
    page: int,
    at: Annotated[str, Query(max_length=20)] = "",
    back: bool = False,
) -> Response:
    """The next open doubt: its panel, and its page where that is another one."""
    seen = seen_of(desk, entry, visitor)
    doubt = seen.next(page, seen.review.reading.spots.by_id.get(at), back)
    return _moved(request, seen, entry, page, doubt)


@router.get("/spots/{spot_id}")
def spot(request: Request, desk: AtDesk, visitor: By, entry: OfEntry, spot_id: str) -> Response:
    """The panel of a place."""
    seen = seen_of(desk, entry, visitor)
    return rendered(request, visitor, "panel.html", entry=entry, seen=seen, panel=panel_of(seen, _spot(seen, spot_id)))


@router.post("/spots/{spot_id}")
def decide(
    request: Request,
    desk: AtDesk,
    visitor: Deciding,
    entry: OfEntry,
    spot_id: str,
    ruling: Annotated[Ruling, Form()],
    page: Annotated[int, Form()],
    text: Annotated[str, Form(max_length=10_000)] = "",
    why: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Decide about a place, and go on to the next doubt."""
    place = _spot(seen_of(desk, entry, visitor), spot_id)
    try:
        desk.reviewing.decide(entry, place, ruling, visitor.name, text, why)
    except InputError:
        return refused(request, "This is no amount. Type digits as printed, or a dash alone where nothing is printed.")
    seen = seen_of(desk, entry, visitor)
    return _moved(request, seen, entry, page, seen.next(page, place) or place, fresh=True)


@router.post("/spots/{spot_id}/name")
def name(
    request: Request,
    desk: AtDesk,
    visitor: Deciding,
    entry: OfEntry,
    spot_id: str,
    choice: Annotated[str, Form(max_length=500)],
) -> Response:
    """Say which column or row a printed heading or label is: a proposal for layouts of one's own."""
    place = _spot(seen_of(desk, entry, visitor), spot_id)
    form, _, rest = choice.partition("|")
    axis, _, key = rest.partition("|")
    try:
        desk.reviewing.name(entry, place, Choice(form, "row" if axis == "row" else "column", key), visitor.name)
    except InputError:
        return refused(request, "The form has no such column or row.")
    seen = seen_of(desk, entry, visitor)
    return rendered(request, visitor, "panel.html", entry=entry, seen=seen, panel=panel_of(seen, place))


@router.post("/undo")
def undo(request: Request, desk: AtDesk, visitor: Deciding, entry: OfEntry, page: Annotated[int, Form()]) -> Response:
    """Take the person's last decision back, and go to its place."""
    undone = desk.reviewing.undo(entry, visitor.name)
    seen = seen_of(desk, entry, visitor)
    place = None if undone is None else seen.review.reading.spots.find(undone.subject)
    return _moved(request, seen, entry, page, place, fresh=True)


@router.post("/sign")
def sign(request: Request, desk: AtDesk, visitor: Deciding, entry: OfEntry) -> Response:
    """Sign the document."""
    try:
        desk.reviewing.sign(entry, visitor.name)
    except InputError:
        return refused(request, "Doubts are left, or you have signed already.")
    return Response(status_code=204, headers={"HX-Redirect": f"/documents/{entry.id}/history"})


@router.post("/second")
def second(request: Request, desk: AtDesk, visitor: Deciding, entry: OfEntry) -> Response:
    """Ask for a second reviewer."""
    try:
        desk.reviewing.ask_second(entry, visitor.name)
    except InputError:
        return refused(request, "A second reviewer is asked for already.")
    return Response(status_code=204, headers={"HX-Refresh": "true"})


@router.get("/history")
def history(
    request: Request,
    desk: AtDesk,
    visitor: By,
    entry: OfEntry,
    page: Annotated[int, Query(ge=1, le=MOST_PAGES)] = 1,
) -> Response:
    """The decisions about the document, the last one first, page by page; of two reviewers the other's only where one
    has given one's own.
    """
    seen = seen_of(desk, entry, visitor)
    review = seen.review
    rows = [row for row in reversed(review.decisions) if _may_see(seen, visitor, row)]
    span = span_of(page, len(rows))
    shown: dict[str, Any] = {"rows": rows[span.first - 1 : span.last], "span": span, "lost": review.rulings.lost}
    return rendered(request, visitor, "history.html", entry=entry, seen=seen, **shown)


@router.get("/pictures/{version}/{number}-{size}.png")
def picture(desk: AtDesk, visitor: By, entry: OfEntry, version: str, number: int, size: Size) -> Response:
    """The picture of a page, or a small one."""
    try:
        path = desk.pictures.of(f"{entry.id} {entry.version}", desk.shelf.original(entry), number, SIZES[size])
    except FileNotFoundError as error:
        raise Refusal(404, "The original is not there") from error
    except JuesuanError as error:
        raise Refusal(404, error.message) from error
    return FileResponse(path, media_type="image/png", headers=KEPT)


def seen_of(desk: Desk, entry: Entry, visitor: Visitor) -> Seen:
    """The document as a visitor may see it."""
    try:
        return Seen(desk.reviewing.review(entry, visitor.name), visitor.name)
    except FileNotFoundError as error:
        raise Refusal(404, "The result is not there any more") from error


def _spot(seen: Seen, spot_id: str) -> Spot:
    found = seen.review.reading.spots.by_id.get(spot_id)
    if found is None:
        raise Refusal(404, "There is no such place in this reading: load the page again")
    return found


def shown(request: Request, seen: Seen, entry: Entry, number: int, place: Spot | None) -> Response:
    """A page of a document; asked for by a script, without the frame around it."""
    view = page_of(seen, number)
    if view is None:
        raise Refusal(404, "There is no such page")
    if place is not None and place.page != number:
        place = None
    name = "work.html" if request.headers.get("hx-request") else "document.html"
    told: dict[str, Any] = {"page": view, "thumbs": seen.thumbs(), "partial": name == "work.html"}
    panel = None if place is None else panel_of(seen, place)
    return rendered(request, seen_by(request), name, entry=entry, seen=seen, panel=panel, **told)


def _moved(
    request: Request, seen: Seen, entry: Entry, number: int, place: Spot | None, *, fresh: bool = False
) -> Response:
    """The cursor on another place: on this page the panel alone, with what a decision has changed (`fresh`)."""
    if place is not None and place.page != number:
        answer = shown(request, seen, entry, place.page, place)
        answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#work", "outerHTML"
        return answer
    visitor = seen_by(request)
    panel = None if place is None else panel_of(seen, place)
    view = page_of(seen, number) if fresh else None
    return rendered(
        request, visitor, "moved.html", entry=entry, seen=seen, page=view, panel=panel, thumbs=seen.thumbs()
    )


def refused(request: Request, text: str) -> Response:
    """Why a decision is not kept."""
    return rendered(request, seen_by(request), "refused.html", 422, said=said(request, text))


def seen_by(request: Request) -> Visitor:
    """The visitor that this request was let in for."""
    visitor: Visitor = request.state.visitor
    return visitor


def _may_see(seen: Seen, visitor: Visitor, row: Decision) -> bool:
    if row.who == visitor.name or not seen.review.rulings.second or row.kind not in (*RULINGS, "undo"):
        return True
    place = seen.review.reading.spots.find(row.subject)
    return place is None or visitor.name in seen.review.rulings.of_spot.get(place.id, {})
