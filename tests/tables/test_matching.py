import pytest

from extractor.layouts import ColumnSpec
from extractor.tables.matching import assign, column_likeness, find_best, same

BASIC = ColumnSpec(key="本年支出/基本支出", names=("本年支出/基本支出", "基本支出"))
TOTAL = ColumnSpec(key="本年支出/合计", names=("本年支出/小计", "小计"))
OPENING = ColumnSpec(key="年初结转和结余", names=("年初结转和结余",))


def test_the_best_match_says_how_far_it_was():
    assert find_best("人员经费合计", ["人员经费合计", "公用经费合计"]) == ("人员经费合计", 0)
    found = find_best("资源勘探信息等支出", ["资源勘探工业信息等支出", "教育支出"])
    assert found is not None and found.distance > 0
    assert find_best("完全不同", ["人员经费合计"]) is None


@pytest.mark.parametrize("text", ["基本支出", "一、基本支出"])
def test_same_words(text):
    assert same(text, "基本支出") == 100


def test_other_words():
    assert same("项目支出", "基本支出") == 0


def test_a_path_with_its_outer_words_is_liker():
    whole, inner = column_likeness(["本年支出", "基本支出"], BASIC), column_likeness(["基本支出"], BASIC)
    assert whole > inner > 0


def test_a_name_wrapped_over_header_rows():
    assert column_likeness(["年初结转", "和结余"], OPENING) == 100


def test_every_key_is_given_once():
    paths = {2: ["年初结转和结余"], 3: ["本年支出", "小计"], 4: ["本年支出", "基本支出"], 5: ["基本支出"], 6: ["备注"]}
    assert assign(paths, [BASIC, TOTAL, OPENING]) == {2: OPENING.key, 3: TOTAL.key, 4: BASIC.key}


@pytest.mark.parametrize("text", ["小计基本支出", "小计基本支出年初结转和结余"])
def test_a_heading_of_several_columns_that_ran_together_names_none(text):
    assert assign({3: ["本年支出", text], 5: ["年初结转和结余"]}, [BASIC, TOTAL, OPENING]) == {5: OPENING.key}


def test_a_heading_with_its_group_s_words_names_its_column():
    assert assign({4: ["本年支出基本支出"]}, [BASIC, TOTAL]) == {4: BASIC.key}
