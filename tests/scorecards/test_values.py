from dataclasses import replace

import pytest

from extractor.layouts.scorecards import ScorecardForm
from extractor.model import Flag
from extractor.scorecards.targets import parse_targets
from extractor.scorecards.values import read_card
from extractor.tables.table import Table
from tests.scorecards.cards import HEAD, MERGED, ROWS, card


@pytest.fixture
def form(layouts) -> ScorecardForm:
    return layouts.scorecards["project_self_evaluation"]


def found(form, **made) -> dict[tuple[str, str], str]:
    return {(v.row, v.column): v.value for v in read_card(card(**made), form).values}


def test_head_with_code_and_name_apart(form):
    values = found(form)
    assert {column: value for (row, column), value in values.items() if row == "head"} == {
        "项目名称": "J律师顾问费",
        "主管部门代码": "032",
        "主管部门": "大同市行政审批服务管理局[部门]",
        "预算单位代码": "032003",
        "预算单位": "大同市公共资源交易中心",
    }


@pytest.mark.parametrize(
    ("name", "engine", "doubted"),
    [
        ("局[部门]", "rapidocr", False),
        ("局部门", "rapidocr", True),
        ("局[部门", "rapidocr", True),
        ("局部门", "text-layer", False),
    ],
)
def test_a_name_that_lost_a_bracket_is_doubted_where_ocr_read_it(form, name, engine, doubted):
    rows = [list(row) for row in ROWS]
    rows[1][2] = f"032-大同市行政审批服务管理{name}"
    values = read_card(card(rows=rows, engine=engine, confidence=0.99), form).values
    (value,) = [v for v in values if v.column == "主管部门"]
    assert bool(value.doubts) == doubted


def test_funds_line_by_line(form):
    values = found(form)
    assert {column: value for (row, column), value in values.items() if row == "funds/市县区财政资金"} == {
        "年初预算数/目标申报数": "0",
        "年初预算数/预算编制数": "5",
        "全年预算数": "5",
        "全年执行数": "4.5",
        "资金结（转）余": "0.5",
        "执行率": "90.00",
        "得分": "9.00",
        "偏差原因": "按合同支付",
    }
    assert values["funds/资金总额", "得分"] == "9"


def test_units(form):
    units = {v.column: v.unit for v in read_card(card(), form).values if v.row.startswith(("funds/资", "total"))}
    assert units["全年预算数"] == "万元"
    assert units["执行率"] == "%"
    assert units["得分"] == "分"
    assert units["等级"] is None


def test_merged_cells_count_for_every_row(form):
    values = found(form)
    assert [values[f"indicator/{n}", "一级指标"] for n in (1, 2, 3)] == ["产出指标", "产出指标", "满意度指标"]
    assert ("indicator/4", "一级指标") not in values


def test_total_and_grade(form):
    values = found(form)
    assert (values["total", "得分"], values["total", "等级"]) == ("99", "优")
    assert ("total", "分值") not in values


def test_a_total_whose_label_ocr_misread_is_no_indicator_and_doubted(form):
    rows = [list(row) for row in ROWS]
    rows[12][0] = "心分"
    values = read_card(card(rows=rows, engine="rapidocr", confidence=0.9), form).values
    total = {value.column: bool(value.doubts) for value in values if value.row == "total"}
    assert total == {"得分": True, "等级": True}
    assert not any(value.row == "indicator/4" for value in values)


@pytest.mark.parametrize("label", ["分", ""])
def test_a_total_of_whose_label_a_piece_or_nothing_was_read_ends_with_a_grade(form, label):
    rows = [list(row) for row in ROWS]
    rows[12] = ["", "", "", "", label, "", "", "", "100", "99", "优"]
    merged = [place for place in MERGED if place[:2] != (12, 0)]
    values = read_card(card(rows=rows, merged=merged, engine="rapidocr", confidence=0.9), form).values
    total = {value.column: (value.value, bool(value.doubts)) for value in values if value.row == "total"}
    assert total == {"分值": ("100", True), "得分": ("99", True), "等级": ("优", True)}
    assert not any(value.row == "indicator/4" for value in values)


def test_a_card_without_total(form):
    rows = [*ROWS[:12], *ROWS[13:]]
    merged = [(r - (r > 12), c, down, right) for r, c, down, right in MERGED if r != 12]
    values = found(form, rows=rows, merged=merged)
    assert not any(row == "total" for row, _ in values)
    assert values["analysis", "主要经验做法"] == "无"


def test_analysis_labels_differ_from_card_to_card(form):
    values = found(form)
    assert {column: value for (row, column), value in values.items() if row == "analysis"} == {
        "项目实施和预算执行情况及分析": "全面完成。",
        "产出情况及分析": "规范有序。",
        "主要经验做法": "无",
    }


def test_nothing_is_left_over(form):
    assert read_card(card(), form).left == []


def test_a_text_without_place_is_told(form):
    rows = [list(row) for row in ROWS]
    rows[1][6], rows[1][10] = "", "盖章"
    merged = [m for m in MERGED if m[:2] != (1, 6)]
    rows.insert(0, ["某某市", *[""] * 10])
    merged = [(r + 1, c, down, right) for r, c, down, right in merged]
    assert [cell.text for cell in read_card(card(rows=rows, merged=merged), form).left] == ["某某市"]


def test_a_card_without_indicators_is_none(form):
    result = read_card(card(rows=HEAD, merged=MERGED[:5]), form)
    assert result.missing == ["indicators"]


def test_columns_by_name_not_by_place(form):
    """The ministry's form: no 调整后指标值, 分值 before 得分, 年度指标值."""
    rows = [
        ["项目名称", "某项目", *[""] * 6],
        ["一级指标", "二级指标", "三级指标", "分值", "年度指标值", "实际完成值", "得分", "未完成原因分析"],
        ["产出指标", "数量指标", "次数", "50", "≥3次", "4次", "50", ""],
    ]
    values = found(form, rows=rows, merged=[(0, 1, 1, 7)])
    assert values["indicator/1", "年初指标值"] == "≥3次"
    assert (values["indicator/1", "分值"], values["indicator/1", "得分"]) == ("50", "50")


def test_a_doubtful_reading_is_mended_by_the_form_s_words(form):
    rows = [list(row) for row in ROWS]
    rows[10][2] = "质量指际"
    values = read_card(card(rows=rows, engine="rapidocr", confidence=0.9), form).values
    value = next(v for v in values if (v.row, v.column) == ("indicator/2", "二级指标"))
    assert (value.value, value.cell.reading.text, value.corrected) == ("质量指标", "质量指际", True)
    assert value.reasons


def test_no_character_that_was_read_is_dropped_for_a_word(form):
    rows = [list(row) for row in ROWS]
    rows[10][6] = "未达成期待指标"
    values = read_card(card(rows=rows, engine="rapidocr", confidence=0.9), form).values
    value = next(v for v in values if (v.row, v.column) == ("indicator/2", "实际完成值"))
    assert (value.value, value.corrected) == ("未达成期待指标", False)
    assert value.reading_doubts


def test_two_words_as_near_are_a_doubt(form):
    rows = [list(row) for row in ROWS]
    rows[10][2] = "某量指标"
    values = read_card(card(rows=rows, engine="rapidocr", confidence=0.9), form).values
    value = next(v for v in values if (v.row, v.column) == ("indicator/2", "二级指标"))
    assert value.value == "某量指标"
    assert value.doubts


@pytest.mark.parametrize("text", ["数量指标质量指标", "量指"])
def test_ocr_that_read_none_of_a_column_s_words_is_doubted(form, text):
    rows = [list(row) for row in ROWS]
    rows[10][2] = text

    def doubts(**more) -> list[str]:
        values = read_card(card(rows=rows, **more), form).values
        return next(v for v in values if (v.row, v.column) == ("indicator/2", "二级指标")).doubts

    assert doubts(engine="rapidocr", confidence=0.99)
    assert not doubts()


@pytest.mark.parametrize("names", [["级指标", "级指标"], ["--级指标", "二级指标"]])
def test_columns_whose_ordinals_were_lost_keep_their_order(form, names):
    rows = [list(row) for row in ROWS]
    rows[8] = [ROWS[8][0], *names, *ROWS[8][3:]]
    values = found(form, rows=rows)
    assert values["indicator/1", "一级指标"] == "产出指标"
    assert values["indicator/1", "二级指标"] == "数量指标"


def test_a_column_s_name_that_ocr_misread_badly_is_known_by_what_is_left(form):
    rows = [list(row) for row in ROWS]
    assert rows[3][3] == "目标申报数"
    rows[3][3] = "口标中报数"
    values = {(v.row, v.column) for v in read_card(card(rows=rows, engine="rapidocr"), form).values}
    assert ("funds/资金总额", "年初预算数/目标申报数") in values


def test_an_exported_word_stays_as_printed(form):
    rows = [list(row) for row in ROWS]
    rows[10][2] = "质量指际"
    assert found(form, rows=rows)["indicator/2", "二级指标"] == "质量指际"


def test_a_score_that_is_no_number_is_doubted(form):
    rows = [list(row) for row in ROWS]
    rows[10][8] = "十分"
    values = read_card(card(rows=rows), form).values
    assert [v.reading_doubts for v in values if (v.row, v.column) == ("indicator/2", "分值")] == [
        ["the text is no number"]
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("≤13人", ("≤", "13", "人")),
        ("≥95百分比", ("≥", "95", "百分比")),
        ("=12月", ("=", "12", "月")),
        ("=100%", ("=", "100", "%")),
        ("≤人", ("≤", None, "人")),
        ("≥240台（套）", ("≥", "240", "台（套）")),
        ("≤197921.6元", ("≤", "197921.6", "元")),
        ("12", (None, "12", None)),
        ("2024年年底前", None),
        ("达成预期指标", None),
        ("2024年1月至12月", None),
    ],
)
def test_targets(form, text, parts):
    rows = [list(row) for row in ROWS]
    rows[9][5] = text
    targets = parse_targets(read_card(card(rows=rows), form).values, form)
    got = [t[1:] for t in targets if (t.value.row, t.value.column) == ("indicator/1", "调整后指标值")]
    assert got == ([] if parts is None else [parts])


@pytest.mark.parametrize(
    ("read", "value", "doubted"),
    [
        ("二13人", "=13人", False),
        ("<13人", "<13人", True),
        ("13人", "13人", True),
        ("=13人", "=13人", False),
        ("=13", "=13", True),
    ],
)
def test_a_sign_is_mended_and_a_unit_missed_only_by_its_row(form, read, value, doubted):
    rows = [list(row) for row in ROWS]
    rows[9][4:7] = ["=人", read, "=12人"]
    values = read_card(card(rows=rows, engine="rapidocr", confidence=0.99), form).values
    got = next(v for v in values if (v.row, v.column) == ("indicator/1", "调整后指标值"))
    assert (got.value, bool(got.doubts)) == (value, doubted)
    assert got.corrected == (value != read)


@pytest.mark.parametrize(("read", "doubted"), [("人次", True), ("良好", False)])
def test_a_unit_alone_is_doubted_where_another_target_counts_it(form, read, doubted):
    rows = [list(row) for row in ROWS]
    rows[9][4:7] = [read, "8980人次", "8980人次"]
    values = read_card(card(rows=rows, engine="rapidocr", confidence=0.99), form).values
    got = next(v for v in values if (v.row, v.column) == ("indicator/1", "年初指标值"))
    assert bool(got.doubts) == doubted


@pytest.mark.parametrize(("read", "doubted"), [("≥98分比", True), ("≥98百分比", False), ("较好", False)])
def test_a_unit_that_no_other_target_of_the_row_has_is_doubted(form, read, doubted):
    rows = [list(row) for row in ROWS]
    rows[9][4:7] = ["≥百分比", "≥98百分比", read]
    values = read_card(card(rows=rows, engine="rapidocr", confidence=0.999), form).values
    got = next(v for v in values if (v.row, v.column) == ("indicator/1", "实际完成值"))
    assert any("the unit is not" in doubt for doubt in got.doubts) == doubted


@pytest.mark.parametrize(("target", "doubted"), [("≤0.9%", True), ("≤0.9元", False)])
def test_of_two_targets_with_a_unit_that_is_misread_one_read_with_doubt_makes_the_other_doubtful(form, target, doubted):
    rows = [list(row) for row in ROWS]
    rows[9][4:7] = [f"≤{target[-1]}", target, target]
    table = card(rows=rows, engine="rapidocr", confidence=0.99)
    (unsure,) = [cell for cell in table.cells if (cell.row, cell.column) == (9, 5)]
    table.cells[table.cells.index(unsure)] = unsure._replace(reading=replace(unsure.reading, confidence=0.6))
    values = read_card(table, form).values
    got = next(v for v in values if (v.row, v.column) == ("indicator/1", "实际完成值"))
    assert bool(got.doubts) == doubted


def test_signs_of_a_text_layer_are_the_printed_ones(form):
    rows = [list(row) for row in ROWS]
    rows[9][4:7] = ["=人", "<13人", "=12人"]
    assert found(form, rows=rows)["indicator/1", "调整后指标值"] == "<13人"


def test_an_unlisted_source_of_funds_keeps_its_name(form):
    rows = [list(row) for row in ROWS]
    rows[5][1] = "乡镇自筹资金"
    assert found(form, rows=rows, engine="rapidocr", confidence=0.9)["funds/乡镇自筹资金", "全年预算数"] == "5"


def test_blanks_that_ocr_puts_into_a_target_are_dropped(form):
    rows = [list(row) for row in ROWS]
    rows[9][5] = "≤ 13人"
    assert found(form, rows=rows, engine="rapidocr")["indicator/1", "调整后指标值"] == "≤13人"


def test_a_line_s_label_that_was_not_surely_read_and_is_unknown_is_doubted(form):
    rows = [list(row) for row in ROWS]
    rows[4][1] = "乡某息额：1"
    values = read_card(card(rows=rows, engine="rapidocr", confidence=0.6), form).values
    line = [v for v in values if v.row == "funds/乡某息额：1"]
    assert line
    assert all(v.doubts for v in line)
    other = [v for v in values if v.row == "funds/市县区财政资金"]
    assert other
    assert not any("label" in doubt for v in other for doubt in v.doubts)


@pytest.mark.parametrize(("name", "flags", "doubted"), [("", [], True), ("总", [Flag.HIDDEN], True), ("总", [], False)])
def test_an_indicator_whose_name_was_hardly_seen_is_doubted(form, name, flags, doubted):
    rows = [list(row) for row in ROWS]
    rows[10][3] = name
    table = card(rows=rows, engine="rapidocr", confidence=0.99)
    table.cells = [c._replace(reading=c.reading.flagged(*flags)) if c.text == name else c for c in table.cells]
    values = read_card(table, form).values
    nameless = [v for v in values if v.row == "indicator/2"]
    assert nameless
    assert all(any("hardly" in doubt for doubt in v.doubts) is doubted for v in nameless)
    assert not any("hardly" in doubt for v in values if v.row == "indicator/1" for doubt in v.doubts)


def with_cut_name(above: str, below: str, engine: str) -> Table:
    """A card in which a stray rule cuts the name of the second indicator; all else of it spans both rows."""
    rows = [list(row) for row in ROWS]
    rows[10][3] = above
    rows.insert(11, ["", "", "", below, *[""] * 7])
    merged = [
        (row + (row > 10), column, *span) for row, column, *span in MERGED if (row, column) not in ((8, 0), (9, 1))
    ]
    merged += [(8, 0, 5, 1), (9, 1, 3, 1), *((10, column, 2, 1) for column in (2, *range(4, 11)))]
    return card(rows=rows, merged=merged, engine=engine)


@pytest.mark.parametrize(("engine", "indicators"), [("rapidocr", 3), ("text-layer", 4)])
def test_an_indicator_that_a_stray_rule_cuts_through_its_name_is_one(form, engine, indicators):
    values = read_card(with_cut_name("-", "-", engine), form).values
    assert len({v.row for v in values if v.row.startswith("indicator/")}) == indicators
    last = {v.column: v.value for v in values if v.row == f"indicator/{indicators}"}
    assert last["一级指标"] == "满意度指标"
    if engine == "rapidocr":
        assert all(v.doubts for v in values if v.row == "indicator/2")


@pytest.mark.parametrize(("engine", "indicators"), [("rapidocr", 3), ("text-layer", 4)])
def test_an_indicator_whose_name_a_stray_rule_cuts_into_lines_is_one(form, engine, indicators):
    values = read_card(with_cut_name("律师工作", "能力", engine), form).values
    assert len({v.row for v in values if v.row.startswith("indicator/")}) == indicators
    if engine == "rapidocr":
        assert {v.column: v.value for v in values if v.row == "indicator/2"}["三级指标"] == "律师工作能力"
        doubted = {v.row for v in values if v.row.startswith("indicator/") and v.doubts}
        assert doubted == {"indicator/2", "indicator/3"}


def ocr(form, rows, merged=MERGED):
    return read_card(card(rows=rows, merged=merged, engine="rapidocr", confidence=0.9), form).values


def test_figures_below_a_heading_that_ocr_did_not_read_are_no_part_of_a_line_s_label(form):
    rows = [list(row) for row in ROWS]
    rows[3][3] = rows[3][4] = ""
    rows[2][3] = "口口口"
    values = {(v.row, v.column): v.value for v in ocr(form, rows)}
    assert values["funds/资金总额", "全年执行数"] == "4.5"
    assert {row for row, _ in values if row.startswith("funds/")} == {"funds/资金总额", "funds/市县区财政资金"}


def test_the_end_of_a_line_s_label_tells_of_it_but_is_doubted(form):
    rows = [list(row) for row in ROWS]
    rows[5][1] = "区财政资金"
    line = [v for v in ocr(form, rows) if v.row == "funds/市县区财政资金"]
    assert len(line) == 8
    assert all(v.doubts for v in line)


def test_words_before_a_line_s_label_are_the_heading_s_where_ocr_read_both_in_one(form):
    rows = [list(row) for row in ROWS]
    rows[5][1] = "执行进度（万元）市县区财政资金"
    line = [v for v in ocr(form, rows) if v.row == "funds/市县区财政资金"]
    assert len(line) == 8
    assert all(v.doubts for v in line)


def with_unread_label(table, row: int, text: str):
    """The card with the label of a line of funds read so below a seal."""
    cells = [
        c._replace(text=text, reading=replace(c.reading, text=text).flagged(Flag.HIDDEN))
        if (c.row, c.column) == (row, 1)
        else c
        for c in table.cells
    ]
    return replace(table, cells=cells)


@pytest.mark.parametrize(
    ("row", "text", "line"),
    [(5, "余市县区财政金sevig", "市县区财政资金"), (4, "资源：以事", "资金总额"), (5, "以事力", None)],
)
def test_a_line_whose_label_was_hardly_seen_is_the_nearest_or_the_first_or_none(form, row, text, line):
    table = with_unread_label(card(engine="rapidocr", confidence=0.99), row, text)
    read = read_card(table, form)
    other = {4: "市县区财政资金", 5: "资金总额"}[row]
    found = {v.row: bool(v.doubts) for v in read.values if v.row.startswith("funds/")}
    assert found == {f"funds/{other}": False} | ({f"funds/{line}": True} if line else {})
    assert bool(read.left) is (line is None)


@pytest.mark.parametrize("read", ["级财政资金", "且级财政资金"])
def test_a_line_that_may_be_several_is_no_fact_and_left_in_its_cells(form, read):
    rows = [list(row) for row in ROWS]
    rows[5][1] = read
    values = read_card(card(rows=rows, engine="rapidocr", confidence=0.9), form)
    assert {v.row for v in values.values if v.row.startswith("funds/")} == {"funds/资金总额"}
    assert read in [cell.text for cell in values.left]
    assert f"funds/{read}" in {row for row, _ in found(form, rows=rows)}


def test_of_a_line_a_character_of_which_was_not_read_the_name_is_longer(form):
    table = with_unread_label(card(engine="rapidocr", confidence=0.99), 5, "市区财政资金")
    assert "funds/市县区财政资金" not in {v.row for v in read_card(table, form).values}
    cells = [
        c._replace(reading=replace(c.reading, unread=(1,))) if c.text == "市区财政资金" else c for c in table.cells
    ]
    assert "funds/市县区财政资金" in {v.row for v in read_card(replace(table, cells=cells), form).values}


def test_a_row_without_a_figure_is_no_line_of_funds(form):
    rows = [list(row) for row in ROWS]
    rows[5] = ["", "为群众发放补贴，应补尽补", "", "", "", "", "按时发放", "", "", "", ""]
    found_rows = {v.row for v in ocr(form, rows)}
    assert "funds/资金总额" in found_rows
    assert not any("补贴" in row for row in found_rows)


def test_what_stands_in_a_row_that_is_no_line_of_funds_is_left(form):
    rows = [list(row) for row in ROWS]
    rows[5] = ["", "为群众发放补贴，应补尽补", "", "", "", "", "按时发放", "", "", "", ""]
    read = read_card(card(rows=rows, engine="rapidocr", confidence=0.99), form)
    texts = {value.value for value in read.values} | {cell.text for cell in read.left}
    assert {"为群众发放补贴，应补尽补", "按时发放"} <= texts


def test_a_number_too_many_beside_the_total_is_left(form):
    rows = [["总分", *[""] * 5, "37", "", "100", "99", "优"] if row[0] == "总分" else list(row) for row in ROWS]
    merged = [(12, 0, 1, 6) if place[:2] == (12, 0) else place for place in MERGED]
    read = read_card(card(rows=rows, merged=merged), form)
    assert "37" in {value.value for value in read.values} | {cell.text for cell in read.left}


def test_goals_of_which_one_heading_was_misread_below_a_seal_are_goals(form):
    rows = [["度标" if text == "年度目标" else text for text in row] for row in ROWS]
    values = {(v.row, v.column) for v in ocr(form, rows)}
    assert {("goal", "年度目标"), ("goal", "实际完成情况")} <= values
    assert ("goal", "年度目标") not in {(v.row, v.column) for v in read_card(card(rows=rows), form).values}


def test_a_label_that_a_stroke_cut_in_two_is_one(form):
    rows = [list(row) for row in ROWS]
    rows[1][0], rows[1][1] = "主管部", "门及代码"
    merged = [place for place in MERGED if place[:2] != (1, 0)]
    table = card(rows=rows, merged=merged, engine="rapidocr", confidence=0.9)
    read = read_card(table, form)
    values = {(v.row, v.column): v.value for v in read.values}
    assert values["head", "主管部门代码"] == "032"
    assert values["head", "主管部门"] == "大同市行政审批服务管理局[部门]"
    assert not read.left


def test_a_heading_of_a_group_that_a_stroke_cut_in_two_belongs_to_the_header(form):
    rows = [list(row) for row in ROWS]
    rows[2][3:5] = "年初预算", "数"
    rows[3][8:], rows[2][8:] = rows[2][8:], ["", "", ""]
    merged = [place for place in MERGED if place[:2] not in ((2, 3), (2, 8), (2, 9), (2, 10))]
    values = {(v.row, v.column): v.value for v in ocr(form, rows, merged)}
    assert values["funds/资金总额", "全年预算数"] == "5"
    assert values["funds/资金总额", "执行率"] == "90"


@pytest.mark.parametrize(
    ("heading", "known"), [("1执行率得分", True), ("T执行率得分1", True), ("执行率何分值之", False)]
)
def test_two_headings_read_as_one_name_the_columns_that_the_rows_below_have(form, heading, known):
    rows = [list(row) for row in ROWS]
    rows[2][8], rows[2][9] = heading, ""
    merged = [place for place in MERGED if place[:2] not in ((2, 8), (2, 9))] + [(2, 8, 2, 2)]
    values = {(v.row, v.column): v.value for v in ocr(form, rows, merged)}
    if known:
        assert values["funds/资金总额", "执行率"] == "90"
        assert values["funds/资金总额", "得分"] == "9"
    else:
        assert ("funds/资金总额", "得分") not in values


def test_two_headings_read_as_one_with_that_of_their_group_name_their_columns(form):
    rows = [list(row) for row in ROWS]
    rows[2][3] = "_..年初预算数--目标申报数预算编制数"
    merged = [(row - (row > 3), column, max(high - (row == 2), 1), wide) for row, column, high, wide in MERGED]
    values = {(v.row, v.column): v.value for v in ocr(form, [*rows[:3], *rows[4:]], merged)}
    assert values["funds/资金总额", "年初预算数/目标申报数"] == "0"
    assert values["funds/资金总额", "年初预算数/预算编制数"] == "5"


@pytest.mark.parametrize(
    ("text", "confidence", "known"), [("7", 0.5, False), ("7", 0.9, True), ("i", 0.9, False), ("ISO", 0.9, True)]
)
def test_strokes_where_a_text_has_words_are_no_value(form, text, confidence, known):
    rows = [list(row) for row in ROWS]
    rows[9][7] = text
    values = read_card(card(rows=rows, engine="rapidocr", confidence=confidence), form).values
    assert (("indicator/1", "定性指标情况说明") in {(v.row, v.column) for v in values}) is known


def test_headings_that_ocr_could_not_read_are_known_by_their_place_and_doubted(form):
    rows = [list(row) for row in ROWS]
    rows[8][8:10] = "丽值", "星心"
    values = read_card(card(rows=rows, engine="rapidocr", confidence=0.99), form).values
    first = {v.column: (v.value, bool(v.doubts)) for v in values if v.row == "indicator/1"}
    assert (first["分值"], first["得分"]) == (("20", True), ("20", True))
    assert not first["三级指标"][1]


def test_of_two_unread_headings_where_the_form_has_more_columns_none_is_known(form):
    rows = [list(row) for row in ROWS]
    rows[8][5:10] = "", "丽值", "星心", "", ""
    values = read_card(card(rows=rows, engine="rapidocr", confidence=0.99), form).values
    assert not any(v.column in ("实际完成值", "分值", "得分") for v in values if v.row.startswith("indicator/"))


def test_strokes_beside_a_line_s_label_do_not_hide_it_but_it_is_doubted(form):
    rows = [list(row) for row in ROWS]
    rows[4][1] = "资金息额：1"
    values = read_card(card(rows=rows, engine="rapidocr", confidence=0.9), form).values
    assert {bool(v.doubts) for v in values if v.row == "funds/资金总额"} == {True}


def test_a_heading_that_reaches_into_the_column_of_the_lines_labels_names_its_own_columns(form):
    rows = [list(row) for row in ROWS]
    rows[3][1], rows[3][3] = rows[3][3], ""
    merged = [m for m in MERGED if m != (2, 1, 2, 2)] + [(2, 1, 1, 2), (3, 1, 1, 3)]

    values = {(v.row, v.column): v.value for v in ocr(form, rows, merged)}

    assert values["funds/资金总额", "年初预算数/目标申报数"] == "0"
    assert values["funds/市县区财政资金", "全年执行数"] == "4.5"


@pytest.mark.parametrize(("heading", "known"), [("执行常", True), ("执彳常", False)])
def test_a_short_heading_with_one_wrong_character_is_known_and_doubted(form, heading, known):
    rows = [list(row) for row in ROWS]
    rows[2][8] = heading
    found = [v for v in ocr(form, rows) if v.column == "执行率"]
    assert [v.value for v in found] == ["90", "90.00"] * known
    assert all(v.doubts for v in found)


def test_a_heading_that_a_stray_rule_cuts_does_not_end_the_header(form):
    rows = [list(row) for row in ROWS]
    rows[2][7], rows[3][7] = "资个结（转含", "员金口"
    merged = [m for m in MERGED if m[:2] != (2, 7)]
    table = card(rows=rows, merged=merged, engine="rapidocr", confidence=0.9)
    table.cells = [
        c._replace(reading=replace(c.reading, confidence=0.2)) if c.text in (rows[2][7], rows[3][7]) else c
        for c in table.cells
    ]
    total = {v.column: v.value for v in read_card(table, form).values if v.row == "funds/资金总额"}
    assert (total["年初预算数/目标申报数"], total["资金结（转）余"]) == ("0", "0.5")


def test_a_heading_cut_in_two_by_a_stray_rule_and_strokes_beside_it_do_not_end_the_header(form):
    rows = [list(row) for row in ROWS]
    rows[2][7], rows[3][7], rows[3][5] = "资金结", "（转）余", "-"
    merged = [m for m in MERGED if m[:2] not in ((2, 5), (2, 7))]
    total = {v.column: v.value for v in ocr(form, rows, merged) if v.row == "funds/资金总额"}
    assert (total["年初预算数/目标申报数"], total["年初预算数/预算编制数"], total["资金结（转）余"]) == (
        "0",
        "5",
        "0.5",
    )


def test_headings_that_differ_in_their_ordinals_alone_keep_the_form_s_order_whatever_was_read_of_those(form):
    rows = [list(row) for row in ROWS]
    rows[8][1:4] = "--级指标", "级指标", "二级指标"
    first = {v.column: v for v in ocr(form, rows) if v.row == "indicator/1"}
    assert (first["二级指标"].value, first["三级指标"].value) == ("数量指标", "聘请律师人数")
    assert first["二级指标"].doubts and first["三级指标"].doubts
    assert not first["一级指标"].doubts


def test_a_heading_that_lost_its_ordinal_leaves_the_name_to_one_that_is_like_no_other(form):
    rows = [list(row) for row in ROWS]
    rows[8][2:4] = "二吸指标", "级指标"
    first = {v.column: v.value for v in ocr(form, rows) if v.row == "indicator/1"}
    assert (first["二级指标"], first["三级指标"]) == ("数量指标", "聘请律师人数")


def test_a_target_without_the_unit_of_any_other_is_doubted(form):
    rows = [list(row) for row in ROWS]
    rows[9][4:7] = "≤心", "≤13", "≤12"
    first = {v.column: v for v in ocr(form, rows) if v.row == "indicator/1"}
    assert first["调整后指标值"].doubts and first["实际完成值"].doubts


@pytest.mark.parametrize(("engine", "doubted"), [("rapidocr", True), ("text-layer", False)])
def test_rows_below_one_that_may_be_two_are_doubted_their_numbers_may_be_wrong(form, engine, doubted):
    rows = [list(row) for row in ROWS]
    rows[9][2] = "数量指标质量指标"
    values = read_card(card(rows=rows, engine=engine, confidence=0.999), form).values
    below = [v for v in values if v.row in ("indicator/2", "indicator/3")]
    assert len(below) > 8
    assert all(bool(v.doubts) == doubted for v in below)


@pytest.mark.parametrize(("engine", "doubted"), [("rapidocr", True), ("text-layer", False)])
def test_a_text_that_a_stray_rule_cuts_in_two_is_doubted(form, engine, doubted):
    rows = [list(row) for row in ROWS]
    rows[14][4:6] = "规范", "有序。"
    merged = [place for place in MERGED if place[:2] != (14, 4)]
    values = read_card(card(rows=rows, merged=merged, engine=engine, confidence=0.999), form).values
    (got,) = [v for v in values if v.row == "analysis" and v.value == "规范有序。"]
    assert bool(got.reading_doubts) == doubted


@pytest.mark.parametrize(
    ("target", "engine", "doubted"),
    [("≤13", "rapidocr", True), ("13", "rapidocr", False), ("≤13", "text-layer", False)],
)
def test_a_sign_and_a_number_without_a_unit_are_doubted_where_ocr_read_them(form, target, engine, doubted):
    rows = [list(row) for row in ROWS]
    rows[9][4:7] = "", target, target
    values = read_card(card(rows=rows, engine=engine, confidence=0.999), form).values
    (got,) = [v for v in values if (v.row, v.column) == ("indicator/1", "调整后指标值")]
    assert bool(got.doubts) == doubted


def test_a_figure_among_words_beside_a_blank_score_is_no_value_and_left_over(form):
    rows = [list(row) for row in ROWS]
    rows[9][9], rows[9][10] = "", rows[9][9]
    made = read_card(card(rows=rows, engine="rapidocr", confidence=0.99), form)
    assert not any(v.row == "indicator/1" and v.column == "偏差原因分析及改进措施" for v in made.values)
    assert rows[9][10] in [cell.text for cell in made.left]


def test_a_score_and_a_grade_that_ran_together_are_two_values(form):
    rows = [list(row) for row in ROWS]
    rows[12][9], rows[12][10] = "", "!99.优"
    values = read_card(card(rows=rows, engine="rapidocr", confidence=0.99), form).values
    total = {v.column: (v.value, bool(v.reading_doubts)) for v in values if v.row == "total"}
    assert (total["得分"], total["等级"]) == (("99", True), ("优", True))


def test_a_number_of_the_total_that_ocr_misread_is_a_doubted_value_of_its_column(form):
    rows = [list(row) for row in ROWS]
    rows[12][8], rows[12][9], rows[12][10] = "10C", "99", "优"
    values = read_card(card(rows=rows, engine="rapidocr", confidence=0.99), form).values
    total = {v.column: (v.value, bool(v.reading_doubts)) for v in values if v.row == "total"}
    assert total == {"分值": ("10C", True), "得分": ("99", False), "等级": ("优", False)}


@pytest.mark.parametrize(("text", "digits"), [("≥92%", "92"), ("≤2,068元", "2068"), ("达成预期指标", ""), ("≥%", "")])
def test_the_digits_of_a_target_are_told(form, text, digits):
    rows = [list(row) for row in ROWS]
    rows[9][6] = text
    values = read_card(card(rows=rows, engine="rapidocr", confidence=0.99), form).values
    (value,) = [v for v in values if (v.row, v.column) == ("indicator/1", "实际完成值")]
    assert value.digits == digits


@pytest.mark.parametrize(("engine", "over"), [("rapidocr", ("年初指标值",)), ("text-layer", ())])
def test_a_cell_over_two_columns_may_hold_what_is_of_the_second(form, engine, over):
    rows = [list(row) for row in ROWS]
    rows[9][4] = ""
    values = read_card(card(rows=rows, merged=[*MERGED, (9, 3, 1, 2)], engine=engine, confidence=0.99), form).values
    (name,) = [v for v in values if (v.row, v.column) == ("indicator/1", "三级指标")]
    assert name.over == over


def test_a_text_with_more_below_it_beside_no_label_is_doubted(form):
    rows = [list(row) for row in ROWS]
    rows.insert(6, ["", "", "", "", "", "", "", "", "", "", "支付"])
    merged = [(r + (r > 5), c, high + (r == 2 and c == 0), wide) for r, c, high, wide in MERGED]
    values = read_card(card(rows=rows, merged=merged, engine="rapidocr", confidence=0.999), form).values
    (reason,) = [v for v in values if (v.row, v.column) == ("funds/市县区财政资金", "偏差原因")]
    assert reason.doubts


@pytest.mark.parametrize(("engine", "over"), [("rapidocr", ("主要经验做法",)), ("text-layer", ())])
def test_a_text_beside_two_labels_may_be_of_both(form, engine, over):
    merged = [place for place in MERGED if place[:2] not in {(14, 4), (15, 4)}]
    rows = [list(row) for row in ROWS]
    rows[15][4] = ""
    values = read_card(card(rows=rows, merged=[*merged, (14, 4, 2, 7)], engine=engine, confidence=0.99), form).values
    assert {v.over for v in values if v.row == "analysis" and v.cell.row == 14} == {over}


def test_a_heading_that_ran_into_the_cell_below_it_is_known(form):
    rows = [list(row) for row in ROWS]
    rows[8][1], rows[9][1], rows[8][2] = "一级指标产出指标", "", "级指标"
    merged = [place for place in MERGED if place[:2] != (9, 1)] + [(8, 1, 3, 1)]
    values = read_card(card(rows=rows, merged=merged, engine="rapidocr", confidence=0.99), form).values
    second = [value.value for value in values if value.column == "二级指标"]
    assert second == ["数量指标", "质量指标", "服务对象满意度"]
    assert [value.value for value in values if value.column == "一级指标"] == ["满意度指标"]


@pytest.mark.parametrize(("engine", "over"), [("rapidocr", {"项目名称", "主管部门代码"}), ("text-layer", set())])
def test_values_of_two_labels_that_ocr_read_as_one_are_told(form, engine, over):
    rows = [list(row) for row in ROWS]
    rows[0][0], rows[0][2], rows[1][0] = "项目名称主管部门及代码", "J律师顾问费032-大同市局[部门]", ""
    merged = [(0, 0, 2, 2), (0, 2, 2, 3), *MERGED[4:]]
    values = read_card(card(rows=rows, merged=merged, engine=engine, confidence=0.99), form).values
    (value,) = [value for value in values if value.column == "主管部门"]
    assert set(value.over) == over


def test_digits_that_are_no_code_beside_a_name_with_one_are_told(form):
    rows = [list(row) for row in ROWS]
    rows[1][2] = "03 2. 大同市行政审批服务管理局[部门]"
    values = read_card(card(rows=rows, engine="rapidocr", confidence=0.99), form).values
    assert [value.over for value in values if value.column == "主管部门"] == [("主管部门代码",)]


def test_a_cell_below_the_total_that_spans_the_targets_is_no_total(form):
    rows = [list(row) for row in ROWS]
    rows[12] = ["", "", "", "", "总分，", "", "", "", "100", "99", "优"]
    rows[15][1], rows[15][3], rows[15][4] = "主要经验", "做法无", ""
    merged = [place for place in MERGED if place[:2] not in ((12, 0), (15, 1), (15, 4))]
    merged += [(12, 4, 1, 4), (15, 1, 1, 2), (15, 3, 1, 8)]
    values = read_card(card(rows=rows, merged=merged, engine="rapidocr", confidence=0.9), form).values
    assert {value.column: value.value for value in values if value.row == "total"} == {
        "分值": "100",
        "得分": "99",
        "等级": "优",
    }
    assert {value.column for value in values if value.row == "analysis"} >= {"产出情况及分析"}


def test_three_headings_that_ocr_read_as_one_part_where_the_cells_below_do(form):
    rows = [list(row) for row in ROWS]
    rows[8][3], rows[8][4], rows[8][5] = "三级指标年初指标值调整后指标值", "", ""
    values = read_card(card(rows=rows, merged=[*MERGED, (8, 3, 1, 3)], engine="rapidocr", confidence=0.99), form).values
    first = {value.column: value.value for value in values if value.row == "indicator/1"}
    assert (first["三级指标"], first["年初指标值"], first["调整后指标值"]) == ("聘请律师人数", "≤人", "≤13人")


def test_columns_without_a_heading_whose_texts_stand_below_another_are_told(form):
    rows = [list(row) for row in ROWS]
    rows[8][3], rows[8][4], rows[8][5] = "调整后指标值", "", ""
    values = read_card(card(rows=rows, merged=[*MERGED, (8, 3, 1, 3)], engine="rapidocr", confidence=0.99), form).values
    (value,) = [value for value in values if (value.row, value.column) == ("indicator/1", "调整后指标值")]
    assert set(value.over) == {"三级指标", "年初指标值"}
