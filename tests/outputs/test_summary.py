import pytest

from extractor.document import Document, MissingTable, Unplaced
from extractor.outputs import shortfall, summary_of
from extractor.outputs.summary import ranges


def lacking(document: Document, *, failed: int = 0) -> Document:
    """A document with items unplaced on pages 4, 5 and 9, a missing table and a page that failed."""
    item = Unplaced(page=4, bbox=(1, 2, 3, 4), text="30.00", table="income", reason="row-not-known")
    pages = [page.model_copy(update={"kind": "failed"}) if page.number == failed else page for page in document.pages]
    update = {
        "state": "incomplete",
        "pages": tuple(pages),
        "unplaced": tuple(item.model_copy(update={"page": page}) for page in (4, 5, 5, 9)),
        "missing_tables": (MissingTable(id="statistics", title="部门决算公开相关信息统计表", page=2),),
    }
    return document.model_copy(update=update)


def test_the_summary_says_the_state_and_what_is_lacking(exported):
    found = summary_of(lacking(exported, failed=3))
    assert (found["state"], found["kind"], found["unplaced"]) == ("incomplete", "final", 4)
    assert (found["pages_failed"], found["missing_tables"]) == (1, ["statistics"])
    assert found["tables"] == [table.id for table in exported.tables]


def test_the_shortfall_names_pages_and_tables(exported):
    assert shortfall(exported) == ""
    assert shortfall(lacking(exported, failed=3)) == (
        "unplaced: 4 on pages 4-5, 9; failed: page 3; missing tables: 部门决算公开相关信息统计表"
    )


@pytest.mark.parametrize(("numbers", "text"), [([1, 2, 3, 5, 8, 9], "1-3, 5, 8-9"), ([7], "7"), ([], "")])
def test_ranges_of_pages_are_written_short(numbers, text):
    assert ranges(numbers) == text
