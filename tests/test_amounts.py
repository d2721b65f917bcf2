from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.amounts import parse_amount

AMOUNTS = st.decimals(min_value=0, max_value=Decimal("1e12"), places=2, allow_nan=False, allow_infinity=False)
WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


@given(AMOUNTS, st.booleans(), st.booleans())
def test_a_printed_decimal_comes_back_exactly(amount, grouped, wide):
    printed = f"{amount:,}" if grouped else f"{amount}"
    found = parse_amount(printed.translate(WIDE) if wide else printed)
    assert found.text == f"{amount}"
    assert (found.kind, found.mended, found.value) == ("number", False, amount)


@given(AMOUNTS, st.sampled_from(["-{}", "－{}", "−{}", "–{}", "—{}", "({})", "（{}）", "- {}"]))
def test_every_kind_of_minus(amount, sign):
    found = parse_amount(sign.format(f"{amount:,}"))
    assert found.text == f"-{amount}"
    assert isinstance(found.value, Decimal)
    assert not found.mended


@pytest.mark.parametrize(
    ("read", "amount"), [("450.57i", "450.57"), ("|0.96!", "0.96"), ("1,532.72I", "1532.72"), ("12l", "121")]
)
def test_what_is_left_of_a_rule_is_no_digit_behind_all_decimals(read, amount):
    assert parse_amount(read) == ("number", amount, True, None)


@given(AMOUNTS)
def test_parsing_what_was_parsed_changes_nothing(amount):
    once = parse_amount(f"{amount:,}")
    assert parse_amount(once.text) == once


@given(st.text(max_size=12))
def test_any_text_has_an_answer_and_never_a_float(text):
    found = parse_amount(text)
    assert found.value is None or isinstance(found.value, Decimal)
    assert (found.kind == "number") == bool(found.text)


@pytest.mark.parametrize("decimals", range(6))
def test_as_many_decimals_as_printed(decimals):
    printed = f"{Decimal('1234.00000'):.{decimals}f}"
    assert parse_amount(printed).text == printed


@pytest.mark.parametrize("text", ["", " ", "\n", "\u3000\u00a0"])
def test_blanks(text):
    assert parse_amount(text).kind == "blank"


@pytest.mark.parametrize("text", ["-", "—", "——", "－", "--", "─", "— —"])
def test_dashes(text):
    assert parse_amount(text).kind == "dash"


@pytest.mark.parametrize("text", ["0", "0.00"])
def test_zero_is_a_number(text):
    assert parse_amount(text) == ("number", text, False, None)


@pytest.mark.parametrize("text", ["行政运行", "1.2.3.4", "007.5", "12abc", "1,23,45", "１０％", "√", "5√84.83"])
def test_what_is_no_amount_is_not_bent_into_one(text):
    assert parse_amount(text).kind == "unreadable"


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("2O.5l", "20.51"),
        ("1.234.56", "1234.56"),
        ("1；234.56", "1234.56"),
        ("1,234,56", "1234.56"),
        ("157.88.", "157.88"),
        ("97..31", "97.31"),
        ("B.00", "8.00"),
        ("000", "0.00"),
        ("012", "0.12"),
        ("√584.83", "584.83"),
        ("1,584.83✓", "1584.83"),
        ("_1,291.46", "1291.46"),
        ("_0.49_", "0.49"),
    ],
)
def test_what_ocr_does_to_amounts_is_mended_and_said(read, meant):
    assert parse_amount(read) == ("number", meant, True, None)


@pytest.mark.parametrize(
    ("read", "meant"), [("157·88", "157.88"), ("2，940。05", "2940.05"), ("1 234.5", "1234.5"), ("¥3.20", "3.20")]
)
def test_look_alikes_of_point_and_comma_are_normalisation_only(read, meant):
    assert parse_amount(read) == ("number", meant, False, None)


@pytest.mark.parametrize(
    ("printed", "value", "unit"),
    [
        ("5,284.17*", "5284.17", None),
        ("￥5,284.17", "5284.17", None),
        ("5,284.17万元", "5284.17", "万元"),
        ("△70.00", "-70.00", None),
        ("70.00-", "-70.00", None),
        ("-￥70.00", "-70.00", None),
    ],
)
def test_marks_signs_and_units_around_an_amount(printed, value, unit):
    amount = parse_amount(printed)
    assert (amount.kind, amount.text, amount.mended, amount.unit) == ("number", value, False, unit)


def test_a_figure_with_a_footnote_mark_behind_a_blank_is_not_one_figure():
    assert parse_amount("1,230.20 1").kind == "unreadable"
