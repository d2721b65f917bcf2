from decimal import Decimal

import pytest

from extractor.checks.ledger import Key
from extractor.checks.relations import Linear, Ratio, Term
from tests.checks.building import ledger_with, printed

ONE = Decimal(1)


def key(row: str, table: str = "expenditure") -> Key:
    return Key(table, row, "金额")


def ledger(layouts, figures: dict[str, tuple[str, str | None]], table: str = "expenditure"):
    return ledger_with({table: [printed(row, "金额", text, unit) for row, (text, unit) in figures.items()]}, layouts)


def total_of(*parts: str, trimmed: int | None = None) -> Linear:
    terms = (Term(ONE, key("total")), *(Term(-ONE, key(part)) for part in parts))
    return Linear("sum", "", "error", trimmed, terms)


def outcome(layouts, figures: dict[str, str], trimmed: int | None = None):
    book = ledger(layouts, {row: (text, "万元") for row, text in figures.items()})
    return total_of(*[row for row in figures if row != "total"], trimmed=trimmed).outcome(book.figures, book)


@pytest.mark.parametrize(
    ("total", "result"), [("3.00", "holds"), ("3.01", "holds"), ("3.02", "fails"), ("2.98", "fails")]
)
def test_tolerance_is_half_a_last_place_a_term(layouts, total, result):
    assert outcome(layouts, {"total": total, "a": "1.00", "b": "2.00"}).result == result


def test_only_an_exact_sum_proves(layouts):
    assert outcome(layouts, {"total": "3.00", "a": "1.00", "b": "2.00"}).proves == {key("total"), key("a"), key("b")}
    assert not outcome(layouts, {"total": "3.01", "a": "1.00", "b": "2.00"}).proves


def test_the_finer_figure_is_not_proved_by_a_coarser(layouts):
    """3.0 may be 2.95 to 3.05: one hundredth more would change nothing."""
    found = outcome(layouts, {"total": "3.0", "a": "1.00", "b": "2.00"})
    assert (found.result, found.proves) == ("holds", {key("total")})


def test_units_of_money_are_converted(layouts):
    book = ledger(layouts, {"total": ("123.46", "万元"), "a": ("1234567.89", "元")})
    found = total_of("a").outcome(book.figures, book)
    assert (found.result, found.unit, found.proves) == ("holds", "万元", {key("total")})
    book = ledger(layouts, {"total": ("123.46", "万元"), "a": ("1234667.89", "元")})
    assert total_of("a").outcome(book.figures, book).result == "fails"


def test_blank_is_zero_only_where_the_form_says_so(layouts):
    relation = total_of("a", "b")
    book = ledger(layouts, {"total": ("1.00", "万元"), "a": ("1.00", "万元")})
    assert relation.outcome(book.figures, book).result == "holds"
    cards = ledger(layouts, {"total": ("1.00", "万元"), "a": ("1.00", "万元")}, "scorecard/1")
    terms = tuple(term._replace(key=key(term.key.row, "scorecard/1")) for term in relation.terms)
    found = Linear("sum", "", "error", None, terms).outcome(cards.figures, cards)
    assert (found.result, found.why) == ("not evaluable", "b / 金额 is not printed")


def test_an_unread_figure_leaves_it_open(layouts):
    found = outcome(layouts, {"total": "3.00", "a": "1.00", "b": "见附件"})
    assert found.result == "not evaluable"
    assert "could not be read" in found.why


def test_trailing_zeros_that_are_not_printed(layouts):
    assert outcome(layouts, {"total": "1.782", "a": "1.782", "b": "0"}, trimmed=2).proves
    assert outcome(layouts, {"total": "36", "a": "35", "b": "0.35"}, trimmed=2).result == "fails"


@pytest.mark.parametrize(
    ("rate", "result", "proves"), [("82.21", "holds", True), ("82.22", "holds", False), ("82.31", "fails", False)]
)
def test_a_rate_is_as_exact_as_its_figures(layouts, rate, result, proves):
    """1.465 / 1.782 is 82.21 %; the form printed 82.22, of unrounded figures."""
    book = ledger(layouts, {"rate": (rate, "%"), "spent": ("1.465", "万元"), "planned": ("1.782", "万元")})
    terms = tuple(Term(ONE, key(row)) for row in ("rate", "spent", "planned"))
    found = Ratio("rate", "", "error", 2, terms, Decimal(100)).outcome(book.figures, book)
    assert (found.result, key("spent") in found.proves) == (result, proves)


def test_a_rate_of_nothing_says_nothing(layouts):
    book = ledger(layouts, {"rate": ("0", "%"), "spent": ("0", "万元"), "planned": ("0", "万元")})
    terms = tuple(Term(ONE, key(row)) for row in ("rate", "spent", "planned"))
    assert Ratio("rate", "", "error", 2, terms, Decimal(100)).outcome(book.figures, book).result == "not applicable"
