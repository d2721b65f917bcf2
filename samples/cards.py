"""Typeset scorecards (项目支出绩效自评表): their cells, and which of them are merged."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

from samples.document import Rows
from samples.table import TableLayout

Card = dict[str, Any]
"""One object of `model/scorecards.json`."""

COLUMNS = 11
WIDTHS = {
    "portrait": [12, 13, 15, 23, 16, 18, 19, 14, 10, 11, 19],
    "landscape": [17, 19, 19, 32, 24, 28, 28, 21, 15, 16, 25],
}
FUNDS = ("目标申报数", "预算编制数", "全年预算数", "全年执行数", "资金结（转）余", "执行率", "得分", "偏差原因")
LEVELS = ("一级指标", "二级指标", "三级指标")
TARGETS = ("年初指标值", "调整后指标值", "实际完成值")
INDICATOR = (*LEVELS, *TARGETS, "定性指标情况说明", "分值", "得分", "偏差原因分析及改进措施")
INNER_ANALYSIS = 4
"""So many rows of the analysis stand beside 自评结果分析."""

# Printed forms differ from card to card (material/scorecards_notes.md, A); these cards by number print so.
OTHER_EXPLANATION = {1, 3, 4, 5, 6, 7, 9, 10, 14, 16}
SHORT_ANALYSIS = {3, 4, 5, 6, 7, 9, 10, 16, 17}
LANDSCAPE = {13, 14, 15, 16, 17, 18}
ON_NEW_PAGE = {1, 2, 3, 4, 5, 9, 12, *LANDSCAPE}
"""The other cards follow the one before at once: two share a page, or one runs over it."""


@dataclass
class Cells:
    """A card as rows of texts, its merged cells as (row, column, rows, columns), and those set to the left."""

    rows: list[list[str]] = field(default_factory=list)
    merged: list[list[int]] = field(default_factory=list)
    left: set[tuple[int, int]] = field(default_factory=set)

    def add(self, *cells: tuple[str, int]) -> int:
        """Add a row of (text, columns spanned); return its number."""
        row = len(self.rows)
        texts: list[str] = []
        for text, span in cells:
            if span > 1:
                self.merged.append([row, len(texts), 1, span])
            texts += [text] + [""] * (span - 1)
        assert len(texts) == COLUMNS, texts
        self.rows.append(texts)
        return row

    def merge(self, row: int, column: int, rows: int, columns: int = 1) -> None:
        """Merge cells over rows, in place of a merger over columns that starts there."""
        self.merged = [m for m in self.merged if m[:2] != [row, column]]
        if rows * columns > 1:
            self.merged.append([row, column, rows, columns])


def read_cards(path: Path) -> Sequence[Card]:
    """Read the cards of a disclosure."""
    cards: Sequence[Card] = json.loads(path.read_text(encoding="utf-8"))
    return cards


def card_facts(card: Card, number: int) -> Iterator[dict[str, str | None]]:
    """Yield the true facts of a card, without places, as `scorecard/<number>`."""
    head = {"项目名称": "project", "主管部门代码": "department_code", "主管部门": "department"}
    head |= {"预算单位代码": "unit_code", "预算单位": "unit"}
    rows: list[tuple[str, dict[str, str | None]]] = [("head", {key: card[name] for key, name in head.items()})]
    for line in card["funds"]:
        first = {f"年初预算数/{key}": line[key] for key in FUNDS[:2]}
        rows.append((f"funds/{line['name']}", first | {key: line[key] for key in FUNDS[2:]}))
    rows.append(("goal", card["goal"]))
    rows += [(f"indicator/{index}", row) for index, row in enumerate(card["indicators"], 1)]
    rows += [("total", card["total"]), ("analysis", card["analysis"])]
    for row, columns in rows:
        for column, value in columns.items():
            if value:
                yield {"table": f"scorecard/{number}", "row": row, "column": column, "value": value}


def orientation(number: int) -> Literal["portrait", "landscape"]:
    """Return the page that the card of this number is printed on."""
    return "landscape" if number in LANDSCAPE else "portrait"


def card_table(card: Card, number: int) -> tuple[Rows, TableLayout]:
    """Return the card's cells and how they are typeset."""
    cells = Cells()
    _head(cells, card)
    _funds(cells, card)
    _goal(cells, card)
    _indicators(cells, card, number)
    total = card["total"]
    cells.add(("总分", 8), *((total[key] or "", 1) for key in ("分值", "得分", "等级")))
    _analysis(cells, card, number)
    page = orientation(number)
    return cells.rows, TableLayout(
        orientation=page,
        widths=WIDTHS[page],
        alignment="c" * COLUMNS,
        header_rows=[],
        row_height=5.0,
        font_size=8 if page == "portrait" else 8.5,
        outer_rule=0.5,
        merged=cells.merged,
        centred_labels=[],
        left=frozenset(cells.left),
    )


def _head(cells: Cells, card: Card) -> None:
    cells.add(("项目名称", 2), (card["project"], 9))
    department = f"{card['department_code']}-{card['department']}"
    unit = f"{card['unit_code']}-{card['unit']}"
    cells.add(("主管部门及代码", 2), (department, 3), ("预算单位", 1), (unit, 5))


def _funds(cells: Cells, card: Card) -> None:
    first = cells.add(
        ("项目资金预算安排及执行进度（万元）", 1), ("", 2), ("年初预算数", 2), *((name, 1) for name in FUNDS[2:])
    )
    cells.add(("", 3), *((name if index < 2 else "", 1) for index, name in enumerate(FUNDS)))
    cells.merged.pop()
    cells.merge(first, 1, 2, 2)
    for column in range(5, COLUMNS):
        cells.merge(first, column, 2)
    for index, line in enumerate(card["funds"]):
        name = f"{line['name']}：" if index == 0 else line["name"]
        row = cells.add(("", 1), (name, 2), *((line[key] or "", 1) for key in FUNDS))
        if index:
            cells.left.add((row, 1))
    cells.merge(first, 0, len(cells.rows) - first)


def _goal(cells: Cells, card: Card) -> None:
    first = cells.add(("项目年度绩效目标", 1), ("年度目标", 5), ("实际完成情况", 5))
    row = cells.add(("", 1), (card["goal"]["年度目标"], 5), (card["goal"]["实际完成情况"], 5))
    cells.merge(first, 0, 2)
    cells.left |= {(row, 1), (row, 6)}


def _indicators(cells: Cells, card: Card, number: int) -> None:
    names = ["定性值情况说明" if n == "定性指标情况说明" and number in OTHER_EXPLANATION else n for n in INDICATOR]
    header = cells.add(("绩效指标", 1), *((name, 1) for name in names))
    rows = card["indicators"]
    for indicator in rows:
        row = cells.add(("", 1), *((indicator[key] or "", 1) for key in INDICATOR))
        cells.left.add((row, 3))
    cells.merge(header, 0, len(rows) + 1)
    for depth in (1, 2):
        for start, length in _runs(rows, depth):
            cells.merge(header + 1 + start, depth, length)


def _runs(rows: Sequence[Card], depth: int) -> Iterator[tuple[int, int]]:
    """Start and length of runs of indicators under one cell of the first (1) or second (2) level."""
    start = 0
    for _, group in groupby(rows, key=lambda row: [row[key] for key in INDICATOR[:depth]]):
        length = len(list(group))
        yield start, length
        start += length


def _analysis(cells: Cells, card: Card, number: int) -> None:
    first = len(cells.rows)
    for index, (name, text) in enumerate(card["analysis"].items()):
        label = name.removesuffix("及分析") if number in SHORT_ANALYSIS and index < INNER_ANALYSIS else name
        inner = [("自评结果分析" if index == 0 else "", 1), (label, 2)]
        heads = inner if index < INNER_ANALYSIS else [(label, 3)]
        row = cells.add(("项目绩效分析" if index == 0 else "", 1), *heads, (text or "", 7))
        cells.left.add((row, 4))
    cells.merge(first, 0, len(cells.rows) - first)
    cells.merge(first, 1, INNER_ANALYSIS)
