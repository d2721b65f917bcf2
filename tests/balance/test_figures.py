import pytest

from extractor.balance.figures import is_integer, may_hold_figure, split_figures


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1,234.00", ["1,234.00"]),
        ("1.00 2.00", ["1.00", "2.00"]),
        ("12.3456.78", ["12.34", "56.78"]),
        ("12.34年末结转56.78", ["12.34", "年末结转56.78"]),
        ("201 一般公共服务支出 3.00 3.00", ["201 一般公共服务支出", "3.00", "3.00"]),
        ("第3条 1.00 2.00", ["第3条 1.00 2.00"]),
        ("小计 3.00", ["小计 3.00"]),
    ],
)
def test_each_figure_of_a_text_is_a_part_and_nothing_is_lost(text, parts):
    assert split_figures(text) == parts
    assert "".join(parts).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("text", ["75.9515年支出合计", "3.061年末结转", "本年收入合计77", "o0", "7,400.00；其他支出"])
def test_figures_that_were_read_into_words_are_seen(text):
    assert may_hold_figure(text)


@pytest.mark.parametrize("text", ["单价100万元（含）以上设备", "1.政府采购", "本年收入合计", "30101基本工资", "："])
def test_numbers_that_belong_to_labels_are_no_figures(text):
    assert not may_hold_figure(text)


@pytest.mark.parametrize(("text", "integer"), [("12", True), ("|3", False), ("➀", False), ("1.0", False)])
def test_an_integer_is_what_python_reads_as_one(text, integer):
    assert is_integer(text) == integer
