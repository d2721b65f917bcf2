import pytest

from extractor.tables.economic_blocks import read_economic_blocks
from extractor.tables.values import Value
from tests.building import table_of

BLOCKS = [
    [("301", "工资福利支出", "10.00"), ("30101", "基本工资", "6.00"), ("30102", "津贴补贴", "4.00")],
    [("302", "商品和服务支出", "5.00"), ("30201", "办公费", "1.00"), ("30202", "印刷费", "4.00")],
    [("310", "资本性支出", "2.00"), ("31002", "办公设备购置", "2.00"), ("", "", "")],
    [("303", "对个人和家庭的补助", "1.00"), ("30301", "离休费", "1.00"), ("", "", "")],
]
EXPECTED = {code: amount for block in BLOCKS for code, _, amount in block if code}


def values(layouts, rows, **more) -> dict[str, str]:
    form = layouts.forms["general_budget_basic"]
    found: list[Value] = read_economic_blocks(table_of(rows, **more), form, layouts, "万元", 2024)
    assert {value.column for value in found} <= {"决算数"}
    return {value.row: value.value for value in found if not value.unread}


@pytest.mark.parametrize("count", [2, 3, 4])
def test_blocks_side_by_side(layouts, count):
    blocks = BLOCKS[:count]
    rows = [["科目编码", "科目名称", "决算数"] * count]
    rows += [[text for block in blocks for text in block[i]] for i in range(3)]
    assert values(layouts, rows) == {code: amount for block in blocks for code, _, amount in block if code}


def test_codes_that_span_a_column_more_of_another_page_are_codes(layouts):
    blocks = BLOCKS[:2]
    rows = [["科目编码", "科目名称", "决算数", "科目编码", "", "科目名称", "决算数"]]
    rows += [[*blocks[0][i], blocks[1][i][0], "", *blocks[1][i][1:]] for i in range(3)]
    expected = {code: amount for block in blocks for code, _, amount in block}
    assert values(layouts, rows, merged=[(i, 3, 1, 2) for i in range(4)]) == expected


def test_totals_below(layouts):
    rows = [["科目编码", "科目名称", "决算数"] * 2]
    rows += [[text for block in BLOCKS[:2] for text in block[i]] for i in range(3)]
    rows.append(["人员经费合计", "", "11.00", "公用经费合计", "", "5.00"])
    found = values(layouts, rows, merged=[(4, 0, 1, 2), (4, 3, 1, 2)])
    assert (found["人员经费合计"], found["公用经费合计"]) == ("11.00", "5.00")
    assert len(found) == 8


def test_class_and_section_in_two_columns(layouts):
    rows = [["类", "款", "科目名称", "决算数"] * 2]
    for i in range(3):
        row: list[str] = []
        for code, name, amount in (BLOCKS[0][i], BLOCKS[1][i]):
            row += [code[:3], code[3:], name, amount]
        rows.append(row)
    assert values(layouts, rows) == {
        code: EXPECTED[code] for code in ("301", "30101", "30102", "302", "30201", "30202")
    }


def test_sections_that_run_together_over_two_rows_are_parted(layouts):
    rows = [
        ["类", "款", "科目名称", "决算数"],
        ["301", "", "工资福利支出", "10.00"],
        ["301", "0102", "基本工资", "6.00"],
        ["301", "", "津贴补贴", "2.00"],
        ["301", "03", "奖金", "1.00"],
        ["301", "07", "绩效工资", "1.00"],
    ]
    found = values(layouts, rows, merged=[(2, 1, 2, 1)], engine="rapidocr", confidence=0.99)
    assert found == {"301": "10.00", "30101": "6.00", "30102": "2.00", "30103": "1.00", "30107": "1.00"}


def test_a_code_of_too_many_digits_is_not_read(layouts):
    rows = [
        ["类", "款", "科目名称", "决算数"],
        ["301", "", "工资福利支出", "10.00"],
        ["301", "0102", "基本工资", "6.00"],
        ["301", "03", "奖金", "1.00"],
        ["301", "07", "绩效工资", "1.00"],
    ]
    found = values(layouts, rows, engine="rapidocr", confidence=0.99)
    assert found == {"301": "10.00", "30103": "1.00", "30107": "1.00"}


def test_sections_below_their_class_take_its_digits(layouts):
    rows = [
        ["类", "款", "科目名称", "决算数"],
        ["301", "", "工资福利支出", "10.00"],
        ["", "01", "基本工资", "6.00"],
        ["", "02", "津贴补贴", "4.00"],
    ]
    assert values(layouts, rows) == {"301": "10.00", "30101": "6.00", "30102": "4.00"}


def test_dirt_beside_a_code_is_no_part_of_it_and_a_code_that_lacks_a_digit_is_none(layouts):
    rows = [["科目编码", "科目名称", "决算数"] * 2]
    rows += [[text for block in BLOCKS[:2] for text in block[i]] for i in range(3)]
    rows[2][3], rows[3][0] = "30201.", "3010"
    rows[3][1] = "某费用"
    found = values(layouts, rows, engine="rapidocr")
    assert set(found) == {"301", "30101", "302", "30201", "30202"}


def test_a_misread_code_is_repaired_by_its_name(layouts):
    rows = [["科目编码", "科目名称", "决算数"], *map(list, BLOCKS[0][:2]), ["36102", "津贴补贴", "4.00"]]
    assert values(layouts, rows, engine="rapidocr") == {"301": "10.00", "30101": "6.00", "30102": "4.00"}
    assert values(layouts, rows)["36102"] == "4.00"
