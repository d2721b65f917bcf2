"""Exported PDFs in Chinese, typeset by a test: covers, lines, ruled tables."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from fpdf import FPDF

from tests.drawing import Merged, cells_of

FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")  # of fonts-noto-cjk
WIDE, LEFT = 595.0, 50.0


class Book:
    """A document that grows page by page, in points from the top left."""

    def __init__(self) -> None:
        self._pdf = FPDF(unit="pt", format="A4")
        self._pdf.set_auto_page_break(auto=False)
        self._pdf.add_font("cjk", fname=str(FONT))

    def page(self) -> None:
        self._pdf.add_page()

    def line(self, y: float, text: str, size: float = 10, x: float | None = None) -> None:
        """A line of text on the page, in its middle where no `x` is given."""
        self._pdf.set_font("cjk", size=size)
        self._pdf.text((WIDE - self._pdf.get_string_width(text)) / 2 if x is None else x, y, text)

    def cover(self, *texts: str) -> None:
        self.page()
        for number, text in enumerate(texts):
            self.line(220 + 50 * number, text, 24)

    def prose(self, *texts: str) -> None:
        self.page()
        for number, text in enumerate(texts):
            self.line(80 + 24 * number, text, 11, LEFT + 22)

    def table(
        self,
        rows: Sequence[Sequence[str]],
        *,
        top: float = 120,
        widths: Sequence[float] = (),
        height: float = 20,
        merged: Iterable[Merged] = (),
        size: float = 9,
    ) -> None:
        """A ruled table; figures stand at the right of their cells, other texts in the middle."""
        count = len(rows[0])
        widths = widths or [(WIDE - 2 * LEFT) / count] * count
        merged = list(merged)
        xs = [LEFT + sum(widths[:column]) for column in range(count + 1)]
        spans = {(row, column): (down, right) for row, column, down, right in merged}
        self._pdf.set_line_width(0.5)
        self._pdf.set_font("cjk", size=size)
        for row, column in sorted({place for owners in cells_of(len(rows), count, merged) for place in owners}):
            down, right = spans.get((row, column), (1, 1))
            x, y = xs[column], top + row * height
            wide, high = xs[column + right] - x, down * height
            self._pdf.rect(x, y, wide, high)
            lines = list(self._wrapped(rows[row][column], wide - 4))
            for number, text in enumerate(lines):
                room = wide - self._pdf.get_string_width(text)
                at = x + (room - 3 if text[-1:].isdigit() and "." in text else room / 2)
                self._pdf.text(at, y + high / 2 + size * (0.36 + 1.1 * (number - (len(lines) - 1) / 2)), text)

    def _wrapped(self, text: str, room: float) -> Iterator[str]:
        """A cell's text in lines that are no wider than its room."""
        line = ""
        for character in text:
            if self._pdf.get_string_width(line + character) > room:
                yield line
                line = ""
            line += character
        yield line

    def form(self, title: str, unit_name: str, rows: Sequence[Sequence[str]], unit: str = "万元") -> None:
        """A page with a table, its title, and the line with the unit's name and the unit of the amounts."""
        self.page()
        self.line(70, title, 16)
        self.line(105, f"部门：{unit_name}", x=LEFT)
        self.line(105, f"单位：{unit}", x=WIDE - LEFT - 60)
        self.table(rows)

    def write(self, path: Path) -> Path:
        self._pdf.output(str(path))
        return path
