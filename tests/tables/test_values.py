from collections.abc import Iterable
from dataclasses import replace

import pytest

from extractor.model import Flag
from extractor.tables.values import RowKey, value_of, without_strokes
from tests.building import table_of


def kept(texts: list[str], engine: str = "rapidocr", last: float = 1.0, flags: Iterable[Flag] = ()) -> list[str]:
    """The values of a table in 万元 that are kept; `last` and `flags` are the confidence and flags of the last one."""
    cells = table_of([[text] for text in texts], engine=engine).cells
    cells[-1] = cells[-1]._replace(reading=replace(cells[-1].reading, confidence=last).flagged(*flags))
    values = [value_of(cell, RowKey(str(cell.row), None), "金额", "万元") for cell in cells]
    return [value.cell.text for value in without_strokes([value for value in values if value is not None])]


@pytest.mark.parametrize("stroke", ["1", "11", "i1", "|"])
def test_strokes_that_ocr_made_digits_of_are_no_amounts_where_those_have_decimals(stroke):
    assert kept(["3.00", "4.10", "0.11", stroke]) == ["3.00", "4.10", "0.11"]


@pytest.mark.parametrize("text", ["7", "政事", "EF1", "1.", "rd."])
def test_what_was_hardly_seen_is_no_amount_without_decimals_where_others_have_them(text):
    assert kept(["3.00", "4.10", "0.11", text], last=0.5) == ["3.00", "4.10", "0.11"]
    assert kept(["3.00", "4.10", "0.11", text], flags=[Flag.HIDDEN]) == ["3.00", "4.10", "0.11"]
    assert kept(["3.00", "4.10", "0.11", text], last=0.9)[-1] == text


def test_a_lost_mark_at_a_line_s_end_is_not_taken_for_a_seal():
    assert kept(["3.00", "4.10", "0.11", "政事"], flags=[Flag.LOST_END])[-1] == "政事"


@pytest.mark.parametrize("text", ["345", "0.7"])
def test_what_was_hardly_seen_but_has_many_digits_or_decimals_is_to_be_looked_at(text):
    assert kept(["3.00", "4.10", "0.11", text], last=0.5)[-1] == text


def test_however_many_strokes_there_are_they_are_no_amounts():
    assert kept(["3.00", "4.10", "0.11", *["1"] * 9]) == ["3.00", "4.10", "0.11"]


@pytest.mark.parametrize(("engine", "found"), [("rapidocr", ["0.00", "19.24"]), ("text-layer", ["0.001", "19.241"])])
def test_a_stroke_behind_all_decimals_is_no_digit(engine, found):
    cells = table_of([[text] for text in ("3.01", "4.11", "0.21", "7.30", "0.001", "19.241")], engine=engine).cells
    values = [value_of(cell, RowKey(str(cell.row), None), "金额", "万元") for cell in cells]
    kept = without_strokes([value for value in values if value is not None])
    assert [value.value for value in kept] == ["3.01", "4.11", "0.21", "7.30", *found]
    assert [bool(value.reading_doubts) for value in kept] == [False] * 4 + [engine == "rapidocr"] * 2


def test_a_one_is_an_amount_beside_others_without_decimals():
    assert kept(["3.00", "4", "5", "1"]) == ["3.00", "4", "5", "1"]


@pytest.mark.parametrize("mark", ["。", "·:", "...", "-.-."])
def test_marks_alone_that_ocr_read_are_no_amount_however_sure_it_was(mark):
    assert kept(["3.00", mark]) == ["3.00"]


def test_marks_alone_in_a_text_layer_are_kept_to_be_looked_at():
    assert kept(["3.00", "。"], "text-layer") == ["3.00", "。"]


def test_a_printed_one_is_an_amount():
    assert kept(["3.00", "4.10", "0.11", "1"], "text-layer")[-1] == "1"
