from functools import cache

import cv2
import numpy as np
import pytest

from extractor.geometry import Box, turn_box
from extractor.model import Page
from extractor.pages.open import as_it_lies
from extractor.pages.split_spread import find_gutter, split_spread
from extractor.pages.straighten import straighten
from extractor.reading.line_segmentation import mask_text
from tests import drawing
from tests.drawing import Sheet

pytestmark = pytest.mark.slow  # many pictures of whole sheets

# A4 pages.
WIDE, HIGH = 595.0, 842.0


def one(first: int = 0, margin: float = 60) -> Sheet:
    """An upright page of a table and some lines below it, numbered at its foot."""
    sheet = Sheet(dpi=100, width=WIDE, height=HIGH)
    sheet.table([100 + 24 * i for i in range(first, 16)], np.linspace(margin, WIDE - margin, 5).tolist())
    for i in range(6):
        sheet.text(margin, 540 + 20 * i, "a line of prose that goes on to the end of the page's width and is full", 13)
    sheet.text(WIDE / 2 - 10, 780, "- 7 -", 11)
    return sheet


def both(margin: float = 60) -> Sheet:
    """Two such pages beside each other."""
    sheet = Sheet(dpi=100, width=2 * WIDE, height=HIGH)
    left, right = one(margin=margin).image, one(first=4, margin=margin).image
    sheet.image = np.hstack([left, right])
    return sheet


def shaded(image: np.ndarray, depth: float, reach: float = 20) -> np.ndarray:
    """The shadow of a binding down the middle, its depth a share of white, falling off over `reach` pixels."""
    away = np.abs(np.arange(image.shape[1]) - image.shape[1] / 2) / reach
    return (image * (1 - depth * np.exp(-away))[None, :]).astype(np.uint8)


def with_band(image: np.ndarray, width: int) -> np.ndarray:
    """A black band down the middle."""
    marked = image.copy()
    middle = image.shape[1] // 2
    marked[:, middle - width // 2 : middle + width // 2] = 0
    return marked


def test_two_pages_part_in_the_middle():
    gutter = find_gutter(both().image)
    assert gutter is not None
    assert gutter.parting.middle == pytest.approx(WIDE * 100 / 72, abs=4) and gutter.parting.lean == 0
    assert gutter.end.middle - gutter.start.middle == pytest.approx(120 * 100 / 72, abs=4)


@pytest.mark.parametrize("depth", [0.2, 0.6])
def test_a_shadow_tells_a_binding_where_inner_margins_are_narrow(depth):
    image = both(margin=12).image
    assert find_gutter(image) is None
    gutter = find_gutter(shaded(image, depth))
    assert gutter is not None and gutter.parting.middle == pytest.approx(WIDE * 100 / 72, abs=4)


def test_where_a_binding_s_shadow_ends_no_print_crosses_the_gutter():
    ending = np.pad(shaded(both().image, 0.5), ((58, 58), (0, 0)), constant_values=255)
    assert find_gutter(ending) is not None
    bare = np.pad(both().image, ((58, 58), (0, 0)), constant_values=255)
    middle = bare.shape[1] // 2
    bare[58:66, middle - 12 : middle + 12] = 0
    assert find_gutter(bare) is None


def test_a_black_gutter_parts_and_is_taken_off():
    sheet = both()
    sheet.image = with_band(sheet.image, 30)
    left, right = split_spread(sheet.page())
    assert left.image[200:-200, -10:].min() > 200 and right.image[200:-200, :10].min() > 200


@pytest.mark.parametrize("lean", [-8.0, -4.0, -0.8, 2.0, 8.0])
def test_a_leaning_gutter_is_followed(lean):
    gutter = find_gutter(drawing.turned(both().image, lean))
    assert gutter is not None and gutter.parting.lean == pytest.approx(np.tan(np.radians(lean)), abs=0.01)


@pytest.mark.parametrize("lean", [-7.0, 5.0])
def test_a_leaning_book_parts_at_its_binding_however_the_shadow_ends(lean):
    """Narrow inner margins, room around the sheet."""
    image = np.pad(shaded(both(margin=20).image, 0.4, reach=40), 80, constant_values=255)
    gutter = find_gutter(drawing.turned(image, lean))
    assert gutter is not None and gutter.parting.middle == pytest.approx(image.shape[1] / 2, abs=6)
    assert gutter.parting.lean == pytest.approx(np.tan(np.radians(lean)), abs=0.01)


@pytest.mark.parametrize("aside", [-0.02, 0.02, 0.035])
def test_a_gutter_seen_aslant_is_followed(aside):
    image = shaded(both(margin=20).image, 0.3)
    high, wide = image.shape
    seen, view = drawing.seen_aslant(image, aside)
    gutter = find_gutter(seen)
    assert gutter is not None
    for y in (0.1, 0.9):
        across, down, far = view @ [wide / 2, y * high, 1]
        assert gutter.parting.at(np.float64(down / far - high / 2)) == pytest.approx(across / far, abs=8)


@pytest.mark.parametrize("aside", [-0.02, 0.02])
def test_boxes_of_pages_seen_aslant_lead_back_to_the_sheet(aside):
    """A mark in the corner of each page is found where `turn` says."""
    sheet = both()
    marks = [Box(80, 40, 100, 60), Box(WIDE + 80, 40, WIDE + 100, 60)]
    for mark in marks:
        sheet.fill(mark, 0)
    seen, view = drawing.seen_aslant(sheet.image, aside)
    points = np.diag([100 / 72, 100 / 72, 1])
    pages = straighten(Page(1, 2 * WIDE, HIGH, "scanned", seen, 100 / 72), as_it_lies)
    assert len(pages) == 2
    for page, mark in zip(pages, marks, strict=True):
        there = turn_box(mark, np.linalg.inv(points) @ view @ points)
        black = cv2.erode((page.image < 100).astype(np.uint8), np.ones((13, 13), np.uint8))
        y, x = (np.median(each) / page.scale for each in np.nonzero(black))
        assert turn_box(Box(x, y, x, y), page.turn).centre == pytest.approx(there.centre, abs=2)


@pytest.mark.parametrize("lean", [-0.5, 0.0, 1.0])
def test_no_edge_is_left_in_the_shadow_of_a_binding(lean):
    image = drawing.turned(shaded(both().image, 0.5, reach=50), lean)
    for page in straighten(Page(1, 2 * WIDE, HIGH, "scanned", image, 100 / 72), as_it_lies):
        inner = slice(-50, None) if page.half == "left" else slice(None, 50)
        assert not mask_text(page)[100:-100, inner].any()


def test_each_half_is_straightened_by_itself_and_leads_back_to_the_sheet():
    """Pages that lean apart about their own middles."""
    lean = drawing.turned(one().image, 1.0), drawing.turned(one(first=4).image, -1.5)
    image = np.hstack(lean)
    left, right = straighten(Page(3, 2 * WIDE, HIGH, "scanned", image, 100 / 72), as_it_lies)
    assert (left.skew, right.skew) == pytest.approx((-1.0, 1.5), abs=0.06)
    assert [(page.number, page.half, page.displayed) for page in (left, right)] == [
        (3, "left", (2 * WIDE, HIGH)),
        (3, "right", (2 * WIDE, HIGH)),
    ]
    middle = right.width - WIDE / 2
    back = turn_box(Box(middle - 1, HIGH / 2 - 1, middle + 1, HIGH / 2 + 1), right.turn).centre
    assert back == pytest.approx((1.5 * WIDE, HIGH / 2), abs=1.5)


def test_what_a_leaning_cut_leaves_of_the_other_page_is_paper():
    page = Page(1, 2 * WIDE, HIGH, "scanned", drawing.turned(both(margin=30).image, 4.0), 100 / 72)
    left, right = split_spread(page)
    assert left.image[:, -8:].min() > 200 and right.image[:, :8].min() > 200


@pytest.mark.parametrize("turns", [1, 3])
def test_a_sheet_on_its_side_is_turned_first(turns):
    image = np.ascontiguousarray(np.rot90(both().image, -turns))
    left, right = straighten(Page(1, HIGH, 2 * WIDE, "scanned", image, 100 / 72), lambda page: turns)
    assert left.displayed == right.displayed == (HIGH, 2 * WIDE)
    mark = turn_box(Box(60, 100, 80, 110), left.turn)
    rows, columns = Page(1, HIGH, 2 * WIDE, "scanned", image, 100 / 72).pixels(mark.grown(2))
    assert image[rows, columns].min() < 100


@cache
def whole_sheets() -> dict[str, Sheet]:
    """Landscape sheets that are one page, however they look."""
    rows = [100 + 24 * i for i in range(14)]
    table = Sheet(dpi=100, width=842, height=595)
    table.table(rows, [60, 200, 340, 502, 640, 782])
    blank = Sheet(dpi=100, width=842, height=595)
    blank.table(rows, [60, 160, 260, 340, 502, 582, 782], texts=False)
    titled = both()
    titled.text(WIDE - 90, 40, "One title over both columns", 16)
    numbered = both()
    numbered.text(WIDE - 14, 790, "- 12 -", 11)
    crossed = both()
    crossed.level(80, 60, 2 * WIDE - 60)
    newspaper = Sheet(dpi=100, width=842, height=595)
    columns = Sheet(dpi=100, width=842, height=595)
    for i in range(24):
        newspaper.text(60, 60 + 20 * i, "prose in the first of the two columns of one page", 14)
        newspaper.text(436, 60 + 20 * i, "prose in the second of the two columns of one page", 14)
        for x in (70, 180, 290, 480, 590, 700):
            columns.text(x, 60 + 20 * i, f"{i}{x}.00", 10)
    empty = both()
    empty.image[:, empty.image.shape[1] // 2 :] = 255
    return {
        "a wide table": table,
        "a wide empty table": blank,
        "a title over both": titled,
        "a page number in the middle": numbered,
        "a rule from side to side": crossed,
        "two columns of prose": newspaper,
        "figures without rules": columns,
        "print at the left alone": empty,
        "one upright page": one(),
    }


@pytest.mark.parametrize("look", whole_sheets())
def test_one_page_stays_whole(look):
    sheet = whole_sheets()[look]
    assert split_spread(sheet.page())[0].image is sheet.image


@pytest.mark.parametrize("look", whole_sheets())
@pytest.mark.parametrize("lean", [-8.0, -3.0, 5.0])
def test_one_leaning_page_stays_whole(look, lean):
    assert find_gutter(drawing.turned(whole_sheets()[look].image, lean)) is None


@pytest.mark.parametrize("look", whole_sheets())
@pytest.mark.parametrize("aside", [-0.03, 0.02, 0.04])
def test_one_page_seen_aslant_stays_whole(look, aside):
    assert find_gutter(drawing.seen_aslant(whole_sheets()[look].image, aside)[0]) is None


@pytest.mark.parametrize("look", ["a wide table", "a wide empty table", "figures without rules"])
@pytest.mark.parametrize("lean", [-6.0, 0.0, 3.0])
def test_a_folded_sheet_with_one_page_stays_whole(look, lean):
    assert find_gutter(drawing.turned(shaded(whole_sheets()[look].image, 0.4), lean)) is None
