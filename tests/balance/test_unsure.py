"""A figure whose column cannot be told is no fact, and is announced."""

from dataclasses import replace

from extractor.balance import balance_readings
from extractor.balance.messages import balance_messages
from extractor.checks import prove
from extractor.interpretation import interpret
from extractor.model import Flag
from tests.building import line, read_grid, read_page

ROWS = [
    ["科目编码", "科目名称", "本年收入合计", "财政拨款收入", "其他收入"],
    ["合计", "", "30.00", "30.00", ""],
    ["201", "一般公共服务支出", "30.00", "30.00", ""],
]


def test_a_figure_whose_column_is_not_sure_has_no_place_and_is_not_proved(layouts):
    grid = read_grid(ROWS)
    readings = [
        reading.flagged(Flag.UNSURE_COLUMN) if cell.column == 3 and cell.row else reading
        for cell, reading in zip(grid.grid.cells, grid.readings, strict=True)
    ]
    lines = [line(text, y=10 + 20 * i) for i, text in enumerate(["收入决算表", "单位：万元"])]
    pages = [read_page([replace(grid, readings=tuple(readings))], 1, lines)]
    found = interpret(pages, layouts)
    balance = balance_readings(pages, found, layouts)
    statuses = {(key.row, key.column): v.status for key, v in prove(found, layouts, balance).verdicts.items()}
    assert statuses == {("合计", "本年收入合计"): "read", ("201", "本年收入合计"): "read"}
    assert [(item.reading.text, item.reason) for item in balance.unplaced] == [("30.00", "unsure-column")] * 2
    assert [message.code for message in balance_messages(balance, found)] == ["unsure-column"]
