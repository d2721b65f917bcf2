"""Tables that people draw are read again there, in the place of what was read."""

import pytest

from extractor.document import Document
from extractor.errors import InputError
from extractor.pipeline import Settings
from extractor.review import reading_of, reviewed
from extractor.review.books import report_of
from extractor.review.deciding import decide, draw, undo
from extractor.review.redrawn import box_of, redrawn
from extractor.service.http.pages.drawing import _borders
from extractor.structure.drawn import Drawn
from tests.review.building import key_of

SETTINGS = Settings()


@pytest.fixture(scope="module")
def file(samples):
    return samples / "model-exported.pdf"


def values(document: Document, table: str) -> set[tuple[str, str, str]]:
    return {(fact.row, fact.column, fact.value) for fact in document.table(table).facts}


def drawn_of(document: Document, table: str, **other: object) -> Drawn:
    record = document.table(table)
    page = record.places[0].page
    found = _borders(record, page) | other
    return Drawn(page, box_of(found["box"]), tuple(found["rows"]), tuple(found["columns"]))


def again(file, document: Document, drawn: Drawn, form: str = "") -> Document:
    return redrawn(file, SETTINGS, document.source, drawn, [drawn.page], form, document.year)


def without(document: Document, table: str) -> Document:
    """The document as if a table had been overlooked."""
    return document.model_copy(update={"tables": tuple(each for each in document.tables if each.id != table)})


def test_a_table_drawn_as_it_is_reads_as_it_was(file, exported):
    read = again(file, exported, drawn_of(exported, "income"))
    assert values(read, "income") == values(exported, "income")


def test_an_overlooked_table_is_found_in_a_box_and_takes_part_in_the_checks(file, exported, layouts, store):
    lacking = without(exported, "income")
    reading = reading_of(lacking, layouts)
    lacking = lacking.model_copy(update={"checks": report_of(lacking, reading.books, kept=False)})
    reading = reading_of(lacking, layouts)
    box = exported.table("income").places[0].bbox
    drawn = Drawn(exported.table("income").places[0].page, box_of(box))
    draw(reviewed(reading, []), store, drawn, "", again(file, exported, drawn), "王")
    review = reviewed(reading, store.rows)
    assert values(review.document, "income") == values(exported, "income")
    assert {check.id for check in review.document.checks if check.result == "holds"} >= {
        check.id for check in exported.checks if check.id.startswith("income.") and check.result == "holds"
    }
    proved = {key_of(fact) for fact in exported.table("income").facts if fact.status == "verified"}
    assert proved == {key_of(fact) for fact in review.document.table("income").facts if fact.status == "verified"}
    undo(reading, store, "王")
    assert reviewed(reading, store.rows).document == lacking


def test_a_border_that_is_taken_away_and_one_that_is_put_back(file, exported, layouts, store):
    whole = drawn_of(exported, "income")
    reading = reading_of(exported, layouts)
    wrong = whole._replace(columns=whole.columns[:-1])
    draw(reviewed(reading, []), store, wrong, "income", again(file, exported, wrong, "income"), "王")
    lost = values(exported, "income") - values(reviewed(reading, store.rows).document, "income")
    assert lost
    draw(reviewed(reading, store.rows), store, whole, "", again(file, exported, whole), "王")
    assert values(reviewed(reading, store.rows).document, "income") == values(exported, "income")


def test_decisions_hold_in_a_table_that_was_drawn(file, exported, layouts, store):
    reading = reading_of(exported, layouts)
    whole = drawn_of(exported, "income")
    draw(reviewed(reading, []), store, whole, "", again(file, exported, whole), "王")
    review = reviewed(reading, store.rows)
    key = next(key for key in review.reading.spots.of_key if key.table == "income")
    decide(review, store, review.reading.spots.of_key[key], "confirm", "王")
    fact = next(fact for fact in reviewed(reading, store.rows).document.facts if key_of(fact) == key)
    assert fact.status == "confirmed"


def test_a_form_is_chosen_and_a_name_of_none_is_refused(file, exported):
    drawn = drawn_of(exported, "income")
    read = again(file, exported, drawn, "expenditure")
    assert [table.id for table in read.tables] == ["expenditure"]
    with pytest.raises(InputError, match="no form"):
        again(file, exported, drawn, "nonsense")


def test_a_box_without_text_is_refused(file, exported, layouts, store):
    reading = reading_of(exported, layouts)
    drawn = Drawn(1, box_of((10, 700, 60, 780)))
    with pytest.raises(InputError, match="nothing is printed"):
        draw(reviewed(reading, []), store, drawn, "", again(file, exported, drawn), "王")
    assert store.rows == []
