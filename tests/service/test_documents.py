import threading
import uuid

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from extractor.document import Fact
from extractor.service.convert import Conversion, Failure
from extractor.service.database import Database
from extractor.service.documents import CANCELLED, FAILED, QUEUED, RUNNING, Documents, Wanted

SUMMARY = {
    "state": "incomplete",
    "kind": "final",
    "unplaced": 2,
    "pages": 3,
    "unit_name": "某局",
    "year": 2024,
    "facts": 1,
}
FACT = Fact(
    table="income",
    row="合计",
    column="本年收入合计",
    value="1.00",
    raw="1.00",
    unit="万元",
    label="合计",
    page=1,
    bbox=(1.0, 2.0, 3.0, 4.0),
    confidence=1.0,
    status="verified",
    notes=("proved by a check",),
)
DONE = Conversion(1.5, None, SUMMARY)
BROKEN = Conversion(0.5, Failure("damaged", "the file is damaged", None, "Copy it again"))


@pytest.fixture
def documents(database) -> Documents:
    return Documents(database)


def hand_in(documents: Documents, content: str = "a", version: str = "v1"):
    return documents.hand_in(uuid.uuid4().hex, content * 64, 10, f"{content}.pdf", version)


def test_the_same_content_is_one_document(documents):
    first, second, other = hand_in(documents), hand_in(documents), hand_in(documents, version="v2")
    assert (first.id, first.job) == (second.id, second.job)
    assert first.id != other.id
    assert documents.known("a" * 64, "v1").id == first.id


def test_many_at_the_same_moment_are_one_document(documents):
    handed = []
    threads = [threading.Thread(target=lambda: handed.append(hand_in(documents))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(handed) == 8
    assert len({each.job for each in handed}) == 1


def test_a_document_ends_once_with_its_facts(documents):
    row = hand_in(documents)
    assert documents.begun(row.job).state == RUNNING
    documents.progressed(row.job, 2, 3)
    assert documents.get(row.id).pages_done == 2
    assert documents.ended(row.job, DONE, [FACT])
    assert not documents.ended(row.job, DONE, [FACT])
    assert not documents.ended(row.job, BROKEN)
    ended = documents.get(row.id)
    assert {name: getattr(ended, name) for name in SUMMARY if name != "facts"} | {"facts": 1} == SUMMARY
    assert (ended.summary, ended.attempts) == (SUMMARY, 1)
    ((fact, unit, year),) = documents.facts(None, 10, Wanted(2024, "某局"), table="income", row=None)
    assert (fact.value, fact.bbox, unit, year) == ("1.00", [1.0, 2.0, 3.0, 4.0], "某局", 2024)
    assert fact.notes == ["proved by a check"]
    assert not documents.facts(None, 10, Wanted(2023))
    assert ended.created.tzinfo is not None


def test_a_failure_keeps_its_typed_error(documents):
    row = hand_in(documents)
    documents.begun(row.job)
    documents.ended(row.job, BROKEN)
    assert documents.get(row.id).state == FAILED
    assert documents.get(row.id).error["code"] == "damaged"


def test_a_cancelled_document_is_not_begun_and_can_be_handed_in_again(documents):
    row = hand_in(documents)
    assert documents.cancel(row.id)
    assert not documents.cancel(row.id)
    assert documents.begun(row.job) is None
    assert not documents.wanted(row.job)
    assert not documents.ended(row.job, DONE)
    assert documents.get(row.id).state == CANCELLED
    assert documents.given_up(row.job)
    again = hand_in(documents)
    assert (again.id, again.state) == (row.id, QUEUED)
    assert again.job != row.job


def test_deleting_takes_the_facts_along(documents):
    row, other = hand_in(documents), hand_in(documents, version="v2")
    documents.begun(row.job)
    documents.ended(row.job, DONE, [FACT])
    assert documents.delete(row.id) == row.job
    assert documents.delete(row.id) is None
    assert documents.get(row.id) is None
    assert not documents.facts(None, 10, Wanted())
    assert documents.jobs() == {other.job}
    assert documents.given_up(row.job) and not documents.given_up(other.job)


def test_lists_go_on_where_a_page_ended(documents):
    made = [hand_in(documents, content).id for content in "abcde"]
    seen: list[str] = []
    after = None
    while rows := documents.listed(after, 2, Wanted(), QUEUED):
        seen += [row.id for row in rows]
        after = rows[-1].created, rows[-1].id
    assert seen == made[::-1]
    assert documents.by_state()[QUEUED] == 5


def test_any_text_can_be_kept_and_asked_for(documents):
    row = hand_in(documents)
    documents.begun(row.job)
    documents.ended(row.job, DONE, [FACT.model_copy(update={"raw": "1\x002", "label": "a\x00"})])
    ((fact, _, _),) = documents.facts(None, 10, Wanted(), table="income")
    assert (fact.raw, fact.label) == ("1\ufffd2", "a\ufffd")
    for text in ("\x00", "\ud800"):
        assert documents.get(text) is None
        assert not documents.facts(None, 10, Wanted(None, text), table=text)


def test_a_name_is_data(documents):
    row = documents.hand_in("job", "b" * 64, 1, "../../etc\x00/" + "长" * 400, "v1")
    assert documents.get(row.id).name.startswith("../../etc/长")
    assert len(row.name) == 255


def test_a_result_of_a_version_without_account_is_called_incomplete(settings):
    settings.data.mkdir(exist_ok=True)
    database = Database(settings)
    before = {
        "id": "x",
        "job": "j",
        "sha256": "a",
        "bytes": 1,
        "name": "a.pdf",
        "state": "finished",
        "created": "2026-01-05 08:00:00",
        "attempts": 1,
        "pages_done": 1,
        "unit": "某局",
    }
    with database.engine.connect() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", "extractor:service/migrations")
        command.upgrade(config, "0001")
        values = ", ".join(f":{name}" for name in before)
        connection.execute(sa.text(f"insert into documents ({', '.join(before)}) values ({values})"), before)
        connection.commit()
    database.prepare()
    row = Documents(database).get("x")
    database.close()
    assert (row.state, row.unit_name, row.kind, row.unplaced) == ("incomplete", "某局", None, None)
