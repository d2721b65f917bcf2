"""Repair on the example disclosure: readings changed as an engine would misread them."""

import pytest

from extractor.checks.ledger import Key
from extractor.checks.proof import Proof, build_case, settle
from extractor.checks.second_reader import nobody
from extractor.geometry import Box
from extractor.model import Alternative, Reading
from extractor.tables.table import TableCell
from extractor.tables.values import Value
from extractor.text import normalise
from tests.checks.building import example, ledger_with

HALL = Key("expenditure", "20502", "项目支出")
TOTAL = Key("general_budget", "20501", "合计")


def proof(layouts, misread: dict[Key, Reading], seen: dict[Key, str] | None = None, blanks=()) -> Proof:
    """The example read by OCR with some cells misread; the second reader sees `seen`, and else what was read."""
    tables = example({key: reading.text for key, reading in misread.items()}, engine="rapidocr")
    for table, values in tables.items():
        for value in values:
            key = Key(table, value.row, value.column)
            if key in misread:
                value.cell = value.cell._replace(reading=misread[key])
    for key in blanks:
        tables[key.table] = [v for v in tables[key.table] if (v.row, v.column) != (key.row, key.column)]
    cells = {id(v.cell): Key(t, v.row, v.column) for t, values in tables.items() for v in values}
    empty = {key: TableCell(0, 0, 1, 1, "", Reading("", 1.0, "rapidocr"), 1, Box(0, 0, 1, 1)) for key in blanks}
    cells |= {id(cell): key for key, cell in empty.items()}

    def again(asked):
        texts = ((seen or {}).get(cells[id(cell)], cell.reading.text) for cell in asked)
        return [Reading(text, 0.9, "tesseract") for text in texts]

    return settle(build_case(ledger_with(tables, layouts), empty, layouts), nobody if seen is None else again)


def read_as(text: str, *others: str, confidence: float = 0.97) -> Reading:
    return Reading(text, confidence, "rapidocr", tuple(Alternative(other, 0.1) for other in others))


def value(found: Proof, key: Key) -> str | None:
    return next((v.value for v in found.values[key.table] if (v.row, v.column) == (key.row, key.column)), None)


def test_the_second_readers_amount_is_taken_where_all_checks_then_hold(layouts):
    found = proof(layouts, {HALL: read_as("27.00")}, {HALL: "21.00"})
    verdict = found.verdicts[HALL]
    assert (value(found, HALL), verdict.status) == ("21.00", "corrected")
    assert "27.00 was read, 21.00 by the second reader saw 21.00" in verdict.notes[0]
    assert "expenditure.row-sum[20502]" in verdict.notes[0]
    assert {v.status for key, v in found.verdicts.items() if key != HALL and not key.table.startswith("score")} == {
        "verified"
    }


def test_cells_that_were_read_again_are_counted(layouts):
    assert proof(layouts, {}).read_again == 0
    doubted = proof(layouts, {}, {}).read_again
    assert proof(layouts, {HALL: read_as("27.00")}, {HALL: "21.00"}).read_again > doubted


def test_the_engines_alternative_is_taken(layouts):
    found = proof(layouts, {HALL: read_as("27.00", "24.00", "21.00")})
    assert (value(found, HALL), found.verdicts[HALL].status) == ("21.00", "corrected")


def test_a_lost_point_is_put_back(layouts):
    found = proof(layouts, {HALL: read_as("2100")})
    assert (value(found, HALL), found.verdicts[HALL].status) == ("21.00", "corrected")


def test_an_unreadable_amount_is_read_again(layouts):
    found = proof(layouts, {HALL: read_as("2i:O0x")}, {HALL: "21.00"})
    assert (value(found, HALL), found.verdicts[HALL].status) == ("21.00", "corrected")


def test_a_figure_read_in_a_blank_cell_is_dropped(layouts):
    """What the engine doubts and the second reader does not see."""
    invented = Key("expenditure", "212", "基本支出")
    tables = example(engine="rapidocr")
    speck = Reading("7", 0.4, "rapidocr")
    mate = next(v for v in tables["expenditure"] if v.row == "212")
    other = type(mate)("212", "基本支出", "7", "万元", None, mate.cell._replace(reading=speck))
    tables["expenditure"].append(other)
    found = settle(build_case(ledger_with(tables, layouts), {}, layouts), nobody)
    assert value(found, invented) is None
    assert [code for code, _, _ in found.remarks] == ["dropped"]
    assert found.verdicts[Key("expenditure", "212", "项目支出")].status == "verified"


def test_a_whole_figure_is_never_dropped(layouts):
    """On poor paper nothing is sure; that its neighbours would fit without it says nothing."""
    found = proof(layouts, {HALL: read_as("27.00", confidence=0.6)})
    assert value(found, HALL) == "27.00"
    assert not found.remarks


def test_a_figure_read_as_blank_is_read_again(layouts):
    found = proof(layouts, {}, {HALL: "21.00"}, blanks=[HALL])
    assert (value(found, HALL), found.verdicts[HALL].status) == ("21.00", "corrected")


def test_without_evidence_all_figures_of_the_failing_checks_are_suspect(layouts):
    found = proof(layouts, {HALL: read_as("27.00")})
    assert value(found, HALL) == "27.00"
    suspects = {key for key, verdict in found.verdicts.items() if verdict.status == "suspect"}
    assert {HALL, Key("expenditure", "20502", "本年支出合计"), Key("expenditure", "205", "项目支出")} <= suspects


def test_two_answers_as_good_are_no_answer(layouts):
    """A row read 81 = 60 + 27: either part may be 6 less by its alternative, and nothing else tells them apart."""
    tables = {"general_budget": [v for v in example(engine="rapidocr")["general_budget"] if v.row == "20502"]}
    texts = {
        "合计": read_as("810000.00"),
        "基本支出": read_as("600000.00", "540000.00"),
        "项目支出": read_as("270000.00", "210000.00"),
    }
    for each in tables["general_budget"]:
        each.value = texts[each.column].text
        each.cell = each.cell._replace(reading=texts[each.column], text=normalise(each.value))
    found = settle(build_case(ledger_with(tables, layouts), {}, layouts), nobody)
    assert {verdict.status for verdict in found.verdicts.values()} == {"suspect"}
    assert any("more than one correction" in n for v in found.verdicts.values() for n in v.notes)


@pytest.mark.parametrize("seen", [{}, {HALL: "24.00"}])
def test_what_both_readers_see_fails_in_print(layouts, seen):
    found = proof(layouts, {HALL: read_as("27.00")}, seen)
    check = next(check for check in found.checks if check.id == "expenditure.row-sum[20502]")
    if seen:
        assert (check.printed, found.verdicts[HALL].status) == (False, "suspect")
    else:
        assert (check.printed, found.verdicts[HALL].status) == (True, "read")
        assert "fails as printed" in found.verdicts[HALL].notes[0]


def test_a_check_that_holds_with_an_unlikely_reading_does_not_fail_in_print(layouts):
    """Both readers saw the same; one had thought of the right one, too unlikely to be taken."""
    right = example({}, engine="rapidocr")["expenditure"]
    text = next(each.value for each in right if (each.row, each.column) == (HALL.row, HALL.column))
    reading = Reading("27.00", 0.97, "rapidocr", (Alternative(text, 0.001),))
    found = proof(layouts, {HALL: reading}, {})
    check = next(check for check in found.checks if check.id == "expenditure.row-sum[20502]")
    assert (check.printed, found.verdicts[HALL].status) == (False, "suspect")


def test_what_may_stand_in_another_row_does_not_fail_in_print(layouts):
    tables = example({HALL: "27.00"}, engine="rapidocr")
    for each in tables["expenditure"]:
        if each.row == HALL.row:
            each.distance = 50.0
    case = build_case(ledger_with(tables, layouts), {}, layouts)
    found = settle(case, lambda cells: [Reading(cell.reading.text, 0.9, "tesseract") for cell in cells])
    assert found.verdicts[HALL].status == "suspect"


def test_two_readers_that_differ_make_an_unproved_amount_suspect(layouts):
    """A plain amount that no check covers."""
    alone = Key("statistics", "国有资产占用/单价50万元（含）以上通用设备", "统计数")
    tables = example(engine="rapidocr")
    mate = tables["statistics"][0]
    tables["statistics"].append(type(mate)(alone.row, alone.column, "12", "台（套）", None, mate.cell))
    case = build_case(ledger_with(tables, layouts), {}, layouts)
    for text, status in (("12", "read"), ("17", "suspect")):
        found = settle(case, lambda cells, text=text: [Reading(text, 0.9, "tesseract")] * len(cells))
        assert found.verdicts[alone].status == status


@pytest.mark.parametrize(
    ("seen", "suspect"), [("292", False), ("64", True), ("261.5", True), ("2", False), ("", False), ("292785", False)]
)
def test_a_number_in_a_text_is_read_again(layouts, seen, suspect):
    """Signs and words around a target's number are digits to the second reader, who knows no others."""
    reading = Reading("≥92%", 1.0, "rapidocr")
    cell = TableCell(0, 0, 1, 1, "≥92%", reading, 1, Box(0, 0, 1, 1))
    target = Value("indicator/1", "实际完成值", "≥92%", None, None, cell, digits="92")

    def again(asked):
        return [Reading(seen, 0.0, "tesseract") for _ in asked]

    found = settle(build_case(ledger_with({"scorecard/1": [target]}, layouts), {}, layouts), again)
    assert found.verdicts[Key("scorecard/1", "indicator/1", "实际完成值")].status == ("suspect" if suspect else "read")


def test_a_figure_too_large_for_the_solver_is_suspect_and_no_error(layouts):
    found = proof(layouts, {TOTAL: read_as("123456789012345678.90", "123456789012345678.91")})
    assert found is not None
    assert value(found, TOTAL) == "123456789012345678.90"
