import pytest

from extractor.geometry import Box
from extractor.grids.rules import Rules, ink_of, rules_of
from tests.drawing import Sheet

DPIS = (100, 200, 300)


def rules_on(sheet: Sheet) -> Rules:
    return rules_of(ink_of(sheet.page()))


@pytest.mark.parametrize("dpi", DPIS)
def test_ends_and_place_of_a_rule_are_measured_in_points(dpi):
    sheet = Sheet(dpi)
    sheet.level(100, 50, 350, thick=1.0)
    (rule,) = rules_on(sheet).level
    assert rule.at == pytest.approx(100, abs=0.8)
    assert (rule.start, rule.end) == pytest.approx((50, 350), abs=1.5)


@pytest.mark.parametrize("dpi", DPIS)
def test_level_and_upright_are_told_apart(dpi):
    sheet = Sheet(dpi)
    sheet.level(100, 50, 350)
    sheet.upright(200, 150, 300)
    rules = rules_on(sheet)
    assert [round(rule.at) for rule in rules.level] == [100]
    assert [round(rule.at) for rule in rules.upright] == [200]


@pytest.mark.parametrize("dpi", DPIS)
def test_text_has_no_rules(dpi):
    sheet = Sheet(dpi)
    for i in range(10):
        sheet.text(40, 20 + 20 * i, "2010301  1,234.56  -  718.46  0.29", 11)
    rules = rules_on(sheet)
    assert (rules.level, rules.upright) == ([], [])


def test_low_rows_beside_a_short_upright_are_no_strokes():
    sheet = Sheet(200)
    rows, columns = [40, 53, 65, 77, 89, 101], [40.0, 100, 160, 220]
    sheet.table(rows, columns, merged=[(0, 0, 1, 3)], thick=2.0, texts=False)
    assert [round(rule.at) for rule in sorted(rules_on(sheet).upright)] == columns


def test_strokes_of_a_character_that_meet_each_other_are_no_borders():
    sheet = Sheet(200)
    rows, columns = [40 + 12.5 * i for i in range(7)], [40.0, 160, 220]
    sheet.table(rows, columns, texts=False)
    for y in rows[1:5]:  # touching the row's border, as text in low rows does
        sheet.upright(80, y, y + 9)
        sheet.level(y + 9, 76, 84)
    assert [round(rule.at) for rule in sorted(rules_on(sheet).upright)] == columns


def test_an_upright_longer_than_any_character_is_a_rule_between_texts_close_to_it():
    sheet = Sheet(100)
    sheet.table([40, 66, 80], [40.0, 120, 160, 200, 240], texts=False)
    for y in (43, 54, 69):
        for x in (120, 160, 200):  # the last and first strokes of texts
            sheet.fill(Box(x - 3.2, y, x - 2.2, y + 9), 0)
            sheet.fill(Box(x + 2.2, y, x + 3.2, y + 9), 0)
    assert [round(rule.at) for rule in sorted(rules_on(sheet).upright)] == [40, 120, 160, 200, 240]


def test_blank_paper_has_no_rules():
    rules = rules_on(Sheet())
    assert (rules.level, rules.upright) == ([], [])


def test_a_filled_bar_is_no_rule_of_its_own():
    sheet = Sheet()
    sheet.image[100:160, 100:600] = 0
    rules = rules_on(sheet)
    assert all(rule.thick < 6 for rule in rules.level)


def test_a_page_at_any_resolution_is_looked_at_with_few_pixels():
    for dpi in DPIS:
        _, ink, scale = ink_of(Sheet(dpi).page())
        assert ink.shape[1] == pytest.approx(420 * 100 / 72, rel=0.02)
        assert scale == pytest.approx(100 / 72, rel=0.02)


@pytest.mark.parametrize(("aslant", "uprights"), [(0.0, 1), (0.75, 1), (3.0, 0)])
def test_a_low_dotted_upright_may_lean_by_a_pixel(aslant, uprights):
    sheet = Sheet(100)
    sheet.table([60, 116], [40, 380], texts=False)
    sheet.upright(200, 60, 88, style="dotted")
    sheet.upright(200 + aslant, 88, 116, style="dotted")
    assert len([rule for rule in rules_on(sheet).upright if 190 < rule.at < 210]) == uprights


@pytest.mark.parametrize(("aside", "uprights"), [(0.0, 1), (0.72, 1), (3.0, 0)])
def test_a_short_upright_is_led_on_to_the_rule_that_a_piece_beside_it_reaches(aside, uprights):
    sheet = Sheet(100)
    sheet.table([60, 96], [40, 380], texts=False)
    sheet.upright(200, 60, 90)
    sheet.upright(200 + aside, 90, 96)
    assert len([rule for rule in rules_on(sheet).upright if 190 < rule.at < 210]) == uprights
