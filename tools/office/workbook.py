"""Writes the forms into a workbook, as drawn or with every amount in a colour of its own (to find it in the PDF)."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from office.forms import Cell, Form
from office.look import Borders, Look

FIRST_COLOUR, COLOUR_STEP = 0x010305, 37
# A column's width is counted in digits of the workbook's own font, 11 points.
POINTS_PER_DIGIT = 5.4
CODE_WIDTH = 10  # digits: a code that is a number must not be printed as ###
LINE_HEIGHT = 1.3  # of a line, in sizes of its text
STACKED = 255  # the rotation that stands for one character a line
SMALLEST_TEXT = 5.5  # points: forms are not fitted into less


@dataclass
class Text:
    """A page of prose as a sheet: (style, text) lines, style title, heading, entry or paragraph."""

    name: str
    lines: list[tuple[str, str]]


@dataclass
class Book:
    """What a workbook prints, in order: sheets of forms and of text."""

    look: Look
    unit_name: str
    year: int
    unit: str
    unit_label: str
    unit_word: str
    sheets: list[list[Form] | Text]
    indent: str
    code_numbers: bool
    seed: int
    wider: dict[tuple[int, int], float] = field(default_factory=dict)  # (sheet, column) -> factor


def write_workbook(book: Book, path: Path, marked: bool) -> list[Cell]:
    """Write the workbook; returns the cells with facts, in order, coloured `colour_of(i)` where `marked`."""
    writer = Writer(book, marked)
    for number, content in enumerate(book.sheets, 1):
        if isinstance(content, Text):
            writer.write_text(content, number)
        else:
            writer.write_forms(content, number)
    writer.workbook.save(path)
    return writer.amounts


def points(width: float) -> float:
    """A column's width in points."""
    return width * POINTS_PER_DIGIT


def text_width(text: str, size: float) -> float:
    """About how wide a text is, in points."""
    return sum(size * (1 if ord(char) > 0x2E00 else 0.55) for char in text)


def colour_of(index: int) -> str:
    """The colour of the amount `index` in the marked workbook."""
    return f"{FIRST_COLOUR + COLOUR_STEP * index:06X}"


class Writer:
    """One pass over the book."""

    def __init__(self, book: Book, marked: bool) -> None:
        self.book, self.look, self.marked = book, book.look, marked
        self.rng = random.Random(f"writer {book.seed}")
        self.workbook = Workbook()
        self.workbook.remove(self.workbook.active)
        self.amounts: list[Cell] = []
        self.hidden: set[int] = set()

    # Pages of text ------------------------------------------------------------------------------------------------

    def write_text(self, text: Text, number: int) -> None:
        """A sheet of prose: each paragraph one merged cell."""
        sheet = self.workbook.create_sheet(f"{number}")
        self.set_page(sheet, False, number)
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_setup.fitToHeight = 0
        for column in range(1, 10):
            sheet.column_dimensions[get_column_letter(column)].width = 10
        sizes = {"title": 24, "heading": 14, "entry": 11, "paragraph": 11}
        for row, (style, line) in enumerate(text.lines, 1):
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=9)
            cell = sheet.cell(row, 1, "　　" + line if style == "paragraph" else line)
            size = sizes[style]
            cell.font = Font(name=self.look.font, size=size, bold=style in ("title", "heading"))
            cell.alignment = Alignment("center" if style == "title" else "left", "center", wrap_text=True)
            lines = 1 + len(line) * size // 480
            sheet.row_dimensions[row].height = size * (4 if style == "title" else 1.7) * lines

    # Forms --------------------------------------------------------------------------------------------------------

    def write_forms(self, forms: list[Form], number: int) -> None:
        """A sheet of one or more forms, one below the other."""
        look = self.look
        sheet = self.workbook.create_sheet(f"Z{number:02d} {forms[0].title[:12]}".replace("/", ""))
        self.hidden = set()
        self.set_widths(sheet, forms, number)
        top, starts = 1, []
        for form in forms:
            body = self.write_form(sheet, form, top)
            starts.append((top, body))
            top = sheet.max_row + 1 + look.gap
        self.set_heights(sheet)
        self.fit(sheet, number)
        sheet.print_options.gridLines = look.borders.gridlines
        sheet.print_options.horizontalCentered = look.centred
        form = forms[0]
        first, body = starts[0]
        # On a sheet of several forms the header of the first would stand over the rows of the others.
        if look.repeat_header and len(forms) == 1:
            from_top = self.rng.random() < 0.4
            sheet.print_title_rows = f"{first if from_top else body}:{body + form.header_rows - 1}"
        if look.repeat_labels and form.label_columns and len(forms) == 1:
            sheet.print_title_cols = f"A:{get_column_letter(form.label_columns)}"
        if look.break_every:
            for row in range(body + form.header_rows + look.break_every, sheet.max_row - 1, look.break_every):
                sheet.row_breaks.append(Break(id=row))

    def fit(self, sheet: Worksheet, number: int) -> None:
        """Paper and scale: as the look says, but no smaller than people can read."""
        look = self.look
        width = sum(points(d.width) for d in sheet.column_dimensions.values() if not d.hidden)
        height = sum(d.height or 15 for d in sheet.row_dimensions.values() if not d.hidden)
        short, long = (540, 780) if look.paper == 9 else (780, 1110)
        landscape = self.rng.random() < look.landscape
        fitted = look.fit in ("width", "page")
        if fitted and look.size * short / width < SMALLEST_TEXT:
            landscape = True
        across, down = (long, short) if landscape else (short, long)
        self.set_page(sheet, landscape, number)
        setup = sheet.page_setup
        if fitted:
            sheet.sheet_properties.pageSetUpPr.fitToPage = True
            one_page = look.fit == "page" and look.size * min(across / width, down / height) >= SMALLEST_TEXT
            setup.fitToWidth, setup.fitToHeight = 1, int(one_page)
        elif look.fit == "scale":
            setup.scale = look.scale

    def set_heights(self, sheet: Worksheet) -> None:
        """Rows are as high as their wrapped text needs."""
        spans = {(m.min_row, m.min_col): m for m in sheet.merged_cells.ranges}
        for row in sheet.iter_rows():
            for cell in row:
                stacked = cell.alignment.text_rotation == STACKED
                if not isinstance(cell.value, str) or not (cell.alignment.wrap_text or stacked):
                    continue
                span = spans.get((cell.row, cell.column))
                columns = range(cell.column, (span.max_col if span else cell.column) + 1)
                rows = range(cell.row, (span.max_row if span else cell.row) + 1)
                width = sum(points(d.width) for c in columns
                            if not (d := sheet.column_dimensions[get_column_letter(c)]).hidden)
                size = cell.font.size
                inner = max(width - 3, size)
                lines = sum(max(1, math.ceil(text_width(part, size) / inner)) for part in cell.value.split("\n"))
                if stacked:
                    lines = len(cell.value)
                need = lines * size * LINE_HEIGHT + 3
                have = sum(sheet.row_dimensions[r].height or 0 for r in rows)
                for r in rows:
                    dimension = sheet.row_dimensions[r]
                    if need > have:
                        dimension.height = round((dimension.height or 0) + (need - have) / len(rows), 1)

    def set_page(self, sheet: Worksheet, landscape: bool, number: int) -> None:
        """Paper, margins, running lines."""
        look = self.look
        sheet.sheet_view.showGridLines = True
        setup = sheet.page_setup
        setup.orientation = "landscape" if landscape else "portrait"
        setup.paperSize = look.paper
        rng = random.Random(f"page {self.book.seed}")
        margins = sheet.page_margins
        margins.left = margins.right = rng.choice([0.4, 0.7, 0.9])
        margins.top = margins.bottom = rng.choice([0.5, 0.75, 1])
        margins.header = margins.footer = 0.3
        sheet.oddFooter.center.text = look.footer or None
        if look.header_text:
            sheet.oddHeader.center.text = f"{self.book.unit_name}{self.book.year}年度部门决算"
        if look.restart_numbers and number % 2:
            setup.firstPageNumber, setup.useFirstPageNumber = 1, True

    def set_widths(self, sheet: Worksheet, forms: list[Form], number: int) -> None:
        """The widest of the forms decides each column."""
        look = self.look
        for i in range(max(len(f.widths) for f in forms)):
            width = max(f.widths[i] for f in forms if i < len(f.widths)) * look.size / 11
            amounts = any(c.kind == "amount" and c.column == i for f in forms for c in f.cells)
            squeeze = max(look.squeeze, 0.9) if amounts and not look.amounts_as_text else look.squeeze
            codes = any(c.kind == "code" and len(c.text) == 7 for f in forms for c in f.cells if c.column == i)
            if codes and self.book.code_numbers:
                width, squeeze = max(width, CODE_WIDTH * look.size / 11), max(squeeze, 1)
            width *= squeeze * self.book.wider.get((number, i), 1)
            sheet.column_dimensions[get_column_letter(i + 1)].width = round(width, 2)
        for i in self.hidden:
            sheet.column_dimensions[get_column_letter(i + 1)].hidden = True

    def write_form(self, sheet: Worksheet, form: Form, top: int) -> int:
        """One form from row `top` on, caption first; returns its first row."""
        look = self.look
        body = self.write_caption(sheet, form, top)
        bottom, columns = body + form.rows - 1, len(form.widths)
        note_row = bottom + 1
        if look.note == "inside":
            bottom += 1
        box = (top if look.title_inside else body, bottom, columns, body + form.header_rows)
        for cell in form.cells:
            self.write_cell(sheet, cell, body, box)
        if look.title_inside or look.note == "inside":
            rows = [*range(top, body)] if look.title_inside else []
            rows += [note_row] if look.note == "inside" else []
            for row in rows:
                for column in range(1, columns + 1):
                    sheet.cell(row, column).border = self.border(row, column, 1, 1, box)
        if look.note != "none":
            self.write_line(sheet, note_row, 1, columns, form.note, "left")
        self.hide_rows(sheet, form, body)
        return body

    def write_caption(self, sheet: Worksheet, form: Form, top: int) -> int:
        """Number, title, unit's name and unit of amounts; returns the first row below."""
        look, book, n = self.look, self.book, len(form.widths)
        right = max(2, n - max(1, n // 4) + 1)
        name, unit = f"{book.unit_label}{book.unit_name}", f"{book.unit_word}{book.unit}"
        year = f"{book.year}年度" if self.rng.random() < 0.2 else ""
        row = top
        if look.caption == "corner":
            self.write_line(sheet, row, 1, n, form.number, "left")
            row += 1
        self.write_line(sheet, row, 1, n, year + form.title, "center", title=True)
        row += 1
        if look.caption == "joined":
            line = "        ".join(x for x in (name, f"{book.year}年度", form.number, unit) if x)
            self.write_line(sheet, row, 1, n, line, "left")
        elif look.caption == "three":
            self.write_line(sheet, row, right, n, form.number, "right")
            row += 1
            middle = max(2, n // 2)
            self.write_line(sheet, row, 1, middle - 1 if n > 3 else 1, name, "left")
            if n > 3 and right > middle:
                self.write_line(sheet, row, middle, right - 1, f"{book.year}年度", "center")
            self.write_line(sheet, row, right, n, unit, "right")
        elif look.caption in ("split", "corner"):
            if look.caption == "split" and form.number:
                self.write_line(sheet, row, right, n, form.number, "right")
                row += 1
            self.write_line(sheet, row, 1, right - 1, name, "left")
            self.write_line(sheet, row, right, n, unit, "right")
        else:
            self.write_line(sheet, row, 1, n, unit, "right")
        return row + 1

    def write_line(self, sheet: Worksheet, row: int, first: int, last: int, text: str, align: str,
                   title: bool = False) -> None:
        """A line of text over the columns `first` to `last`."""
        if last > first:
            sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
        look = self.look
        cell = sheet.cell(row, first, text or None)
        size = look.title_size if title else look.size
        cell.font = Font(name=look.title_font if title else look.font, size=size, bold=title and look.bold_header)
        cell.alignment = Alignment(align, "center", wrap_text=not title and len(text) > 60)
        height = size * 1.9 * (1 + (len(text) > 60))
        sheet.row_dimensions[row].height = max(height, sheet.row_dimensions[row].height or 0)

    def hide_rows(self, sheet: Worksheet, form: Form, body: int) -> None:
        """Rows without any amount, and the column of line numbers, where the look hides them."""
        if self.look.hide_zero_rows:
            for row in range(form.header_rows, form.rows):
                amounts = [c for c in form.cells if c.row == row and c.kind == "amount"]
                if amounts and not any(c.amount for c in amounts) and not any(c.total for c in amounts):
                    sheet.row_dimensions[body + row].hidden = True
        if self.look.hide_line_numbers:
            numbered = {c.column for c in form.cells if c.kind == "number"}
            self.hidden |= numbered if form.sides else set()

    # Cells --------------------------------------------------------------------------------------------------------

    def write_cell(self, sheet: Worksheet, cell: Cell, body: int, box: tuple[int, int, int, int]) -> None:
        """One cell of a form with its style."""
        look = self.look
        row, column = body + cell.row, cell.column + 1
        if cell.rows > 1 or cell.columns > 1:
            sheet.merge_cells(start_row=row, end_row=row + cell.rows - 1, start_column=column,
                              end_column=column + cell.columns - 1)
        for r in range(row, row + cell.rows):
            for c in range(column, column + cell.columns):
                sheet.cell(r, c).border = self.border(row, column, cell.rows, cell.columns, box, at=(r, c))
        target = sheet.cell(row, column)
        head = cell.kind == "head"
        value, number_format = self.value(cell)
        target.value = value
        if number_format:
            target.number_format = number_format
        target.font = self.font(cell)
        target.alignment = self.alignment(cell)
        fill = look.header_fill if head else look.total_fill if cell.total else look.stripe if cell.row % 2 else ""
        if fill:
            target.fill = PatternFill("solid", fgColor=fill)
        if target.alignment.text_rotation == STACKED:
            target.value = "".join(cell.text.split())
        elif look.row_height and not head:
            odd = 1.7 if look.uneven_rows and cell.row % 5 == 3 else 1
            sheet.row_dimensions[row].height = max(look.row_height, look.size * 1.3) * odd

    def value(self, cell: Cell) -> tuple[str | float | int | None, str]:
        """What is written, and its number format."""
        look = self.look
        if cell.kind != "amount":
            if cell.kind == "code" and self.book.code_numbers and cell.text.isdigit() and cell.text[0] != "0":
                return int(cell.text), "0"
            pad = {"blanks": "  ", "wide": "　"}.get(self.book.indent, "") * cell.indent
            return self.heading(cell) if cell.kind == "head" else (pad + cell.text) or None, ""
        amount = cell.amount
        assert amount is not None and cell.fact is not None
        if not amount and look.zero in ("", "-", "—", "——"):
            return look.zero or None, ""
        self.amounts.append(cell)
        money = cell.fact.unit in ("元", "万元")
        if not money:
            return int(amount), "0"
        if look.amounts_as_text:
            sign = look.minus if amount < 0 else ""
            return sign + (f"{abs(amount):,.2f}" if "," in look.amount_format else f"{abs(amount):.2f}"), "@"
        number_format = look.amount_format
        if self.marked:
            number_format = number_format.replace("[Red]", "")
        return float(amount), number_format

    def heading(self, cell: Cell) -> str | None:
        """A heading, perhaps broken by hand."""
        text = cell.text
        if len(text) >= 4 and cell.columns == 1 and self.rng.random() < self.look.broken_headings:
            at = self.rng.randint(2, len(text) - 1)
            text = text[:at] + "\n" + text[at:]
        return text or None

    def font(self, cell: Cell) -> Font:
        """The cell's font; in the marked workbook amounts alone have colours."""
        look = self.look
        head, digits = cell.kind == "head", cell.kind in ("amount", "code", "number")
        bold = (head and look.bold_header) or (cell.total and look.bold_total)
        colour = look.header_colour if head and not self.marked else "FF000000"
        if self.marked and cell.kind == "amount" and self.amounts and self.amounts[-1] is cell:
            colour = "FF" + colour_of(len(self.amounts) - 1)
        return Font(name=look.latin if digits and look.latin else look.font, size=look.size, bold=bold, color=colour)

    def alignment(self, cell: Cell) -> Alignment:
        """How the text stands in its cell."""
        look = self.look
        if cell.kind == "head":
            stacked = 3 <= len(cell.text) <= 10 and cell.columns == 1 and self.rng.random() < look.stacked
            return Alignment("center", "center", wrap_text=not stacked, text_rotation=STACKED if stacked else 0)
        vertical = look.vertical_align
        if cell.kind == "amount":
            accounting = "*" in look.amount_format and not look.amounts_as_text
            return Alignment("general" if accounting else look.amount_align, vertical)
        if cell.kind in ("number", "code") or (cell.total and cell.columns > 1):
            return Alignment("left" if cell.kind == "code" and self.book.indent else "center", vertical)
        distributed = look.label_align == "distributed" and len(cell.text) < 9
        horizontal = "distributed" if distributed else "left" if look.label_align == "distributed" else look.label_align
        indent = cell.indent if self.book.indent == "cell" and horizontal == "left" else 0
        return Alignment(horizontal, vertical, wrap_text=look.labels == "wrap", shrink_to_fit=look.labels == "shrink",
                         indent=indent)

    def border(self, row: int, column: int, rows: int, columns: int, box: tuple[int, int, int, int],
               at: tuple[int, int] | None = None) -> Border:
        """The lines round the part `at` of a cell; `box` is the form's first and last row, columns, first body row."""
        lines: Borders = self.look.borders
        top, bottom, last, body = box
        r, c = at or (row, column)

        def side(edge: bool, outer: bool, name: str, inner: str) -> Side | None:
            if not edge or (outer and name in lines.open_sides) or (not outer and self.rng.random() < lines.gaps):
                return None
            style = lines.outer if outer else inner
            if lines.half and name in ("right", "bottom"):
                return None
            return Side(style, color=lines.colour) if style else None

        def across(line: int) -> str:
            return lines.header if line <= body else lines.horizontal

        return Border(
            left=side(c == column, c == 1, "left", lines.vertical),
            right=side(c == column + columns - 1, c == last, "right", lines.vertical),
            top=side(r == row, r == top, "top", across(r)),
            bottom=side(r == row + rows - 1, r == bottom, "bottom", across(r + 1)),
        )


def as_number(printed: str) -> Decimal | None:
    """What a printed amount says, brackets and wide signs included; None for a dash or nothing."""
    text = "".join(printed.split()).replace(",", "").replace("－", "-").replace("（", "(").replace("）", ")")
    if text.startswith("(") and text.endswith(")"):
        text = "-" + text[1:-1]
    if not any(ch.isdigit() for ch in text):
        return None
    if "E" in text:
        raise ArithmeticError("scientific notation")
    return Decimal(text)
