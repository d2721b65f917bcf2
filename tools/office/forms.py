"""The ten forms as grids of cells, each amount with the fact that it prints."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import yaml

from office.accounts import CAPITAL, FUND, OTHER_INCOME, SOURCES, Accounts, Rows

WORDING: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "wording.yaml").read_text(encoding="utf-8"))
CODED = ("income", "expenditure", "general_budget", "government_fund", "state_capital")
FEN = {"元": 100, "万元": 1_000_000}
DIGITS = "零一二三四五六七八九十"


@dataclass
class Fact:
    """What an amount cell states; keys as in the facts contract."""

    table: str
    row: str
    column: str
    unit: str
    label: str


@dataclass
class Cell:
    """A cell of a form; `kind` is head, label, code, number, amount or blank."""

    row: int
    column: int
    kind: str
    text: str = ""
    amount: Decimal | None = None
    rows: int = 1
    columns: int = 1
    indent: int = 0
    fact: Fact | None = None
    total: bool = False


@dataclass
class Form:
    """One form: cells, the widths of its columns (in digits), and how many rows are header and columns labels."""

    table: str
    title: str
    number: str
    widths: list[float]
    cells: list[Cell] = field(default_factory=list)
    header_rows: int = 0
    label_columns: int = 1
    note: str = ""
    sides: tuple[int, ...] = ()  # first column of each block that is printed side by side

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return max(cell.row + cell.rows for cell in self.cells)

    def put(self, row: int, column: int, kind: str, text: str = "", **more: Any) -> Cell:  # noqa: ANN401
        """Add a cell."""
        cell = Cell(row, column, kind, text, **more)
        self.cells.append(cell)
        return cell


@dataclass
class Content:
    """What is printed, apart from how it looks."""

    unit: str
    codes: str  # one, merged (three columns, joined below the header) or three
    total_last: bool
    line_numbers: bool
    column_numbers: bool
    all_lines: bool  # every class of expenditure, or only those with an amount
    blocks: int  # of the form of economic codes
    three_public: str  # wide, paired or long
    capital_long: bool
    unit_in_header: bool
    group_header: bool  # a header 项目 above code and name
    indent: str  # "", cell (the cell's own indent), blanks or wide (ideographic blanks)
    spread: bool  # 合    计
    precision: int  # decimals kept in the cells
    code_numbers: bool  # codes are numbers, not text
    blank_rows: int
    drop_empty_columns: bool


def ordinal(n: int) -> str:
    """1 -> 一, 23 -> 二十三."""
    if n <= 10:
        return DIGITS[n]
    return (DIGITS[n // 10] if n >= 20 else "") + "十" + (DIGITS[n % 10] if n % 10 else "")


class Printer:
    """Builds the forms of one document."""

    def __init__(self, rng: random.Random, accounts: Accounts, content: Content, year: int) -> None:
        self.rng, self.accounts, self.content, self.year = rng, accounts, content, year
        self.words = {key: rng.choice(WORDING[key]) for key in
                      ("code_words", "economic_code_words", "name_words", "amount_words")}

    def form(self, table: str, title: str, number: str) -> Form:
        """The form of one table."""
        form = Form(table, title, number, [], note=WORDING["notes"][table])
        if table == "income_expenditure":
            self.fill_two_sided(form, *self.income_expenditure_lines())
        elif table == "appropriation":
            self.fill_two_sided(form, *self.appropriation_lines())
        elif table in CODED:
            self.fill_coded(form)
        elif table == "general_budget_basic":
            self.fill_economic(form)
        elif table == "three_public":
            self.fill_three_public(form)
        else:
            self.fill_statistics(form)
        return form

    def amount(self, form: Form, row: int, column: int, fen: int | None, fact: tuple[str, str, str] | None,
               unit: str | None = None, **more: Any) -> None:  # noqa: ANN401
        """Put an amount; a count where `unit` is not one of money."""
        if fen is None or fact is None:
            form.put(row, column, "blank")
            return
        scale = FEN.get(unit or self.content.unit, 1)
        step = Decimal(1).scaleb(-self.content.precision if scale > 1 else 0)
        value = (Decimal(fen) / scale).quantize(step, rounding=ROUND_HALF_UP)
        key, name, label = fact
        form.put(row, column, "amount", amount=value,
                 fact=Fact(form.table, key, name, unit or self.content.unit, label), **more)

    def spread(self, text: str) -> str:
        """Short words are spread with blanks in some documents."""
        if self.content.spread and 2 <= len(text) <= 3:
            return ("    " if len(text) == 2 else " ").join(text)
        return text

    def header(self, form: Form, column: int, paths: Sequence[str], depth: int, unit: bool = False) -> None:
        """Headings of several columns from `column` on, `/` between levels, over `depth` rows."""
        suffix = f"（{self.content.unit}）" if unit and self.content.unit_in_header else ""
        split = [path.split("/") for path in paths]
        i = 0
        while i < len(split):
            path = split[i]
            if len(path) == 1:
                form.put(0, column + i, "head", self.spread(path[0]) + suffix, rows=depth)
                i += 1
                continue
            end = i
            while end < len(split) and len(split[end]) > 1 and split[end][0] == path[0]:
                form.put(1, column + end, "head", self.spread(split[end][1]) + suffix, rows=depth - 1)
                end += 1
            form.put(0, column + i, "head", path[0], columns=end - i)
            i = end

    # Forms of two sides -------------------------------------------------------------------------------------------

    def class_lines(self, amounts: dict[str, Counter[str]]) -> list[tuple[str, str, Counter[str]]]:
        """(printed label, key, amounts) of the classes of expenditure."""
        unused = {"209", "227", "230"}
        codes = [c for c in self.accounts.names if len(c) == 3 and c not in unused
                 and (self.content.all_lines or any(amounts.get(c, Counter()).values()))]
        names = [self.accounts.names[c] for c in codes]
        return [(f"{ordinal(i)}、{name}", name, amounts.get(code, Counter()))
                for i, (code, name) in enumerate(zip(codes, names, strict=True), 1)]

    def income_expenditure_lines(self) -> tuple[list[Any], list[Any], list[Any], list[str]]:
        """Left lines, right lines, lines at the foot and the columns on the right."""
        a = self.accounts
        totals_in, totals_out = a.income().get("合计", Counter()), a.expenditure().get("合计", Counter())
        values = {f"{s}收入": a.appropriated(s) for s in SOURCES} | {c: totals_in[c] for c in OTHER_INCOME}
        left = [(f"{ordinal(i)}、{name}", name, values[name]) for i, name in enumerate(WORDING["income_lines"], 1)
                if name[:4] != "国有资本" or self.year >= 2020]
        classes = {c: Counter(金额=row["本年支出合计"]) for c, row in a.expenditure().items() if len(c) == 3}
        opening = sum(a.total("opening", s) for s in SOURCES) + a.other_opening
        closing = sum(a.total("closing", s) for s in SOURCES) + a.other_closing
        surplus = "使用非财政拨款结余" + ("（含专用结余）" if self.year >= 2023 else "")
        foot = [
            ("本年收入合计", totals_in["本年收入合计"], "本年支出合计", totals_out["本年支出合计"]),
            (surplus, a.used, "结余分配", a.allocated),
            ("年初结转和结余", opening, "年末结转和结余", closing),
            ("总计", totals_in["本年收入合计"] + a.used + opening, "总计",
             totals_out["本年支出合计"] + a.allocated + closing),
        ]
        rows = [(x, x, v, y, y, Counter(金额=w)) for x, v, y, w in foot]
        return left, self.class_lines(classes), rows, ["金额"]

    def appropriation_lines(self) -> tuple[list[Any], list[Any], list[Any], list[str]]:
        """Left lines, right lines, lines at the foot and the columns on the right."""
        a = self.accounts
        sources = [s for s in SOURCES if s != CAPITAL or self.year >= 2020]
        classes: dict[str, Counter[str]] = {}
        for code, item in a.items.items():
            line = classes.setdefault(code[:3], Counter())
            for s in SOURCES:
                line[s] += item.spent(s)
                line["合计"] += item.spent(s)
        left = [(f"{ordinal(i)}、{s}", s, a.appropriated(s)) for i, s in enumerate(sources, 1)]
        spent: Counter[str] = Counter()
        for line in classes.values():
            spent.update(line)
        closing = Counter({s: a.total("closing", s) for s in SOURCES})
        closing["合计"] = sum(closing.values())
        both = Counter({c: spent[c] + closing[c] for c in spent})
        opened, income = sum(a.total("opening", s) for s in SOURCES), sum(a.appropriated(s) for s in SOURCES)
        carried = "年初财政拨款结转和结余"
        rows: list[Any] = [("本年收入合计", "本年收入合计", income, "本年支出合计", "本年支出合计", spent),
                           (carried, carried, opened, "年末财政拨款结转和结余", "年末财政拨款结转和结余", closing)]
        for i, s in enumerate(sources, 1):
            printed = f"{ordinal(i)}、{s}" if self.content.indent else s
            rows.append((printed, f"{carried}/{s}", a.total("opening", s), "", "", None))
        rows.append(("总计", "总计", income + opened, "总计", "总计", both))
        return left, self.class_lines(classes), rows, ["合计", *sources]

    def fill_two_sided(self, form: Form, left: list[Any], right: list[Any], foot: list[Any],
                       columns: list[str]) -> None:
        """Income on the left, expenditure on the right."""
        content = self.content
        numbered = int(content.line_numbers)
        middle = 2 + numbered
        word = self.words["amount_words"]
        form.put(0, 0, "head", self.spread("收入"), columns=middle)
        form.put(0, middle, "head", self.spread("支出"), columns=1 + numbered + len(columns))
        suffix = f"（{content.unit}）" if content.unit_in_header else ""
        for start in (0, middle):
            form.put(1, start, "head", self.spread("项目"))
            if numbered:
                form.put(1, start + 1, "head", "行次")
        form.put(1, 1 + numbered, "head", word + suffix)
        for i, name in enumerate(columns if len(columns) > 1 else [word]):
            form.put(1, middle + 1 + numbered + i, "head", name + suffix)
        at = 2
        if content.column_numbers:
            for start, cells in ((0, 1), (middle, len(columns))):
                form.put(2, start, "head", self.spread("栏次"))
                if numbered:
                    form.put(2, start + 1, "head")
                for i in range(cells):
                    form.put(2, start + 1 + numbered + i, "head", str((start > 0) + i + 1))
            at = 3
        form.header_rows, form.label_columns, form.sides = at, 1, (0, middle)
        body: list[Any] = []
        for i in range(max(len(left), len(right))):
            x = left[i] if i < len(left) else ("", "", None)
            y = right[i] if i < len(right) else ("", "", None)
            body.append((*x, *y))
        everything = body + foot
        for i, (x, x_key, value, y, y_key, values) in enumerate(everything):
            row, total = at + i, i >= len(body)
            form.put(row, 0, "label", self.spread(x), total=total, indent=int("/" in x_key))
            form.put(row, middle, "label", self.spread(y), total=total)
            if numbered:
                form.put(row, 1, "number", str(i + 1))
                form.put(row, middle + 1, "number", str(len(everything) + i + 1))
            self.amount(form, row, 1 + numbered, value, (f"收入/{x_key}", "金额", x) if x else None, total=total)
            for k, name in enumerate(columns):
                self.amount(form, row, middle + 1 + numbered + k, values[name] if values is not None and y else None,
                            (f"支出/{y_key}", name, y) if y else None, total=total)
        label, value_width = (30, 14) if len(columns) == 1 else (26, 13)
        form.widths = [label, *[5] * numbered, value_width, label, *[5] * numbered, *[value_width] * len(columns)]

    # Forms by functional code -------------------------------------------------------------------------------------

    def coded_rows(self, table: str) -> tuple[Rows, list[str]]:
        """Rows and columns of a form by functional code."""
        a = self.accounts
        columns = list(WORDING["columns"][table])
        if table == "income":
            return a.income(), columns
        if table == "expenditure":
            return a.expenditure(), columns
        if table == "general_budget":
            return a.general(), columns
        if table == "government_fund":
            return a.fund(FUND), columns
        long = list(WORDING["columns"]["government_fund"])
        return a.fund(CAPITAL), long if self.content.capital_long else columns

    def fill_coded(self, form: Form) -> None:
        """One row a functional code."""
        content = self.content
        rows, columns = self.coded_rows(form.table)
        if content.drop_empty_columns and rows:
            columns = [c for c in columns if any(row[c] for row in rows.values())]
        wording = WORDING["columns"][form.table]
        if columns[0] not in wording or len(columns) > len(wording):
            wording = WORDING["columns"]["government_fund"]
        variant = self.rng.randrange(max(len(v) for v in wording.values()))
        paths = [wording[c][variant % len(wording[c])] for c in columns]
        code_columns = 1 if content.codes == "one" else 3
        labels = code_columns + 1
        depth = 2 if any("/" in p for p in paths) or content.group_header else 1
        depth += content.codes == "three"
        form.label_columns = labels
        top = int(content.group_header)
        if top:
            form.put(0, 0, "head", self.spread("项目"), columns=labels)
        if content.codes == "three":
            form.put(top, 0, "head", self.words["code_words"], columns=3, rows=depth - top - 1)
            for i, name in enumerate("类款项"):
                form.put(depth - 1, i, "head", name)
        else:
            form.put(top, 0, "head", self.words["code_words"], columns=code_columns, rows=depth - top)
        form.put(top, code_columns, "head", self.words["name_words"], rows=depth - top)
        self.header(form, labels, paths, depth, unit=True)
        at = depth
        if content.column_numbers:
            form.put(at, 0, "head", self.spread("栏次"), columns=labels)
            for i in range(len(columns)):
                form.put(at, labels + i, "head", str(i + 1))
            at += 1
        form.header_rows = at
        codes = [c for c in rows if c != "合计"]
        order = [*codes, "合计"] if content.total_last else ["合计", *codes]
        if not codes:
            order += [""] * content.blank_rows
            form.note = WORDING["empty_note"]
        for key in order:
            self.coded_row(form, at, key, rows.get(key, Counter()) if key else None, columns, code_columns)
            at += 1
        form.widths = [*([9] if code_columns == 1 else [5, 4, 4]), 30, *[13] * len(columns)]

    def coded_row(self, form: Form, at: int, key: str, row: Counter[str] | None, columns: list[str],
                  code_columns: int) -> None:
        """One row of a form by functional code; blank without a key."""
        content = self.content
        label = self.accounts.names.get(key, key)
        if key == "合计":
            form.put(at, 0, "label", self.spread("合计"), columns=code_columns + 1, total=True)
        else:
            if content.codes == "three":
                for i, part in enumerate((key[:3], key[3:5], key[5:7])):
                    form.put(at, i, "code", part)
            else:
                form.put(at, 0, "code", key, columns=code_columns)
            form.put(at, code_columns, "label", self.spread(label), indent=(len(key) - 3) // 2 if key else 0)
        for i, column in enumerate(columns):
            self.amount(form, at, code_columns + 1 + i, row[column] if row is not None else None,
                        (key, column, label) if key else None, total=key == "合计")

    # The others ---------------------------------------------------------------------------------------------------

    def fill_economic(self, form: Form) -> None:
        """Blocks side by side of one row an economic code."""
        content, a = self.content, self.accounts
        heads = {1: [("301", "302", "303", "310")], 2: [("301", "303"), ("302", "307", "310")],
                 3: [("301", "303"), ("302",), ("307", "310", "312", "399")]}[content.blocks]
        blocks = []
        for block in heads:
            codes = [c for head in block for c in a.economic_names if c.startswith(head)]
            if content.blocks == 1 or not content.all_lines:
                codes = [c for c in codes if a.economic[c]]
            blocks.append(codes)
        at = 0
        if content.blocks > 1 and content.group_header:
            size = 4 if content.codes == "three" else 3
            form.put(0, 0, "head", "人员经费", columns=size)
            form.put(0, size, "head", "公用经费", columns=size * (content.blocks - 1))
            at = 1
        suffix = f"（{content.unit}）" if content.unit_in_header else ""
        split = int(content.codes == "three")  # class and item in columns of their own
        size, depth = 3 + split, 1 + split
        for b in range(len(blocks)):
            start = size * b
            form.put(at, start, "head", self.words["economic_code_words"], columns=1 + split)
            if split:
                form.put(at + 1, start, "head", "类")
                form.put(at + 1, start + 1, "head", "款")
            form.put(at, start + 1 + split, "head", "科目名称", rows=depth)
            form.put(at, start + 2 + split, "head", self.words["amount_words"] + suffix, rows=depth)
        at += depth
        form.header_rows, form.label_columns = at, 2 + split
        form.sides = tuple(size * b for b in range(len(blocks)))
        for i in range(max(map(len, blocks))):
            for b, codes in enumerate(blocks):
                code = codes[i] if i < len(codes) else ""
                name = a.economic_names.get(code, "")
                form.put(at, size * b, "code", code[:3] if split else code)
                if split:
                    form.put(at, size * b + 1, "code", code[3:])
                form.put(at, size * b + 1 + split, "label", self.spread(name), indent=int(len(code) > 3))
                self.amount(form, at, size * b + 2 + split, a.economic[code] if code else None,
                            (code, "决算数", name) if code else None)
            at += 1
        totals = [("人员经费合计", a.staff()), ("公用经费合计", a.running())]
        for i, (name, value) in enumerate(totals):
            row, start = (at, size * i) if len(blocks) > 1 else (at + i, 0)
            span = size - 1 if i == 0 or len(blocks) == 1 else size * (len(blocks) - 1) - 1
            form.put(row, start, "label", name, columns=span, total=True)
            self.amount(form, row, start + span, value, (name, "决算数", name), total=True)
        form.widths = [*([5, 4] if split else [8]), 24, 12] * len(blocks)

    def fill_three_public(self, form: Form) -> None:
        """Budget and outcome side by side, in pairs, or one line a purpose."""
        content, table = self.content, self.accounts.three_public
        keys = list(table["预算数"])
        cars = self.rng.choice(["公务用车购置及运行维护费", "公务用车购置及运行费"])
        names = ["合计", "因公出国（境）费", f"{cars}/小计", f"{cars}/公务用车购置费", f"{cars}/公务用车运行维护费",
                 "公务接待费"]
        if content.three_public == "long":
            form.put(0, 0, "head", self.spread("项目"))
            for i, row in enumerate(table, 1):
                form.put(0, i, "head", row + (f"（{content.unit}）" if content.unit_in_header else ""))
            form.header_rows = 1
            for k, (key, line) in enumerate(zip(keys, WORDING["three_public_lines"], strict=True), 1):
                form.put(k, 0, "label", line, indent=int(line.startswith("（")))
                for i, row in enumerate(table, 1):
                    self.amount(form, k, i, table[row][key], (row, key, line))
            form.widths = [40, 20, 20]
            return
        pairs = content.three_public == "paired"
        for i, (key, name) in enumerate(zip(keys, names, strict=True)):
            for j, row in enumerate(table):
                column = 2 * i + j if pairs else i + 6 * j
                self.amount(form, 4 if pairs else 3 + content.column_numbers, column, table[row][key], (row, key, row))
                if pairs:
                    form.put(3, column, "head", row)
            if pairs and "/" not in name:
                form.put(1, 2 * i, "head", self.spread(name), columns=2, rows=2)
            elif pairs:
                form.put(2, 2 * i, "head", self.spread(name.split("/")[1]), columns=2)
        if pairs:
            form.put(0, 0, "head", "财政拨款“三公”经费", columns=12)
            form.put(1, 4, "head", cars, columns=6)
            form.header_rows = 4
        else:
            for j, row in enumerate(table):
                inner = Form(form.table, "", "", [])
                self.header(inner, 6 * j, names, 2)
                for cell in inner.cells:
                    cell.row += 1
                    form.cells.append(cell)
                form.put(0, 6 * j, "head", row, columns=6)
                if content.column_numbers:
                    for i in range(6):
                        form.put(3, 6 * j + i, "head", str(6 * j + i + 1))
            form.header_rows = 3 + content.column_numbers
        form.label_columns = 0
        form.widths = [11.0] * 12

    def fill_statistics(self, form: Form) -> None:
        """One line a figure, in three parts."""
        table = self.accounts.statistics
        for i, name in enumerate((self.spread("项目"), "行次", "统计数")):
            form.put(0, i, "head", name)
        form.header_rows = 1
        for i, (line, key) in enumerate(WORDING["statistics_lines"], 1):
            form.put(i, 0, "label", line, indent=int(line[0] in "12345678"))
            form.put(i, 1, "number", str(i))
            if key is None:
                form.put(i, 2, "blank")
                continue
            unit = None
            if key.startswith("国有资产"):
                unit = "台（套）" if "设备" in key else "辆"
            self.amount(form, i, 2, table[key], (key, "统计数", line), unit=unit)
        form.widths = [50, 8, 24]
