"""Carrying subjects over, wholes of shares, lists told at once: the wordings of several provinces."""

import pytest

from extractor.narrative.figures import read_figures
from tests.narrative.writing import explanation, paragraph


@pytest.fixture
def tell(layouts):
    def figures(heading, *texts):
        return read_figures(explanation(heading, *texts), [], layouts, "某某局", 2024)

    return figures


def said(figures) -> list[tuple[str, str, str]]:
    return [(f.item, f.measure, f.value) for f in figures]


def test_a_change_is_of_the_item_told_last(tell):
    text = "2024年度收入总计584.83万元，支出总计584.83万元。与上年相比，收入总计减少267.37万元，下降31.37%。"
    assert said(tell("一、收入支出决算总体情况说明", text)) == [
        ("收入总计", "本年决算", "584.83"),
        ("支出总计", "本年决算", "584.83"),
        ("收入总计", "增减额", "-267.37"),
        ("收入总计", "增减率", "-31.37"),
    ]


def test_a_change_tells_what_it_is_compared_to(tell):
    text = "某某支出2万元，比年初预算增加1万元，增长100%。与上年相比，减少3万元。"
    found = tell("三、支出决算情况说明", text)
    assert [f.words for f in found] == ["", "比年初预算增加", "比年初预算增长", "与上年相比减少"]


def test_a_numbered_path_is_the_subject_of_its_paragraph(tell):
    text = "1、甲支出（类）乙（款）丙（项）。主要用于：工资。年初预算为2万元，支出决算为1万元，完成年初预算的50%。"
    found = tell("五、一般公共预算财政拨款支出决算情况说明", text)
    path = "甲支出（类）乙（款）丙（项）"
    assert said(found) == [(path, "年初预算", "2"), (path, "本年决算", "1"), (path, "完成率", "50")]


def test_a_numbered_sentence_is_the_subject_of_its_paragraph(tell):
    found = tell(
        "七、“三公”经费支出决算情况说明", "1.公务接待费。2024年支出3万元，共接待5批次、32人次，比上年减少1万元。"
    )
    assert [f.item for f in found] == ["公务接待费"] * 4


def test_without_any_subject_the_heading_is(tell):
    found = tell("（一）机关运行经费支出情况说明", "2024年支出19.55万元，比2023年增加1.51万元。")
    assert {f.item for f in found} == {"机关运行经费支出"}


def test_counts_do_not_take_the_amounts_subject(tell):
    found = tell("九、三公", "公务接待费支出0.5万元，国内公务接待5批次、32人次；比上年增加0.1万元。")
    assert [f.item for f in found] == ["公务接待费支出", "国内公务接待", "国内公务接待", "公务接待费支出"]


def test_after_a_list_the_whole_is_the_subject_again(tell):
    text = "本年支出合计12万元，其中：基本支出8万元，占67%；项目支出4万元，占33%。较上年减少2万元。"
    assert tell("三、支出决算情况说明", text)[-1].item == "本年支出合计"


def test_respectively(tell):
    text = "收入总计、支出总计分别为5万元、6万元，与上年相比分别增加1万元、2万元。"
    assert said(tell("一、收入支出决算总体情况说明", text)) == [
        ("收入总计", "本年决算", "5"),
        ("支出总计", "本年决算", "6"),
        ("收入总计", "增减额", "1"),
        ("支出总计", "增减额", "2"),
    ]


def test_an_item_may_follow_its_number(tell):
    found = tell(
        "（四）预算绩效情况说明", "2024年自评个数3个，涉及资金9万元：2个项目自评等级为“优”，1个项目自评等级为“良”。"
    )
    assert [f.item for f in found] == [
        "自评个数",
        "自评个数涉及资金",
        "项目自评等级为“优”",
        "项目自评等级为“良”",
    ]


def test_a_percentage_that_nothing_explains_is_doubted(tell):
    (found,) = tell("（四）预算绩效情况说明", "满意度98%。")
    assert found.status == "suspect"


def test_a_number_that_was_read_unsurely_is_doubted(tell):
    text = "收入总计584.83万元，支出总计12.00万元。"
    found = tell("一、总体", paragraph(text, others=[(text.replace("584.83", "504.83"), 0.4)], confidence=0.5))
    assert [f.status for f in found] == ["suspect", "read"]
    assert found[0].reading.confidence == 0.6


def test_the_box_is_the_number_s(tell):
    (found,) = tell("一、总体", "收入总计584.83万元。")
    whole = paragraph("收入总计584.83万元。").rows[0].box
    assert whole.x0 < found.bbox.x0 < found.bbox.x1 < whole.x1


def test_other_parts_tell_no_figures(layouts):
    (part,) = explanation("一、职责", "内设机构5个。")
    part.kind = part.children[0].kind = "overview"
    assert read_figures([part], [], layouts, "", None) == []


def test_a_clause_may_name_its_subject_before_the_comparison(tell):
    found = tell("一、总体", "收入支出总体与上年相比，增加58.21万元，增长15.46%。")
    assert [(f.item, f.words) for f in found] == [
        ("收入支出总体", "与上年相比增加"),
        ("收入支出总体", "与上年相比增长"),
    ]


def test_after_a_bracket_the_subject_before_it(tell):
    text = "公务用车购置及运行费5万元（公务用车购置费1万元，比上年增加0万元。）比上年减少2万元。"
    assert [f.item for f in tell("七、三公", text)] == [
        "公务用车购置及运行费",
        "公务用车购置费",
        "公务用车购置费",
        "公务用车购置及运行费",
    ]


def test_the_subject_s_amount_of_the_year_before(tell):
    found = tell("三、支出决算情况说明", "某某支出5万元，2023年支出决算为4万元。")
    assert said(found) == [("某某支出", "本年决算", "5"), ("某某支出", "上年", "4")]


def test_a_difference_from_the_budget(tell):
    found = tell("三、支出决算情况说明", "某某支出完成年初预算100%，决算数小于预算数5万元。")
    assert said(found) == [("某某支出", "完成率", "100"), ("某某支出", "增减额", "-5")]


def test_a_form_s_choice_left_in_is_doubted(tell):
    found = tell("三、支出决算情况说明", "某某支出5万元，比上年增加（减少）1万元。")
    assert (found[1].measure, found[1].status) == ("增减额", "suspect")


def test_a_word_that_names_little_is_the_item_where_nothing_else_is(tell):
    assert tell("", "2017年度，本单位收入为1687.45万元。")[0].item == "收入"
