"""Decisions are rows that are only added; a newer reading keeps those whose cell is the same."""

import threading
from datetime import UTC, datetime

import pytest

from extractor.errors import DamagedError
from extractor.review import reading_of, reviewed
from extractor.review.deciding import decide, of_document
from extractor.review.store import DecisionFile
from tests.review.building import key_of, misread
from tests.review.conftest import WRONG
from tests.review.test_deciding import shown


def test_what_is_added_is_read_again_in_order(reading, tmp_path):
    file = DecisionFile(tmp_path / "decisions.jsonl")
    kept = [file.add([of_document(reading, "sign", who)])[0] for who in ("王", "李")]
    again = DecisionFile(tmp_path / "decisions.jsonl").of(reading.document.source.sha256)
    assert again == kept and [row.number for row in again] == [1, 2]
    assert all(row.when <= datetime.now(UTC) for row in again)
    assert file.of("another file") == []


def test_writers_at_the_same_time_lose_nothing(reading, tmp_path):
    def add() -> None:
        for _ in range(20):
            DecisionFile(tmp_path / "decisions.jsonl").add([of_document(reading, "ask-second", "王")])

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = [row.number for row in DecisionFile(tmp_path / "decisions.jsonl").of(reading.document.source.sha256)]
    assert numbers == list(range(1, 81))


def test_a_line_that_is_no_decision_is_told(tmp_path):
    path = tmp_path / "decisions.jsonl"
    path.write_text("{}\n")
    with pytest.raises(DamagedError, match="line 1"):
        DecisionFile(path).of("x")


def test_a_newer_reading_keeps_decisions_whose_cell_is_the_same(reading, exported, layouts, store):
    decide(shown(reading, store, "王"), store, reading.spots.of_key[WRONG], "correct", "王", "38.40")
    newer = reading_of(misread(exported, layouts, {WRONG: "88.40"}), layouts)  # it misreads the cell in another way
    review = reviewed(newer, store.rows)
    fact = next(fact for fact in review.document.facts if key_of(fact) == WRONG)
    assert (fact.value, fact.raw, fact.status) == ("38.40", "88.40", "corrected-by-hand")
    assert review.rulings.lost == []


def test_a_newer_reading_lists_decisions_whose_cell_is_not_there(reading, exported, layouts, store):
    decide(shown(reading, store, "王"), store, reading.spots.of_key[WRONG], "correct", "王", "38.40")
    tables = tuple(table for table in exported.tables if table.id != "income")
    newer = reading_of(exported.model_copy(update={"tables": tables}), layouts)
    review = reviewed(newer, store.rows)
    assert [decision.after for decision in review.rulings.lost] == ["38.40"]
