from copy import copy

import pytest

from extractor.layouts.scorecards import ScorecardForm
from extractor.scorecards.find import find_scorecards
from extractor.tables.table import Table, append
from tests.building import table_of
from tests.scorecards.cards import HEAD, MERGED, NOWHERE, ROWS, TITLE, card, cut


def values(card_found) -> dict[tuple[str, str], str]:
    return {(v.row, v.column): v.value for v in card_found.values}


def sorted_of(layouts, *tables):
    return find_scorecards([(table, NOWHERE) for table in tables], layouts)


def test_a_card_is_found_with_title_and_project(layouts):
    found = sorted_of(layouts, card())
    assert [(c.number, c.title, c.project) for c in found.cards] == [(1, TITLE, "J律师顾问费")]
    assert found.others == []


def test_a_card_without_title_is_known_by_its_blocks(layouts):
    found = sorted_of(layouts, card(above=()))
    assert [c.title for c in found.cards] == [TITLE]


def test_a_title_wrapped_over_two_lines(layouts):
    found = sorted_of(layouts, card(above=("J律师顾问费项目支出绩效自评", "表")))
    assert [c.title for c in found.cards] == [TITLE]


def test_a_card_over_two_pages_is_one(layouts):
    whole = values(sorted_of(layouts, card()).cards[0])
    for row in range(3, 16):
        first, second = cut(card(), row)
        found = sorted_of(layouts, first, second)
        assert len(found.cards) == 1, row
        assert values(found.cards[0]) == whole, row
        assert [place[0] for place in found.cards[0].table.places] == [1, 2]


def test_a_merged_cell_s_text_may_stand_on_the_second_page(layouts):
    whole = values(sorted_of(layouts, card()).cards[0])
    first, second = cut(card(), 10)
    moved = next(c for c in first.cells if c.text == "产出指标")
    blank = next(c for c in second.cells if (c.row, c.column) == (0, 1))
    first.cells[first.cells.index(moved)] = moved._replace(text="", reading=blank.reading)
    second.cells[second.cells.index(blank)] = blank._replace(text=moved.text, reading=moved.reading)
    assert values(sorted_of(layouts, first, second).cards[0]) == whole


def test_a_card_may_go_on_from_one_page_of_a_sheet_to_the_other(layouts):
    whole = values(sorted_of(layouts, card()).cards[0])
    first, second = cut(card(), 10)
    moved = next(c for c in first.cells if c.text == "产出指标")
    blank = next(c for c in second.cells if (c.row, c.column) == (0, 1))
    first.cells[first.cells.index(moved)] = moved._replace(text="", reading=blank.reading)
    second.cells[second.cells.index(blank)] = blank._replace(text=moved.text, reading=moved.reading)
    first.cells[:] = [cell._replace(half="left") for cell in first.cells]
    second.cells[:] = [cell._replace(page=1, half="right") for cell in second.cells]
    assert values(sorted_of(layouts, first, second).cards[0]) == whole


def test_pieces_with_other_columns_are_joined_by_place(layouts):
    """The second page holds the analysis only, so its grid has fewer columns."""
    first, second = cut(card(), 13)
    kept = [0, 1, 2, 4, 11]
    second.cells[:] = [
        c._replace(column=kept.index(c.column), column_span=kept.index(c.column + c.column_span) - kept.index(c.column))
        for c in second.cells
    ]
    second.borders, second.columns = tuple(column / 11 for column in kept), len(kept) - 1
    found = sorted_of(layouts, first, second)
    assert values(found.cards[0]) == values(sorted_of(layouts, card()).cards[0])


def test_two_cards_in_one_grid_are_two(layouts):
    double = card()
    append(double, card())
    found = sorted_of(layouts, double)
    assert [c.number for c in found.cards] == [1, 2]
    assert values(found.cards[0]) == values(found.cards[1])


def test_other_evaluation_forms_stay_tables(layouts):
    for title in ("某局部门整体支出绩效目标表", "某项目支出绩效目标表"):
        found = find_scorecards([(card(above=(title,)), NOWHERE)], layouts, "final")
        assert found.cards == []
        assert len(found.others) == 1


def test_a_card_that_is_not_understood_keeps_its_number_and_its_grid(layouts):
    broken = card(rows=HEAD, merged=MERGED[:5])
    found = sorted_of(layouts, broken, card())
    assert [c.number for c in found.cards] == [2]
    assert [table for table, _ in found.others] == [broken]
    assert "scorecard 1" in found.failed[0][2]


def test_another_table_after_a_card_is_not_joined(layouts):
    other = table_of([["名称", "数量"], ["电脑", "3"]])
    found = sorted_of(layouts, card(), other)
    assert len(found.cards) == 1
    assert [table for table, _ in found.others] == [other]
    assert found.cards[0].table.rows == len(ROWS)


def other_form(form: ScorecardForm, **changes: object) -> ScorecardForm:
    """A form of the user's own beside the shipped one: one of its head labels and one of its columns differ."""
    head = (*form.head[:-1], form.head[-1].model_copy(update={"names": ("承办单位",)}))
    columns = [
        column.model_copy(update={"names": ("目标完成度",)}) if column.key == "实际完成值" else column
        for column in form.indicators.columns
    ]
    indicators = form.indicators.model_copy(update={"columns": tuple(columns)})
    update = {"id": "mine", "head": head, "indicators": indicators, **changes}
    return ScorecardForm.model_validate(form.model_copy(update=update).model_dump())


def in_words_of(form: ScorecardForm, **options) -> Table:
    """The card with the words that the user's own form prints."""
    words = {"预算单位": "承办单位", "实际完成值": "目标完成度"} if form.id == "mine" else {}
    return card(rows=[[words.get(text, text) for text in row] for row in ROWS], **options)


@pytest.fixture
def two_forms(layouts) -> list[ScorecardForm]:
    shipped = layouts.scorecards["project_self_evaluation"]
    return [shipped, other_form(shipped)]


def found_with(layouts, forms, *tables):
    both = copy(layouts)
    both.scorecards = {form.id: form for form in forms}
    return sorted_of(both, *tables)


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("above", [(TITLE,), ()])
def test_each_card_is_read_by_the_form_that_fits_it_best(layouts, two_forms, turned, above):
    forms = two_forms[::-1] if turned else two_forms
    cards = [in_words_of(form, above=above) for form in two_forms]
    found = found_with(layouts, forms, *cards)
    assert [card.form.id for card in found.cards] == [form.id for form in two_forms]
    shipped, mine = map(values, found.cards)
    assert ("indicator/1", "实际完成值") in shipped
    assert shipped == mine


def test_a_form_with_a_title_of_its_own_takes_what_another_refuses(layouts, two_forms):
    shipped = two_forms[0]
    title = shipped.other_titles[0]
    mine = other_form(shipped, titles=(title,), other_titles=())
    table = in_words_of(mine, above=(title,))
    assert found_with(layouts, [shipped], table).cards == []
    assert [card.form.id for card in found_with(layouts, [shipped, mine], table).cards] == ["mine"]


def test_a_title_that_one_form_refuses_is_no_card_of_the_other(layouts, two_forms):
    mine = other_form(two_forms[0], other_titles=())
    table = in_words_of(mine, above=(two_forms[0].other_titles[0],))
    assert found_with(layouts, [two_forms[0], mine], table).cards == []


def test_a_card_over_two_pages_keeps_its_form(layouts, two_forms):
    whole = in_words_of(two_forms[1])
    for row in range(3, 16):
        found = found_with(layouts, two_forms, *cut(in_words_of(two_forms[1]), row))
        assert [card.form.id for card in found.cards] == ["mine"], row
        assert values(found.cards[0]) == values(found_with(layouts, two_forms, whole).cards[0]), row
