import pytest

from extractor.tables.headers import find_body, is_numbering, read_header_paths
from tests.building import table_of


def test_the_body_starts_with_the_total_or_a_code(layouts):
    table = table_of(
        [
            ["项目", "", "本年支出", ""],
            ["科目编码", "科目名称", "小计", "基本支出"],
            ["栏次", "", "1", "2"],
            ["合计", "", "3.00", "2.00"],
            ["201", "一般公共服务支出", "3.00", "2.00"],
        ],
        merged=[(0, 0, 1, 2), (0, 2, 1, 2), (2, 0, 1, 2), (3, 0, 1, 2)],
    )
    start = find_body(table, layouts)
    assert start == 3
    paths = read_header_paths(table, start, layouts)
    assert paths[2] == ["本年支出", "小计"]
    assert paths[0] == ["项目", "科目编码"]


def test_what_is_read_beside_a_columns_number_is_not_of_its_heading(layouts):
    table = table_of([["科目名称", "基本支出", "项目支出"], ["栏次", "1", "2，"], ["合计", "3.00", "2.00"]])
    assert read_header_paths(table, 2, layouts)[2] == ["项目支出"]


@pytest.mark.parametrize(("engine", "found"), [("rapidocr", "金额"), ("text-layer", "-金额.")])
def test_what_ocr_reads_of_a_border_is_not_of_a_heading(layouts, engine, found):
    table = table_of([["项目", "-金额."], ["合计", "3.00"]], engine=engine)
    assert read_header_paths(table, 1, layouts)[1] == [found]


@pytest.mark.parametrize(("engine", "path"), [("rapidocr", ["小计"]), ("text-layer", ["小计", "i"])])
def test_a_columns_number_that_ocr_read_as_a_letter_is_no_heading(layouts, engine, path):
    table = table_of([["科目名称", "小计", "基本支出"], ["栏次", "i", "2"], ["合计", "3.00", "2.00"]], engine=engine)
    assert read_header_paths(table, 2, layouts)[1] == path


@pytest.mark.parametrize(("engine", "path"), [("rapidocr", []), ("text-layer", ["年初结转和结余本年收入"])])
def test_a_heading_that_ocr_read_over_two_columns_with_numbers_names_neither(layouts, engine, path):
    rows = [["科目名称", "年初结转和结余本年收入", "", "小计"], ["栏次", "1", "2", "3"], ["合计", "", "3.00", "2.00"]]
    paths = read_header_paths(table_of(rows, merged=[(0, 1, 1, 2)], engine=engine), 2, layouts)
    assert (paths[1], paths[2], paths[3]) == (path, path, ["小计"])


def test_a_heading_over_a_column_of_figures_and_one_without_any_names_it(layouts):
    rows = [["科目名称", "本年收入", "", "小计"], ["合计", "", "3.00", "2.00"]]
    paths = read_header_paths(table_of(rows, merged=[(0, 1, 1, 2)], engine="rapidocr"), 1, layouts)
    assert paths[2] == ["本年收入"]


def test_a_header_that_names_a_total_column_is_no_body(layouts):
    table = table_of([["科目名称", "合计", "基本支出"], ["一、教育支出", "1.00", "1.00"]])
    assert find_body(table, layouts) == 1


def test_a_table_without_body(layouts):
    assert find_body(table_of([["科目编码", "科目名称"]]), layouts) == 1


@pytest.mark.parametrize(
    ("texts", "numbering"),
    [
        (["栏次", "1", "2", "3"], True),
        (["", "", "1", "2", "3"], True),
        (["行次"], True),
        (["1", "2"], False),
        (["5", "3", "1"], False),
        (["货物", "1", "2", "3"], False),
        (["", ""], False),
        (["1", "2", "3", "45", "6", "7", "8", "91011", "12"], True),
        (["1", "2", "G", "4", "5", "6"], True),
        (["货物", *"123456789"], False),
        (["37.07", "34.51", "2.56"], False),
    ],
)
def test_rows_that_number_the_columns(layouts, texts, numbering):
    assert is_numbering(texts, layouts) is numbering


def test_numbers_that_stand_in_the_same_cells_as_the_headings_are_no_part_of_them(layouts):
    table = table_of([["科目名称栏次", "小计1", "基本支出2", "项目支出3"], ["合计", "3.00", "2.00", "1.00"]])
    assert [read_header_paths(table, 1, layouts)[column] for column in (1, 2, 3)] == [
        ["小计"],
        ["基本支出"],
        ["项目支出"],
    ]
    single = table_of([["科目名称", "小计", "项目支出2"], ["合计", "3.00", "2.00"]])
    assert read_header_paths(single, 1, layouts)[2] == ["项目支出2"]


def test_a_total_whose_figures_ocr_misread_begins_the_body(layouts):
    rows = [["科目名称", "本年支出合计", "基本支出"], ["栏次", "1", "2"], ["合计", "21.262,273.55", "2.452.226 56"]]
    assert find_body(table_of(rows, engine="rapidocr"), layouts) == 2
