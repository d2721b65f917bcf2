from extractor.tables.matrix import read_matrix
from tests.building import table_of

VEHICLES = "公务用车购置及运行维护费"
KEYS = [
    "合计",
    "因公出国（境）费",
    f"{VEHICLES}/小计",
    f"{VEHICLES}/公务用车购置费",
    f"{VEHICLES}/公务用车运行维护费",
    "公务接待费",
]
HEADS = ["合计", "因公出国（境）费", VEHICLES, "", "", "公务接待费"]
SUBHEADS = ["", "", "小计", "公务用车购置费", "公务用车运行维护费", ""]
BUDGET = ["9.00", "", "7.00", "", "7.00", "2.00"]
ACTUAL = ["6.10", "", "5.10", "", "5.10", "1.00"]
EXPECTED = {
    (row, column): amount
    for row, amounts in (("预算数", BUDGET), ("决算数", ACTUAL))
    for column, amount in zip(KEYS, amounts, strict=True)
    if amount
}


def values(layouts, rows, merged=(), engine="text-layer") -> dict[tuple[str, str], str]:
    table = table_of(rows, merged=merged, engine=engine)
    found = read_matrix(table, layouts.forms["three_public"], layouts, "万元")
    return {(value.row, value.column): value.value for value in found}


def test_budget_and_outcome_side_by_side(layouts):
    rows = [["预算数", *[""] * 5, "决算数", *[""] * 5], HEADS * 2, SUBHEADS * 2, BUDGET + ACTUAL]
    merged = [(0, 0, 1, 6), (0, 6, 1, 6)]
    for start in (0, 6):
        merged += [(1, start, 2, 1), (1, start + 1, 2, 1), (1, start + 2, 1, 3), (1, start + 5, 2, 1)]
    assert values(layouts, rows, merged) == EXPECTED


def test_budget_and_outcome_below_each_other(layouts):
    rows = [["项目", *HEADS], ["", *SUBHEADS], ["预算数", *BUDGET], ["决算数", *ACTUAL]]
    merged = [(0, 0, 2, 1), (0, 1, 2, 1), (0, 2, 2, 1), (0, 3, 1, 3), (0, 6, 2, 1)]
    assert values(layouts, rows, merged) == EXPECTED


def test_kinds_as_rows(layouts):
    names = [
        "合计",
        "1.因公出国（境）费",
        f"2.{VEHICLES}",
        "（1）公务用车购置费",
        "（2）公务用车运行维护费",
        "3.公务接待费",
    ]
    rows = [["项目", "预算数", "决算数"], *([name, a, b] for name, a, b in zip(names, BUDGET, ACTUAL, strict=True))]
    assert values(layouts, rows) == EXPECTED


def test_column_numbers_are_not_values(layouts):
    rows = [
        ["项目", *HEADS],
        ["", *SUBHEADS],
        ["栏次", "1", "2", "3", "4", "5", "6"],
        ["预算数", *BUDGET],
        ["决算数", *ACTUAL],
    ]
    merged = [(0, 0, 2, 1), (0, 1, 2, 1), (0, 2, 2, 1), (0, 3, 1, 3), (0, 6, 2, 1)]
    assert values(layouts, rows, merged) == EXPECTED


FULL = ["9.00", "1.00", "7.00", "4.00", "3.00", "1.00"]


def cut(heading: str, amounts: list[str], last: str) -> tuple[list[list[str]], list[tuple[int, int, int, int]]]:
    """Budget and outcome side by side, a stray border in the outcome's heading, `last` over the last column."""
    heads = HEADS + HEADS[:-1] + [last]
    rows = [["预算数", *[""] * 5, "", "", heading, *[""] * 3], heads, SUBHEADS * 2, BUDGET[:1] + FULL[1:] + amounts]
    merged = [(0, 0, 1, 6), (0, 6, 1, 2), (0, 8, 1, 4)]
    for start in (0, 6):
        merged += [(1, start, 2, 1), (1, start + 1, 2, 1), (1, start + 2, 1, 3), (1, start + 5, 2, 1)]
    return rows, merged


def test_a_group_whose_heading_was_cut_is_the_one_that_is_left(layouts):
    rows, merged = cut("决算数", FULL, HEADS[-1])
    read = values(layouts, rows, merged, engine="rapidocr")
    assert [read["决算数", key] for key in KEYS] == FULL
    assert ("决算数", "合计") not in values(layouts, rows, merged)


def cut_twice(budget: list[str]) -> tuple[list[list[str]], list[tuple[int, int, int, int]]]:
    """Stray borders in the headings of both groups."""
    rows, merged = cut("决算数", FULL, HEADS[-1])
    rows[0][:3] = "", "", "预算数"
    rows[-1][:6] = budget
    return rows, [(0, 0, 1, 2), (0, 2, 1, 4), *merged[1:]]


def test_columns_of_groups_cut_alike_are_in_the_order_of_the_others(layouts):
    rows, merged = cut_twice(FULL)
    read = values(layouts, rows, merged, engine="rapidocr")
    assert [read[row, key] for row in ("预算数", "决算数") for key in KEYS] == FULL + FULL
    rows, merged = cut_twice(["", *FULL[1:]])
    assert not {("预算数", "合计"), ("决算数", "合计")} & values(layouts, rows, merged, engine="rapidocr").keys()


def test_a_column_whose_heading_was_not_read_is_the_one_that_is_left(layouts):
    rows, merged = cut("决算数", FULL, "公侍弗")
    read = values(layouts, rows, merged, engine="rapidocr")
    assert read["决算数", "公务接待费"] == FULL[-1]


def test_with_a_blank_in_its_group_a_column_without_heading_is_not_known(layouts):
    rows, merged = cut("决算数", [*FULL[:3], "", *FULL[4:]], "公侍弗")
    read = values(layouts, rows, merged, engine="rapidocr")
    assert ("决算数", "公务接待费") not in read


def test_two_headings_read_as_one_name_no_column(layouts):
    rows, merged = cut("决算数", FULL, HEADS[-1])
    rows[2][2:4] = "小计公务用车购置费", ""
    rows[3][3] = ""
    read = values(layouts, rows, [*merged, (2, 2, 1, 2)], engine="rapidocr")
    assert "7.00" not in [amount for (row, _), amount in read.items() if row == "预算数"]
