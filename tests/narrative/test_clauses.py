import pytest

from extractor.narrative.clauses import find_mentions, item_words, read_clause, sentence_around


def test_numbers_need_a_unit_and_names_keep_theirs(layouts):
    text = "截至2024年12月31日，单价100万元（含）以上设备0台（套），第2批次，1,234.56万元，31.37%。"
    found = [(m.number, m.unit) for m in find_mentions(text, layouts.narrative)]
    assert found == [("0", "台（套）"), ("1,234.56", "万元"), ("31.37", "%")]


@pytest.mark.parametrize(
    ("segment", "kind", "measure", "sign", "item"),
    [
        ("收入总计减少", "money", "增减额", -1, "收入总计"),
        ("下降", "ratio", "增减率", -1, ""),
        ("一般公共服务支出年初预算为", "money", "年初预算", 1, "一般公共服务支出"),
        ("支出决算为", "money", "本年决算", 1, "支出"),
        ("完成全年预算数的", "ratio", "完成率", 1, ""),
        ("预算执行率为", "ratio", "完成率", 1, ""),
        ("占比", "ratio", "占比", 1, ""),
        ("上年决算数为", "money", "上年", 1, ""),
        ("共有车辆", "count", "数量", 1, "共有车辆"),
    ],
)
def test_the_words_before_a_number_say_the_measure(layouts, segment, kind, measure, sign, item):
    found = read_clause(segment, kind, layouts.narrative)
    assert (found.measure, found.sign, found.item) == (measure, sign, item)


def test_a_share_names_its_whole(layouts):
    assert read_clause("占本年支出合计的", "ratio", layouts.narrative).of == "本年支出合计"


def test_a_change_keeps_what_it_is_compared_to(layouts):
    assert read_clause("较上年决算减少", "money", layouts.narrative).words == "较上年决算减少"


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("2024年度收入总计", "收入总计"),
        ("某某局2024年度收入支出总计", "收入支出总计"),
        ("，其中：机要通信用车", "机要通信用车"),
        ("（其中，绩效评级为“优”的项目", "绩效评级为“优”的项目"),
        ("截至2024年12月31日，本部门（单位）共有车辆", "车辆"),
        ("收、支总计均为", "收、支总计"),
    ],
)
def test_the_item_of_a_clause(layouts, text, item):
    assert item_words(text.split("，")[-1], layouts.narrative, ("某某局",)) == item


def test_the_sentence_around_a_place():
    text = "前一句。收入1万元，支出2万元。后一句"
    assert sentence_around(text, text.index("2万")) == "收入1万元，支出2万元。"
    assert sentence_around(text, len(text) - 1) == "后一句"
