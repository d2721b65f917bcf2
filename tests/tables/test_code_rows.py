import pytest

from extractor.tables.code_rows import read_code_rows
from extractor.tables.values import Value
from tests.building import table_of

HEADER = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]


def values(layouts, rows, *, merged=(), form="general_budget", **more) -> list[Value]:
    return read_code_rows(table_of(rows, merged=merged, **more), layouts.forms[form], layouts, "万元", 2024)


def as_dict(found: list[Value]) -> dict[tuple[str, str], str]:
    return {(value.row, value.column): value.value for value in found}


def test_codes_totals_blanks_and_dashes(layouts):
    found = values(
        layouts,
        [
            HEADER,
            ["栏次", "", "1", "2", "3"],
            ["合计", "", "1,234.50", "1,234.50", ""],
            ["201", "一般公共服务支出", "1,234.50", "1,234.50", "——"],
            ["2010301", "行政运行", "0.00", "-1.20", ""],
        ],
        merged=[(1, 0, 1, 2), (2, 0, 1, 2)],
    )
    assert as_dict(found) == {
        ("合计", "合计"): "1234.50",
        ("合计", "基本支出"): "1234.50",
        ("201", "合计"): "1234.50",
        ("201", "基本支出"): "1234.50",
        ("2010301", "合计"): "0.00",
        ("2010301", "基本支出"): "-1.20",
    }
    assert all(value.unit == "万元" and not value.doubts for value in found)
    assert [value.label for value in found if value.row == "2010301"] == ["行政运行"] * 2


def test_class_section_and_item_in_three_columns_are_joined(layouts):
    rows = [
        ["类", "款", "项", "科目名称", "合计", "基本支出", "项目支出"],
        ["201", "", "", "一般公共服务支出", "3.00", "3.00", ""],
        ["201", "03", "", "政府办公厅（室）及相关机构事务", "3.00", "3.00", ""],
        ["201", "03", "01", "行政运行", "3.00", "3.00", ""],
    ]
    assert [value.row for value in values(layouts, rows) if value.column == "合计"] == ["201", "20103", "2010301"]


@pytest.mark.parametrize("engine", ["text-layer", "rapidocr"])
def test_a_section_left_blank_before_an_item_is_the_one_above(layouts, engine):
    rows = [
        ["类", "款", "项", "科目名称", "合计", "基本支出", "项目支出"],
        ["210", "11", "", "行政事业单位医疗", "8.87", "", "8.87"],
        ["210", "", "03", "公务员医疗补助", "8.87", "", "8.87"],
    ]
    found = values(layouts, rows, engine=engine)
    assert {value.row for value in found} == {"21011", "2101103"}
    assert any(value.doubts for value in found) is (engine == "rapidocr")


def test_a_heading_beside_what_ocr_read_of_a_rule_is_no_row_of_values(layouts):
    rows = [HEADER, ["201", "一般公共服务支出", "3.00", "", "3.00"], ["1", *HEADER[1:]]]
    assert {value.row for value in values(layouts, rows, engine="rapidocr")} == {"201"}


def test_section_and_item_read_as_one_are_joined_to_their_class(layouts):
    rows = [
        ["类", "款", "项", "科目名称", "合计", "基本支出", "项目支出"],
        ["224", "01", "05", "国务院安委会专项", "8.87", "", "8.87"],
        ["224", "0105", "", "国务院安委会专项", "8.87", "", "8.87"],
    ]
    found = values(layouts, rows, merged=[(2, 1, 1, 2)], engine="rapidocr")
    assert {value.row for value in found} == {"2240105"}


def test_a_piece_that_ocr_read_twice_over_two_rows_is_in_both(layouts):
    rows = [
        ["类", "款", "项", "科目名称", "合计", "基本支出", "项目支出"],
        ["208208", "08", "", "抚恤", "6.58", "6.58", ""],
        ["", "08", "Q1", "死亡抚恤", "6.58", "6.58", ""],
    ]
    found = values(layouts, rows, merged=[(1, 0, 2, 1)], engine="rapidocr")
    assert {value.row for value in found} == {"20808", "2080801"}


def test_a_class_read_with_a_letter_is_not_left_out_of_the_code(layouts):
    rows = [
        ["类", "款", "项", "科目名称", "合计", "基本支出", "项目支出"],
        ["213", "", "", "农林水支出", "10.80", "", "10.80"],
        ["213", "02", "", "林业和草原", "10.80", "", "10.80"],
        ["2i3", "02", "11", "动植物保护", "10.80", "", "10.80"],
    ]
    found = values(layouts, rows, engine="rapidocr")
    assert {value.row for value in found} == {"213", "21302", "2130211"}
    rows[3][3] = "不知何物"
    unread = [value for value in values(layouts, rows, engine="rapidocr") if value.unread]
    assert {value.row for value in unread} == {"2?30211"}


@pytest.mark.parametrize("read", ["20.1", "2O4", ""])
def test_a_class_that_was_not_read_leaves_section_and_item_their_places(layouts, read):
    rows = [
        ["类", "款", "项", "科目名称", "合计", "基本支出", "项目支出"],
        ["204", "", "", "公共安全支出", "117.38", "", "117.38"],
        ["204", "02", "", "公安", "117.38", "", "117.38"],
        ["204", "02", "23", "移民事务", "4.78", "", "4.78"],
        [read, "02", "99", "其他公安支出", "112.59", "", "112.59"],
    ]
    found = values(layouts, rows, engine="rapidocr")
    assert {value.row for value in found} == {"204", "20402", "2040223", "2040299"}


def test_a_code_beside_the_name_of_another_is_doubted(layouts):
    rows = [
        ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
        ["20402", "公安", "117.38", "", "117.38"],
        ["2040202", "商业流通事务", "4.78", "", "4.78"],
    ]
    found = values(layouts, rows, engine="rapidocr", confidence=0.99)
    assert {value.row: bool(value.doubts) for value in found} == {"20402": False, "2040202": True}
    assert not any(value.doubts for value in values(layouts, rows))


@pytest.mark.parametrize(("engine", "code"), [("rapidocr", "22301"), ("text-layer", "223")])
def test_a_piece_and_the_name_read_as_one_are_two(layouts, engine, code):
    rows = [
        ["类", "款", "项", "科目名称", "合计", "基本支出", "项目支出"],
        ["223", "01!解决历史遗留问题及改革成本支出", "", "", "69.39", "", "69.39"],
    ]
    found = values(layouts, rows, merged=[(1, 1, 1, 3)], engine=engine)
    assert {value.row for value in found} == {code}


def test_code_and_name_in_one_cell(layouts):
    rows = [["科目名称", "合计", "基本支出", "项目支出"], ["2010301行政运行", "3.00", "3.00", ""]]
    found = values(layouts, rows)
    assert [(value.row, value.label) for value in found] == [("2010301", "行政运行")] * 2


def test_the_header_again_is_no_values(layouts):
    rows = [
        HEADER,
        ["201", "一般公共服务支出", "3.00", "", "3.00"],
        HEADER,
        ["208", "社会保障和就业支出", "1.00", "", "1.00"],
    ]
    assert {value.row for value in values(layouts, rows)} == {"201", "208"}


def test_a_misread_code_is_repaired_from_name_and_parent(layouts):
    rows = [
        HEADER,
        ["20103", "政府办公厅（室）及相关机构事务", "3.00", "", "3.00"],
        ["2016302", "一般行政管理事务", "3.00", "", "3.00"],
    ]
    found = [value for value in values(layouts, rows, engine="rapidocr") if value.label == "一般行政管理事务"]
    assert {value.row for value in found} == {"2010302"}
    assert all("2016302" in value.reasons[0] for value in found)


def test_the_text_layer_s_code_is_never_repaired(layouts):
    rows = [
        HEADER,
        ["20103", "政府办公厅（室）及相关机构事务", "3.00", "", "3.00"],
        ["2016302", "一般行政管理事务", "3.00", "", "3.00"],
    ]
    found = [value for value in values(layouts, rows) if value.label == "一般行政管理事务"]
    assert {value.row for value in found} == {"2016302"}
    assert all("not in the book" in value.doubts[0] for value in found)


def test_text_where_an_amount_should_be_is_kept_and_doubted(layouts):
    found = values(layouts, [HEADER, ["201", "一般公共服务支出", "见附件", "", ""]])
    assert [(value.value, bool(value.reading_doubts)) for value in found] == [("见附件", True)]


def test_low_confidence_is_doubted(layouts):
    found = values(layouts, [HEADER, ["201", "一般公共服务支出", "3.00", "", ""]], engine="rapidocr", confidence=0.6)
    assert any("confidence" in doubt for doubt in found[0].reading_doubts)


def test_groups_of_columns(layouts):
    rows = [
        ["项目", "", "年初结转和结余", "本年收入", "本年支出", "", "", "年末结转和结余"],
        ["科目编码", "科目名称", "", "", "小计", "基本支出", "项目支出", ""],
        ["212", "城乡社区支出", "1.00", "2.00", "3.00", "", "3.00", "0.00"],
    ]
    merged = [(0, 0, 1, 2), (0, 2, 2, 1), (0, 3, 2, 1), (0, 4, 1, 3), (0, 7, 2, 1)]
    assert as_dict(values(layouts, rows, merged=merged, form="government_fund")) == {
        ("212", "年初结转和结余"): "1.00",
        ("212", "本年收入"): "2.00",
        ("212", "本年支出/合计"): "3.00",
        ("212", "本年支出/项目支出"): "3.00",
        ("212", "年末结转和结余"): "0.00",
    }


def test_a_table_without_known_columns_has_no_values(layouts):
    assert values(layouts, [["a", "b", "c"], ["201", "x", "1.00"]]) == []


PIECES = ["类", "款", "项", "科目名称", "合计", "基本支出", "项目支出"]


def test_a_piece_of_a_code_that_is_no_number_is_found_by_name_and_parent(layouts):
    rows = [
        PIECES,
        ["208", "", "", "社会保障和就业支出", "3.00", "3.00", ""],
        ["208", "05", "", "行政事业单位养老支出", "3.00", "3.00", ""],
        ["208", "os", "99", "其他行政事业单位养老支出", "3.00", "3.00", ""],
    ]
    found = values(layouts, rows, engine="rapidocr")
    assert [value.row for value in found if value.column == "合计"] == ["208", "20805", "2080599"]
    assert "208??99" in found[-1].reasons[0]


def test_a_code_whose_piece_cannot_be_found_is_doubted(layouts):
    rows = [
        PIECES,
        ["208", "", "", "社会保障和就业支出", "3.00", "3.00", ""],
        ["208", "os", "99", "不在书中的名称", "3.00", "3.00", ""],
    ]
    found = [value for value in values(layouts, rows, engine="rapidocr") if "?" in value.row]
    assert len(found) == 2
    assert all("not in the book" in value.doubts[0] for value in found)


def test_dirt_beside_a_code_is_no_part_of_it(layouts):
    rows = [HEADER, ["208.", "社会保障和就业支出", "1.00", "", "1.00"]]
    assert {value.row for value in values(layouts, rows, engine="rapidocr")} == {"208"}


def test_dirt_between_the_digits_of_a_piece_is_no_part_of_it(layouts):
    rows = [
        ["类", "款", "项", "科目名称", "合计", "基本支出", "项目支出"],
        ["210", "1.1", "03", "公务员医疗补助", "8.87", "", "8.87"],
    ]
    assert {value.row for value in values(layouts, rows, engine="rapidocr")} == {"2101103"}


SPREAD = [
    HEADER,
    ["合计", "", "3.00", "", "3.00"],
    ["201", "一般公共服务支出", "3.00", "3.00", ""],
]


def test_an_amount_that_ocr_read_over_two_columns_is_doubted_whatever_the_sums_say(layouts):
    merged = [(1, 0, 1, 2), (2, 3, 1, 2)]
    read = values(layouts, SPREAD, merged=merged, engine="rapidocr")
    assert [bool(value.doubts) for value in read] == [False, False, False, True]
    assert not any(value.doubts for value in values(layouts, SPREAD, merged=merged))


@pytest.mark.parametrize(("heading", "named"), [("项自支出", True), ("项自支出入", True), ("其他支出", False)])
def test_a_heading_with_wrong_characters_names_its_column_but_is_doubted(layouts, heading, named):
    rows = [[*HEADER[:4], heading], *SPREAD[1:2]]
    read = values(layouts, rows, merged=[(1, 0, 1, 2)], engine="rapidocr")
    assert [(v.column, bool(v.doubts)) for v in read] == [("合计", False), *([("项目支出", True)] if named else [])]
    assert ("合计", "项目支出") not in as_dict(values(layouts, rows, merged=[(1, 0, 1, 2)]))


@pytest.mark.parametrize("read", ["合讨", "合it", "台计"])
def test_a_total_whose_label_ocr_misread_is_the_total_but_doubted(layouts, read):
    rows = [HEADER, ["", read, "3.00", "3.00", ""]]
    (value, *_) = values(layouts, rows, engine="rapidocr")
    assert (value.row, bool(value.doubts)) == ("合计", True)
    assert values(layouts, rows)[0].row == read


LOST = [
    ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
    ["208", "社会保障和就业支出", "5.00", "5.00", ""],
    ["20805", "行政事业单位养老支出", "5.00", "5.00", ""],
]
PENSION = "机关事业单位基本养老保险缴费支出"


def test_a_code_that_lost_its_first_digits_is_unread(layouts):
    rows = [
        ["类", "款", "项", "科目名称", "合计", "基本支出", "项目支出"],
        ["213", "", "", "农林水支出", "10.80", "", "10.80"],
        ["1", "01", "02", "不知何物", "10.80", "", "10.80"],
    ]
    unread = {value.row for value in values(layouts, rows, engine="rapidocr") if value.unread}
    assert unread == {"10102"}
    assert not any(value.unread for value in values(layouts, rows))


def test_two_codes_in_one_cell_over_two_rows_are_one_in_each(layouts):
    rows = [
        *LOST,
        ["2080505__2080506", PENSION, "3.00", "3.00", ""],
        ["", "机关事业单位职业年金缴费支出", "2.00", "2.00", ""],
    ]
    found = values(layouts, rows, merged=[(3, 0, 2, 1)], engine="rapidocr")
    assert {value.row for value in found} == {"208", "20805", "2080505", "2080506"}


def test_a_row_of_which_ocr_read_the_name_alone_has_the_code_of_that_name_or_none(layouts):
    rows = [*LOST, ["", PENSION, "3.00", "3.00", ""], ["", "没有这样的科目名称", "2.00", "2.00", ""]]
    found = values(layouts, rows, engine="rapidocr")
    by_name = [value for value in found if value.row == "2080505"]
    assert [value.value for value in by_name] == ["3.00", "3.00"]
    assert all(len(value.doubts) == 1 and "2080505 by its name" in value.doubts[0] for value in by_name)
    assert not any(value.unread for value in by_name)
    assert all(value.unread for value in found if value.value == "2.00")
    assert {value.row for value in values(layouts, rows)} >= {PENSION, "没有这样的科目名称"}


@pytest.mark.parametrize("read", ["2019382", "2010301"])
def test_a_code_that_ocr_misread_badly_is_known_by_its_name_and_parent_and_doubted(layouts, read):
    rows = [
        HEADER,
        ["201", "一般公共服务支出", "3.00", "3.00", ""],
        ["20103", "政府办公厅（室）及相关机构事务", "3.00", "3.00", ""],
        [read, "一般行政管理事务", "3.00", "3.00", ""],
    ]
    found = values(layouts, rows, engine="rapidocr", confidence=0.99)
    assert {value.row: bool(value.doubts) for value in found} == {"201": False, "20103": False, "2010302": True}


@pytest.mark.parametrize(
    ("code", "confidence", "unread"),
    [("2010388", 0.99, False), ("2010388", 0.8, True), ("20|10388", 0.99, True), ("201|0388", 0.99, True)],
)
def test_a_code_that_the_book_lacks_is_a_row_s_only_where_ocr_surely_read_it(layouts, code, confidence, unread):
    first, *rest = code.split("|")
    rows = [
        ["类", "款", "科目名称", "合计", "基本支出", "项目支出"],
        ["201", "", "一般公共服务支出", "3.00", "3.00", ""],
        ["201", "03", "政府办公厅（室）及相关机构事务", "3.00", "3.00", ""],
        [first, rest[0] if rest else "", "其他的事务", "3.00", "3.00", ""],
    ]
    found = values(layouts, rows, engine="rapidocr", confidence=confidence)
    assert {value.unread for value in found if value.cell.row == 3} == {unread}
