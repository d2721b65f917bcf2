"""Draws a final-account disclosure as a spreadsheet, exports it with LibreOffice and writes its true facts.

    python tools/draw_office.py --seed N --out DIR [--check]

DIR gets doc.pdf, doc.xlsx, truth.facts.jsonl and look.json (what was drawn, for reading results). The same seed,
fonts and LibreOffice give the same document. Needs `pip install -e .[tools]` and Debian's libreoffice-calc,
libreoffice-writer and Chinese fonts (see README.md).

How the truth is found: the workbook is exported twice, the second time with every amount in a colour of its own;
the colours say where each amount is printed. A value is what is printed there, and must be the drawn amount.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

import pikepdf

from office.accounts import SOURCES, Accounts, draw_accounts
from office.export import export, write_prose
from office.forms import CODED, FEN, WORDING, Cell, Content, Form, Printer
from office.look import Look, draw_content, draw_look
from office.paper import Fact, finish
from office.truth import Printed, check, fact_of, find_amounts
from office.workbook import Book, Text, write_workbook

ATTEMPTS = 6  # to widen columns that print ###
WIDER = 1.25


def draw_forms(rng: random.Random, accounts: Accounts, content: Content) -> list[Form]:
    """The forms in the order and with the titles of one province."""
    family = WORDING["families"][rng.choice(list(WORDING["families"]))]
    pattern, titles = rng.choice(family["numbers"]), rng.random() < 0.3
    printer = Printer(rng, accounts, content, accounts.year)
    forms = []
    for i, table in enumerate(family["order"], 1):
        if table == "state_capital" and accounts.year < 2020:  # the form is newer
            continue
        names = WORDING["titles"][table]
        title = rng.choice(names) if titles else names[0]
        forms.append(printer.form(table, title, pattern.format(i)))
    return forms


def draw_sheets(rng: random.Random, forms: list[Form], look: Look) -> list[list[Form]]:
    """Which forms share a sheet: neighbours whose columns are alike, so that widths suit both."""
    sheets: list[list[Form]] = []
    for form in forms:
        last = sheets[-1] if sheets else []
        alike = bool(last) and [f.table in CODED for f in (last[-1], form)] in ([True, True], [False, False])
        alike = alike and bool(last[-1].sides) == bool(form.sides)
        if last and len(last) < look.group and (alike or rng.random() < 0.3):
            last.append(form)
        else:
            sheets.append([form])
    return sheets


def draw_text(accounts: Accounts, look: Look, content: Content, name: str,
              forms: list[Form]) -> tuple[list[Text], list[Text]]:
    """Pages of text before and after the forms."""
    unit = content.unit
    income, spent = accounts.income().get("合计", {}), accounts.expenditure().get("合计", {})
    money = {"total": income.get("本年收入合计", 0), "part": income.get("其他收入", 0),
             "income": income.get("本年收入合计", 0), "approp": sum(accounts.appropriated(s) for s in SOURCES),
             "spent": spent.get("本年支出合计", 0),
             "basic": spent.get("基本支出", 0), "project": spent.get("项目支出", 0),
             "three": accounts.three_public["决算数"]["合计"]}
    values = {k: f"{v / FEN[unit]:.2f}" for k, v in money.items()} | {"name": name, "year": accounts.year, "unit": unit}

    def prose(key: str) -> list[Text]:
        pages: list[Text] = []
        for heading, text in WORDING[key]:
            if not heading:
                pages.append(Text(text[:4], [("heading", text.format(**values))]))
            else:
                pages[-1].lines += [("heading", heading), ("paragraph", text.format(**values))]
        return pages

    before, after = [], []
    if look.cover:
        before.append(Text("cover", [("title", name), ("title", f"{accounts.year}年度部门决算")]))
    if look.contents:
        lines = [("title", "目    录")]
        lines += [("entry", f"{form.title}{'.' * 40}{i + 3}") for i, form in enumerate(forms, 1)]
        before.append(Text("contents", lines))
    if look.prose:
        before += prose("prose_before")
        after += prose("prose_after")
    return before, after


class Document:
    """One drawn document on its way from figures to files."""

    def __init__(self, seed: int) -> None:
        rng = random.Random(f"office {seed}")
        self.seed, self.year = seed, rng.randint(2018, 2025)
        self.accounts = draw_accounts(rng, self.year)
        self.content, self.look = draw_content(rng), draw_look(rng)
        self.name = "".join(rng.choice(WORDING[k]) for k in ("places", "suffixes", "bureaus"))
        self.forms = draw_forms(rng, self.accounts, self.content)
        self.before, self.after = draw_text(self.accounts, self.look, self.content, self.name, self.forms)
        sheets: list[list[Form] | Text] = [*draw_sheets(rng, self.forms, self.look)]
        if self.look.text == "sheet":
            sheets = [*self.before, *sheets, *self.after]
        self.narrow: set[tuple[int, int]] = set()
        unit_label, unit_word = rng.choice(WORDING["unit_names"]), rng.choice(WORDING["unit_words"])
        self.book = Book(self.look, self.name, self.year, self.content.unit, unit_label, unit_word, sheets,
                         self.content.indent, self.content.code_numbers, seed)

    def export_forms(self, folder: Path) -> tuple[Path, Path, list[Fact]]:
        """The workbook, its PDF and the facts; columns that print no number are widened and all is done again.

        Raises:
            RuntimeError: some column still prints none after all attempts.
        """
        plain, marked = folder / "doc.xlsx", folder / "marked.xlsx"
        for _ in range(ATTEMPTS):
            write_workbook(self.book, plain, marked=False)
            cells = write_workbook(self.book, marked, marked=True)
            pdf, marked_pdf = export([plain, marked], folder)
            facts: list[Fact] = []
            self.narrow.clear()
            printed = find_amounts(marked_pdf, cells)
            self.check_hidden(cells, printed)
            for item in printed:
                try:
                    fact = fact_of(item)
                except ValueError as error:
                    self.note_narrow(item, str(error))
                    continue
                if fact is not None:
                    facts.append(fact)
            if not self.narrow:
                return plain, pdf, facts
            for key in self.narrow:
                self.book.wider[key] = self.book.wider.get(key, 1) * WIDER
        raise RuntimeError(f"seed {self.seed}: columns stay too narrow")

    def check_hidden(self, cells: list[Cell], printed: list[Printed]) -> None:
        """Only zeros are hidden, or printed as nothing by their number format.

        Raises:
            RuntimeError: an amount is not printed.
        """
        seen = {id(item.cell) for item in printed}
        lost = [cell for cell in cells if cell.amount and id(cell) not in seen]
        if lost:
            raise RuntimeError(f"seed {self.seed}: {len(lost)} amounts are not printed, first {lost[0]}")

    def note_narrow(self, item: Printed, text: str) -> None:
        """Remember the column of an amount that is printed as ###."""
        if "#" not in text and "E" not in text:
            raise RuntimeError(f"seed {self.seed}: {item.cell} is printed as {text!r}")
        for number, sheet in enumerate(self.book.sheets, 1):
            if not isinstance(sheet, Text) and any(item.cell is c for form in sheet for c in form.cells):
                self.narrow.add((number, item.cell.column))

    def write(self, out: Path) -> list[Fact]:
        """Write all files into `out`; returns the facts."""
        out.mkdir(parents=True, exist_ok=True)
        look = self.look
        with tempfile.TemporaryDirectory(prefix="office-") as name:
            folder = Path(name)
            plain, pdf, facts = self.export_forms(folder)
            parts, pages_before, watermark = [pdf], 0, None
            if look.text == "writer":
                texts = [("before", self.before), ("after", self.after)]
                files = []
                for key, pages in texts:
                    if pages:
                        write_prose(pages, look.font, look.footer, folder / f"{key}.fodt")
                        files.append(folder / f"{key}.fodt")
                made = export(files, folder) if files else []
                parts = [p for p in made if p.stem == "before"] + [pdf] + [p for p in made if p.stem == "after"]
            if look.watermark == "text":
                write_prose([Text("w", [("watermark", self.name)])], look.font, "", folder / "w.fodt")
                watermark = export([folder / "w.fodt"], folder)[0]
            if parts[0] is not pdf:
                pages_before = count_pages(parts[0])
            for fact in facts:
                fact["page"] = int(str(fact["page"])) + pages_before
            finish(parts, out / "doc.pdf", look, self.seed, watermark, self.name, facts)
            shutil.copy(plain, out / "doc.xlsx")
        order = {form.table: i for i, form in enumerate(self.forms)}
        facts.sort(key=lambda f: order[str(f["table"])])
        with (out / "truth.facts.jsonl").open("w", encoding="utf-8") as file:
            for fact in facts:
                file.write(json.dumps(fact, ensure_ascii=False) + "\n")
        drawn = {"year": self.year, "content": asdict(self.content), "look": asdict(look)}
        text = json.dumps(drawn, ensure_ascii=False, indent=1, default=sorted)
        (out / "look.json").write_text(text, encoding="utf-8")
        return facts


def count_pages(pdf: Path) -> int:
    """How many pages a PDF has."""
    with pikepdf.open(pdf) as document:
        return len(document.pages)


def main() -> int:
    """Draw one document; 1 where the check finds a fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--check", action="store_true", help="read every value back from the PDF at its box")
    arguments = parser.parse_args()
    facts = Document(arguments.seed).write(arguments.out)
    print(f"seed {arguments.seed}: {len(facts)} facts, {count_pages(arguments.out / 'doc.pdf')} pages")
    if not arguments.check:
        return 0
    faults = check(arguments.out / "doc.pdf", facts)
    keys = [(f["table"], f["row"], f["column"]) for f in facts]
    faults += [f"twice: {key}" for key in {k for k in keys if keys.count(k) > 1}]
    for fault in faults:
        print(fault, file=sys.stderr)
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
