from extractor.forms.scorecards.find import sorted_tables
from extractor.forms.table import append
from tests.building import table_of
from tests.forms.scorecards.cards import HEAD, MERGED, NOWHERE, ROWS, TITLE, card, cut


def values(card_found) -> dict[tuple[str, str], str]:
    return {(v.row, v.column): v.value for v in card_found.values}


def sorted_of(layouts, *tables):
    return sorted_tables([(table, NOWHERE) for table in tables], layouts)


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
    for title in ("某局部门整体支出绩效自评表", "某项目支出绩效目标表"):
        found = sorted_of(layouts, card(above=(title,)))
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
