import pytest

from extractor.checks.second_reader import SecondReader
from extractor.errors import EngineError
from extractor.geometry import Box
from extractor.model import Page, Reading
from extractor.pages.open import as_it_lies
from extractor.pages.straighten import straighten
from extractor.reading.tesseract import TesseractReader
from extractor.tables.table import TableCell
from tests.pages.test_split_spread import WIDE, both

pytestmark = pytest.mark.slow


class Sheets:
    """A source of one page that shows two."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def pages(self, number: int) -> list[Page]:
        return straighten(self._page, as_it_lies)

    def close(self) -> None:
        pass


@pytest.fixture(scope="module", autouse=True)
def _tesseract() -> None:
    try:
        TesseractReader()
    except EngineError as error:
        pytest.skip(f"{error}")


def test_cells_of_both_pages_of_a_sheet_are_read_where_they_are():
    """The table's second column of two pages: its first row on the left page, its fifth on the right."""
    unread = Reading("", 0.0, "test")
    column = 60 + (WIDE - 120) / 4
    left = TableCell(0, 1, 1, 1, "", unread, 1, Box(column, 196, column + 100, 220), "left")
    right = left._replace(box=Box(WIDE + column, 196, WIDE + column + 100, 220), half="right")
    seen = SecondReader(lambda: Sheets(both().page()))([right, left])
    assert [reading and reading.text for reading in seen] == ["01.00", "41.40"]
