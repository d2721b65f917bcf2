"""What people decide: statuses, checks computed anew, undo, history, signatures."""

import pytest

from extractor.checks import Key
from extractor.errors import InputError
from extractor.review import reviewed
from extractor.review.books import books_of, report_of
from extractor.review.deciding import ask_second, decide, sign, undo
from tests.review.building import key_of
from tests.review.conftest import WRONG

RIGHT = "38.40"


def facts_by_key(review):
    return {key_of(fact): fact for fact in review.document.facts}


def shown(reading, store, viewer=None):
    return reviewed(reading, store.of(reading.document.source.sha256), viewer)


def spot_at(reading, key):
    return reading.spots.of_key[key]


@pytest.mark.parametrize("sample", ["model-exported.pdf", "model-mixed.pdf"])
def test_the_checks_of_a_document_without_decisions_are_its_own(sample, samples, extracted, layouts):
    document = extracted(samples / sample)
    assert document.checks and report_of(document, books_of(document, layouts, {}, set())) == document.checks


def test_a_correction_makes_checks_hold_and_proves_the_neighbours(reading, store):
    before = shown(reading, store)
    failing = {check.id for check in before.document.checks if check.result == "fails"}
    neighbours = [key for key, fact in facts_by_key(before).items() if fact.status == "suspect" and key != WRONG]
    assert failing and neighbours
    decide(shown(reading, store, "王"), store, spot_at(reading, WRONG), "correct", "王", RIGHT)
    after = shown(reading, store)
    assert not any(check.result == "fails" for check in after.document.checks)
    now = facts_by_key(after)
    assert (now[WRONG].value, now[WRONG].status) == (RIGHT, "corrected-by-hand")
    assert now[WRONG].raw == facts_by_key(before)[WRONG].raw != RIGHT
    assert {now[key].status for key in neighbours} == {"verified"}
    assert after.open_doubts == []


def test_history_says_who_changed_what_and_which_checks_held(reading, store):
    decide(shown(reading, store, "王"), store, spot_at(reading, WRONG), "correct", "王", RIGHT, why="docket 7")
    (row,) = store.rows
    was = facts_by_key(shown(reading, type(store)()))[WRONG]
    assert (row.who, row.why, row.before, row.after) == ("王", "docket 7", was.value, RIGHT)
    assert (row.before_status, row.after_status) == ("suspect", "corrected-by-hand")
    assert "fails" in row.checks_before.values() and set(row.checks_after.values()) == {"holds"}
    assert row.checks_before.keys() == row.checks_after.keys()


def test_what_is_typed_as_it_was_read_confirms(reading, store):
    spot = spot_at(reading, WRONG)
    decide(shown(reading, store, "王"), store, spot, "correct", "王", spot.value)
    assert [row.kind for row in store.rows] == ["confirm"]
    assert facts_by_key(shown(reading, store))[WRONG].status == "confirmed"


def test_no_amount_is_refused_and_a_dash_says_that_nothing_is_printed(reading, store):
    with pytest.raises(InputError, match="no amount"):
        decide(shown(reading, store, "王"), store, spot_at(reading, WRONG), "correct", "王", "about 3")
    assert store.rows == []
    decide(shown(reading, store, "王"), store, spot_at(reading, WRONG), "correct", "王", "—")
    assert WRONG not in facts_by_key(shown(reading, store))


def test_as_printed_leaves_the_value_and_the_checks_fail_in_print(reading, store):
    decide(shown(reading, store, "王"), store, spot_at(reading, WRONG), "as-printed", "王")
    after = shown(reading, store)
    assert facts_by_key(after)[WRONG].status == "confirmed"
    failing = [check for check in after.document.checks if check.result == "fails" and check.level == "error"]
    assert failing and all(check.printed for check in failing if any(Key(*c) == WRONG for c in cells(check)))


def cells(check):
    return [(cell.table, cell.row, cell.column) for cell in check.cells]


def test_illegible_is_seen_and_stays_suspect(reading, store):
    spot = spot_at(reading, WRONG)
    decide(shown(reading, store, "王"), store, spot, "illegible", "王")
    after = shown(reading, store)
    assert facts_by_key(after)[WRONG].status == "suspect"
    assert spot not in after.open_doubts
    own = [check for check in after.document.checks if WRONG in [Key(*cell) for cell in cells(check)]]
    assert own and {check.result for check in own} <= {"not evaluable", "not applicable"}


def test_what_a_decision_gives_is_what_is_kept(reading, store):
    given = decide(shown(reading, store, "王"), store, spot_at(reading, WRONG), "correct", "王", RIGHT)
    again = shown(reading, store)
    assert given.document == again.document
    assert given.decisions == again.decisions and given.rulings == again.rulings


def test_a_figure_that_was_overlooked_is_put_into_its_blank_cell(reading, store):
    key = Key("income", "2010350", "其他收入")
    blank = reading.spots.of_key[key]
    assert blank.value == "" and key not in facts_by_key(shown(reading, store))
    later = decide(shown(reading, store, "王"), store, blank, "correct", "王", "3.00")
    fact = facts_by_key(later)[key]
    assert (fact.value, fact.raw, fact.status, fact.unit) == ("3.00", "", "corrected-by-hand", "万元")
    failing = [check for check in later.document.checks if check.result == "fails" and tuple(key) in cells(check)]
    assert failing, "the sums of its row do not have it"
    undo(reading, store, "王")
    assert key not in facts_by_key(shown(reading, store))


def test_undo_takes_back_the_last_decision_and_keeps_both(reading, store):
    decide(shown(reading, store, "王"), store, spot_at(reading, WRONG), "correct", "王", RIGHT)
    assert undo(reading, store, "李") is None
    undo(reading, store, "王")
    assert facts_by_key(shown(reading, store)) == facts_by_key(shown(reading, type(store)()))
    assert [row.kind for row in store.rows] == ["correct", "undo"]


def test_a_document_is_signed_when_no_doubt_is_left_and_again_after_a_later_decision(reading, store):
    with pytest.raises(InputError, match="doubts are left"):
        sign(reading, store, "王")
    decide(shown(reading, store, "王"), store, spot_at(reading, WRONG), "correct", "王", RIGHT)
    sign(reading, store, "王")
    assert shown(reading, store).reviewed
    decide(shown(reading, store, "王"), store, spot_at(reading, WRONG), "confirm", "王")
    assert not shown(reading, store).reviewed


def test_two_reviewers_do_not_see_each_others_answers_and_differences_are_shown(reading, store):
    spot = spot_at(reading, WRONG)
    ask_second(reading, store, "王")
    decide(shown(reading, store, "王"), store, spot, "correct", "王", "38.90")
    assert spot in shown(reading, store, "李").left_for("李")
    assert shown(reading, store).rulings.shown(spot.id, "李") == {}
    assert facts_by_key(shown(reading, store, "李"))[WRONG].status == "suspect"
    assert facts_by_key(shown(reading, store))[WRONG].status == "suspect"  # one alone decides nothing
    decide(shown(reading, store, "李"), store, spot, "correct", "李", RIGHT)
    both = shown(reading, store)
    assert both.rulings.differ(spot.id) and spot in both.open_doubts
    assert set(both.rulings.shown(spot.id, "李")) == {"王", "李"}
    decide(shown(reading, store, "王"), store, spot, "correct", "王", RIGHT)
    agreed = shown(reading, store)
    assert facts_by_key(agreed)[WRONG].status == "corrected-by-hand"
    for other in list(agreed.open_doubts):
        for who in ("王", "李"):
            decide(shown(reading, store, who), store, other, "confirm", who)
    sign(reading, store, "王")
    assert not shown(reading, store).reviewed
    with pytest.raises(InputError, match="signed already"):
        sign(reading, store, "王")
    sign(reading, store, "李")
    assert shown(reading, store).reviewed
