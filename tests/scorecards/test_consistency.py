"""Values that OCR read otherwise than those printed alike beside them are doubted."""

import pytest

from extractor.geometry import Box
from extractor.layouts import load_layouts
from extractor.scorecards.consistency import doubt_codes, doubt_ends
from extractor.tables.table import TableCell
from extractor.tables.values import Value
from tests.building import reading

FORM = load_layouts().scorecards["project_self_evaluation"]


def value(row: str, column: str, text: str, engine: str = "rapidocr") -> Value:
    return Value(row, column, text, None, None, TableCell(0, 0, 1, 1, text, reading(text, engine), 1, Box(0, 0, 1, 1)))


@pytest.mark.parametrize(
    ("codes", "engine", "doubted"),
    [
        (("161009", "61009"), "rapidocr", True),
        (("161009", "161008"), "rapidocr", True),
        (("161009", "161009"), "rapidocr", False),
        (("161009", "245001"), "rapidocr", False),
        (("161009", "61009"), "text-layer", False),
    ],
)
def test_codes_of_two_cards_that_differ_by_a_character_are_doubted(codes, engine, doubted):
    cards = [[value("head", "预算单位代码", code, engine)] for code in codes]
    doubt_codes(cards, FORM)
    assert [bool(card[0].doubts) for card in cards] == [doubted, doubted]


@pytest.mark.parametrize(
    ("texts", "doubted"),
    [
        (("各项产出指标全部完成。", "实行双重监督的管理办法"), [False, True]),
        (("各项产出指标全部完成。", "无"), [False, False]),
        (("各项产出指标全部完成", "实行双重监督的管理办法"), [False, False]),
    ],
)
def test_a_text_without_the_full_stop_that_others_of_its_block_have_is_doubted(texts, doubted):
    card = [value("analysis", f"text {k}", text) for k, text in enumerate(texts)]
    doubt_ends(card, FORM)
    assert [bool(each.doubts) for each in card] == doubted
