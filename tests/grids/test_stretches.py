import numpy as np
import pytest

from extractor.grids.marks import Marks
from extractor.grids.stretches import Line, Stretch, certain_in, likely_in, runs_through_words, stretch_of

SCALE = 2.0
PAPER = np.zeros((120, 120), np.uint8)


def dirty(text: np.ndarray = PAPER, thin: np.ndarray = PAPER, *, turned: bool = True) -> Marks:
    return Marks(thin, text, text, SCALE, clean=False, turned=turned)


def stretch(share: float, hemmed: int = 0, pixels: int = 30, near: int = 6) -> Stretch:
    return Stretch(share, 0.0, pixels, near, 6, False, hemmed)


def there(*stretches: Stretch) -> list[bool]:
    line = Line(60, list(range(0, 31 * len(stretches) + 1, 30)), list(stretches))
    return certain_in(line, dirty()).tolist()


NONE = stretch(0.0)


@pytest.mark.parametrize(("hemmed", "kept"), [(0, True), (1, False), (2, False)])
def test_strokes_of_words_are_no_stretches_of_a_line_that_is_seldom_there(hemmed, kept):
    assert there(stretch(0.8, hemmed), *[NONE] * 7)[0] is kept


@pytest.mark.parametrize(("hemmed", "kept"), [(1, True), (2, False)])
def test_of_few_stretches_those_that_text_runs_over_are_none_where_most_are_not_there(hemmed, kept):
    assert there(stretch(0.8, hemmed), stretch(0.8), *[NONE] * 4)[0] is kept
    assert there(stretch(0.8, hemmed), stretch(0.8), NONE, NONE)[0]


@pytest.mark.parametrize(("hemmed", "kept"), [(1, True), (2, False)])
def test_where_a_line_may_be_there_text_must_run_over_it_to_tell_against_it(hemmed, kept):
    assert there(stretch(0.8, hemmed), *[stretch(0.8)] * 4, *[NONE] * 5)[0] is kept


def test_a_line_that_is_there_runs_between_words():
    assert all(there(stretch(0.8, 2), *[stretch(0.8)] * 9))


def test_few_stretches_do_not_tell_of_a_line():
    assert there(stretch(0.8, 1), *[NONE] * 3)[0]


@pytest.mark.parametrize(("at_start", "at_end", "kept"), [(2, 2, True), (0, 4, False), (4, 1, False)])
def test_a_line_through_several_cells_that_is_dark_to_both_their_sides_is_no_text(at_start, at_end, kept):
    dark = Stretch(0.4, 0.0, 90, 0, 6, False, at_start=at_start, at_end=at_end, room=10)
    assert there(dark, dark, dark, NONE) == [*[kept] * 3, False]
    assert there(dark, dark, NONE, NONE)[0] is False


@pytest.mark.parametrize(("others", "kept"), [(4, True), (2, False)])
def test_a_run_hardly_dark_at_its_crossings_is_there_where_most_of_the_line_is(others, kept):
    assert there(stretch(0.4, near=1), NONE, *[stretch(0.4)] * others, *[NONE] * 3)[0] is kept


@pytest.mark.parametrize(("points", "kept"), [(2, False), (1, True)])
def test_points_of_figures_make_no_line(points, kept):
    point = stretch(0.4)._replace(point=True)
    assert there(*[point] * points, *[stretch(0.4)] * (3 - points), NONE)[0] is kept


@pytest.mark.parametrize(
    ("dark", "sides", "point"),
    [
        ((44, 45, 46), (53, 67), True),
        ((30, 44, 45, 46), (53, 67), True),
        ((30, 44, 45, 46, 60), (53, 67), False),
        ((44, 45, 46), (53,), False),
        ((64, 65, 66), (53, 67), False),
    ],
)
def test_a_point_is_low_and_stands_between_digits(dark, sides, point):
    text, thin = PAPER.copy(), PAPER.copy()
    for side in sides:
        text[side - 3 : side + 4, 40:55] = 1
    thin[60, list(dark)] = 1
    assert stretch_of(dirty(text, thin), 60, 20, 80).point is point


def test_what_is_dark_towards_the_ends_of_a_level_stretch_is_counted_apart():
    thin = PAPER.copy()
    thin[60, 24:30] = thin[60, 95] = 1
    seen = stretch_of(dirty(thin=thin, turned=False), 60, 20, 100)
    assert (seen.at_start, seen.at_end, seen.room) == (6, 1, 16)


@pytest.mark.parametrize(
    ("share", "pixels", "near", "kept"),
    [(0.26, 90, 2, True), (0.26, 90, 1, False), (0.26, 30, 2, False), (0.18, 90, 2, False), (0.4, 30, 2, True)],
)
def test_of_many_pixels_a_smaller_share_tells_of_a_rule_that_reaches_its_crossings(share, pixels, near, kept):
    assert there(stretch(share, 0, pixels, near), *[NONE] * 7)[0] is kept


def test_a_line_is_seen_as_a_whole_but_for_strokes_of_words():
    strokes = Line(60, list(range(0, 271, 30)), [stretch(0.8, 1), *[NONE] * 8])
    assert not likely_in(strokes, dirty()).any()


@pytest.mark.parametrize(
    ("sides", "on", "hemmed"), [((54, 66), False, 1), ((54, 66), True, 2), ((54,), False, 0), ((40, 80), False, 0)]
)
def test_text_hems_an_upright_from_both_sides(sides, on, hemmed):
    text = PAPER.copy()
    for side in sides:
        text[side - 2 : side + 3, 40:60] = 1
    if on:
        text[54:67, 50] = 1
    assert stretch_of(dirty(text), 60, 20, 80).hemmed == hemmed


@pytest.mark.parametrize(("ends", "hemmed"), [((40, 60), 1), ((42, 59), 1), ((24, 70), 0), ((40, 46), 0)])
def test_what_is_as_high_as_the_text_beside_it_may_be_a_digit(ends, hemmed):
    text, line = PAPER.copy(), PAPER.copy()
    text[64:80, 40:60] = 1
    line[60, slice(*ends)] = 1
    assert stretch_of(Marks(line, line, text, SCALE, clean=False, turned=True), 60, 20, 80).hemmed == hemmed


@pytest.mark.parametrize(("length", "hemmed"), [(40, 1), (10, 0)])
def test_text_hems_a_level_rule_by_touching_much_of_it(length, hemmed):
    text = PAPER.copy()
    text[50:59, 30 : 30 + length] = 1
    assert stretch_of(dirty(text, turned=False), 60, 20, 80).hemmed == hemmed


@pytest.mark.parametrize(("over", "crossed"), [(8, True), (3, False)])
def test_an_upright_that_a_word_runs_far_over_is_strokes_of_it(over, crossed):
    text, thin = PAPER.copy(), PAPER.copy()
    text[50:70, 45 : 45 + over] = 1
    thin[60, 20:62] = 1
    assert stretch_of(dirty(text, thin), 60, 20, 80).crossed is crossed


@pytest.mark.parametrize("on", [True, False])
def test_an_upright_runs_through_words_where_text_at_both_sides_runs_over_it(on):
    text = PAPER.copy()
    for side in (54, 66):
        text[side - 2 : side + 3, 70:90] = 1
    if on:
        text[54:67, 80] = 1
    assert runs_through_words(Line(60, [0, 50, 110], [NONE, NONE]), clean(PAPER, text)) is on


def beside_text(*, clean: bool) -> Marks:
    """A line of which every third pixel is there, with as much ink along one side and none along the other."""
    thin = np.zeros((60, 240), np.uint8)
    thin[30, ::3] = 1
    thin[31:52, 1::3] = 1
    return Marks(thin, thin, np.zeros_like(thin), SCALE, clean=clean, turned=False)


def test_strokes_of_a_column_of_words_are_no_rule_on_clean_paper():
    clean, dirty = (stretch_of(beside_text(clean=clean), 30, 0, 200) for clean in (True, False))
    assert clean.beside == pytest.approx(1 / 6, abs=0.02)
    assert dirty.beside == 0
    assert clean.share == pytest.approx(dirty.share - 1 / 6, abs=0.02)


def clean(thin: np.ndarray, text: np.ndarray = PAPER) -> Marks:
    return Marks(thin, text, text, SCALE, clean=True, turned=True)


@pytest.mark.parametrize(("places", "hemmed"), [((46, 47, 49), 1), ((30, 47, 66), 0)])
def test_on_clean_paper_what_is_dark_of_a_stretch_in_one_place_alone_is_a_comma(places, hemmed):
    thin = PAPER.copy()
    thin[60, places] = 1
    assert stretch_of(clean(thin), 60, 20, 80).hemmed == hemmed


@pytest.mark.parametrize(("near", "hemmed"), [((), 1), ((24, 25), 0)])
def test_on_clean_paper_a_rule_is_left_where_no_text_is(near, hemmed):
    thin, text = PAPER.copy(), PAPER.copy()
    thin[60, [30, 47, 66, *near]] = 1
    for side in (54, 66):
        text[side - 2 : side + 3, 40:60] = 1
    assert stretch_of(clean(thin, text), 60, 20, 80).hemmed == hemmed


@pytest.mark.parametrize(("pixels", "kept"), [(300, True), (100, False)])
def test_on_clean_paper_many_dark_pixels_tell_of_a_rule_however_small_their_share(pixels, kept):
    stretches = [stretch(0.06, 0, pixels), NONE, NONE, NONE]
    assert certain_in(Line(60, [0, 1, 2, 3, 4], stretches), clean(PAPER))[0] == kept
