from decimal import Decimal

import pytest

from extractor.checks.expansion import expand_identities
from extractor.checks.ledger import Key
from extractor.checks.proof import evaluate
from extractor.checks.verdicts import ProofEvidence, gather_evidence, judge_values
from extractor.model import Flag
from extractor.tables.values import Value
from tests.checks.building import example, ledger_with, printed

ROW = "2010301"


def found(layouts, values: list[Value], printed_so: frozenset[str] = frozenset()):
    ledger = ledger_with({"general_budget": values}, layouts)
    checked = evaluate(ledger, [relation for _, made in expand_identities(ledger, layouts) for relation in made])
    given = judge_values(ledger, gather_evidence(ledger, checked, printed_so))
    return {(key.row, key.column): verdict for key, verdict in given.items()}


def judged(layouts, tables):
    ledger = ledger_with(tables, layouts)
    checked = evaluate(ledger, [relation for _, made in expand_identities(ledger, layouts) for relation in made])
    return judge_values(ledger, gather_evidence(ledger, checked))


def row(total: str, basic: str, project: str, **more) -> list[Value]:
    texts = {"合计": total, "基本支出": basic, "项目支出": project}
    return [printed(ROW, column, text, **({"unit": "元"} | more)) for column, text in texts.items()]


def statuses(layouts, values: list[Value], **more) -> list[str]:
    return [verdict.status for verdict in found(layouts, values, **more).values()]


def test_an_exact_sum_verifies(layouts):
    assert statuses(layouts, row("3.00", "1.00", "2.00", engine="rapidocr")) == ["verified"] * 3


def test_one_sum_of_rounded_figures_does_not_verify_what_ocr_read(layouts):
    """Figures in 万元 were rounded: the sum may be one unit off in print, and one digit misread by one."""
    assert statuses(layouts, row("3.00", "1.00", "2.00", unit="万元", engine="rapidocr")) == ["read"] * 3
    assert statuses(layouts, row("3.00", "1.00", "2.00", unit="万元")) == ["verified"] * 3


def test_a_rounded_sum_verifies_nothing(layouts):
    assert statuses(layouts, row("3.01", "1.00", "2.00", engine="rapidocr")) == ["read"] * 3


def test_a_wrong_sum_makes_all_its_readings_suspect(layouts):
    assert statuses(layouts, row("3.50", "1.00", "2.00", engine="rapidocr")) == ["suspect"] * 3


def test_what_fails_in_print_is_read_and_says_so(layouts):
    name = f"general_budget.row-sum[{ROW}]"
    given = found(layouts, row("3.50", "1.00", "2.00"), frozenset({name}))
    assert {verdict.status for verdict in given.values()} == {"read"}
    assert all("fails as printed" in verdict.notes[0] for verdict in given.values())


def test_a_sum_settles_one_doubtful_reading_but_not_two(layouts):
    values = row("3.00", "1.00", "2.00", engine="rapidocr")
    values[0] = printed(ROW, "合计", "3.00", "元", engine="rapidocr", confidence=0.5)
    assert statuses(layouts, values) == ["verified"] * 3
    values[1] = printed(ROW, "基本支出", "1.00", "元", engine="rapidocr", confidence=0.5)
    assert statuses(layouts, values) == ["suspect", "suspect", "read"]


@pytest.mark.parametrize(
    ("flag", "status", "words"),
    [
        (Flag.HIDDEN, "suspect", "a seal covers part of the cell"),
        (Flag.POOR_PAGE, "suspect", "the page is hard to read"),
        (Flag.CUT, "suspect", "a border cuts the text, or it was joined from cells side by side"),
        (Flag.UNREAD, "suspect", "ink in the cell was not read"),
        (Flag.CROSSED, "read", ""),
        (Flag.SECOND_LOOK, "read", ""),
    ],
)
def test_a_flagged_reading_that_no_sum_proves_is_suspect_and_says_why(layouts, flag, status, words):
    values = [printed(ROW, "合计", "3.00", "元", engine="rapidocr", confidence=0.99, flags=[flag])]
    (verdict,) = found(layouts, values).values()
    assert verdict.status == status
    assert verdict.notes == ((words,) if words else ())


@pytest.mark.parametrize(("flag", "status"), [(Flag.UNREAD, "read"), (Flag.HIDDEN, "suspect"), (Flag.CUT, "suspect")])
def test_the_second_reader_settles_unread_ink_but_not_what_it_cannot_see_either(layouts, flag, status):
    value = printed(ROW, "合计", "3.00", "元", engine="rapidocr", confidence=0.99, flags=[flag])
    ledger = ledger_with({"general_budget": [value]}, layouts)
    given = judge_values(ledger, ProofEvidence({}, agreed=list(ledger.values)))
    assert [verdict.status for verdict in given.values()] == [status]


@pytest.mark.parametrize("flag", [Flag.HIDDEN, Flag.POOR_PAGE, Flag.CUT, Flag.UNREAD, Flag.SECOND_LOOK])
def test_a_sum_settles_one_flagged_reading_but_not_two(layouts, flag):
    values = row("3.00", "1.00", "2.00", engine="rapidocr")
    values[0] = printed(ROW, "合计", "3.00", "元", engine="rapidocr", flags=[flag])
    assert statuses(layouts, values) == ["verified"] * 3
    values[1] = printed(ROW, "基本支出", "1.00", "元", engine="rapidocr", flags=[flag])
    assert "verified" not in statuses(layouts, values)


def test_a_doubtful_row_is_not_proved_by_its_sum(layouts):
    values = row("3.00", "1.00", "2.00", engine="rapidocr")
    values[0].doubts.append("the code is not in the book")
    assert statuses(layouts, values)[0] == "suspect"


def test_a_row_whose_name_is_another_codes_is_not_verified(layouts):
    values = row("3.00", "1.00", "2.00", engine="rapidocr")
    for value in values:
        value.distance = 60.0
    assert statuses(layouts, values) == ["read"] * 3


def test_a_speck_is_no_verified_zero(layouts):
    given = found(layouts, row("3.00", "3.00", "0", engine="rapidocr"))
    assert given[ROW, "项目支出"].status == "read"
    assert found(layouts, row("3.00", "3.00", "0"))[ROW, "项目支出"].status == "verified"


def test_two_readings_of_one_figure_do_not_prove_each_other(layouts):
    """Printed alike they may be misread alike: 12.00 twice for 42.00."""
    assert statuses(layouts, row("42.00", "42.00", "0.00", engine="rapidocr"))[:2] == ["read"] * 2
    assert statuses(layouts, row("42.00", "42.00", "0.00"))[:2] == ["verified"] * 2


def test_a_figure_that_a_sum_proves_proves_its_copies(layouts):
    given = judged(layouts, example(engine="rapidocr"))
    assert {given[Key("expenditure", "20502", column)].status for column in ("本年支出合计", "项目支出")} == {
        "verified"
    }


def test_what_a_check_says_against_a_figure_it_says_against_its_copies(layouts):
    texts = {"合计": "42.00", "基本支出": "12.00"}
    above = [printed("20103", column, text, "元", engine="rapidocr") for column, text in texts.items()]
    given = found(layouts, [*above, *row("12.00", "12.00", "0.00", engine="rapidocr")])
    assert given[ROW, "合计"].status == "suspect"  # 42.00 is no sum of 12.00
    assert given[ROW, "基本支出"].status == "suspect"  # it agrees with those that are contradicted


def test_readings_with_an_odd_number_of_decimals_do_not_prove_each_other(layouts):
    """A point lost in the same way in two cells that must agree."""
    values = [value for value in example(engine="rapidocr")["expenditure"] if value.row != "20502"]
    values += [
        printed("20502", column, text, engine="rapidocr")
        for column, text in (("本年支出合计", "8100"), ("项目支出", "8100"))
    ]
    ledger = ledger_with({"expenditure": values}, layouts)
    checked = evaluate(ledger, [relation for _, made in expand_identities(ledger, layouts) for relation in made])
    given = judge_values(ledger, gather_evidence(ledger, checked))
    assert given[Key("expenditure", "20502", "项目支出")].status == "suspect"


def test_a_figure_whose_last_decimal_was_not_read_is_suspect_though_its_sums_hold(layouts):
    """It fits within the coarser rounding of what was read."""
    values = [value for value in example(engine="rapidocr")["expenditure"] if value.row != "20502"]
    right = next(v for v in example()["expenditure"] if (v.row, v.column) == ("20502", "本年支出合计")).value
    values.append(printed("20502", "本年支出合计", right[:-1], engine="rapidocr"))
    ledger = ledger_with({"expenditure": values}, layouts)
    checked = evaluate(ledger, [relation for _, made in expand_identities(ledger, layouts) for relation in made])
    given = judge_values(ledger, gather_evidence(ledger, checked))
    assert given[Key("expenditure", "20502", "本年支出合计")].status == "suspect"


@pytest.mark.parametrize("by", ["0.01", "-0.01", "100"])
def test_no_figure_of_the_example_can_change_unseen(layouts, by):
    """Every amount of the ten tables: whatever is verified would not be if it were different."""
    book = ledger_with(example(), layouts)
    made = [relation for _, several in expand_identities(book, layouts) for relation in several]
    for key, figure in book.figures.items():
        if key.table.startswith("scorecard"):
            continue
        tables = example({key: str(figure.amount + Decimal(by))}, engine="rapidocr")
        ledger = ledger_with(tables, layouts)
        given = judge_values(ledger, gather_evidence(ledger, evaluate(ledger, made)))
        assert given[key].status != "verified", key
