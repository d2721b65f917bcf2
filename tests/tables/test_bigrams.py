from dataclasses import replace

import pytest

from extractor.geometry import Box
from extractor.model import Alternative, Reading
from extractor.tables.bigrams import Bigrams, count_bigrams, doubt_unusual
from extractor.tables.table import TableCell
from extractor.tables.values import Value
from tests.building import reading

PRINTED = ["无偏差", "如期执行，", "执行无偏差", "无偏差。", "有偏差"]


def read(text: str, other: str, probability: float, confidence: float = 0.995) -> Reading:
    return replace(reading(text, "rapidocr", confidence), alternatives=(Alternative(other, probability),))


@pytest.mark.parametrize(
    ("text", "other", "probability", "doubted"),
    [
        ("尤偏差", "无偏差", 0.004, True),
        ("执行、无偏差", "执行，无偏差", 0.009, True),
        # Neither is the runner-up possible enough, nor printed elsewhere.
        ("尤偏差", "无偏差", 0.0001, False),
        ("尤偏差", "犬偏差", 0.004, False),
        # What was read is printed elsewhere, too.
        ("无偏差", "尤偏差", 0.004, False),
        # Another text, not another character in its place.
        ("尤偏差", "无 偏差", 0.3, False),
        ("12", "17", 0.3, False),
    ],
)
def test_a_character_is_doubted_for_a_runner_up_that_is_usual_there(text, other, probability, doubted):
    assert list(Bigrams(PRINTED).unlikely(read(text, other, probability))) == [other] * doubted


def test_a_text_s_own_reading_does_not_speak_for_it():
    one = read("尤偏差", "无偏差", 0.004)
    assert list(Bigrams([*PRINTED, "尤偏差"]).unlikely(one))


def value(of: Reading, unit: str | None = None) -> Value:
    return Value("funds/1", "偏差原因", of.text, unit, None, TableCell(0, 0, 1, 1, of.text, of, 1, Box(0, 0, 1, 1)))


def test_texts_are_doubted_for_a_reason_that_a_person_understands():
    values = [value(read("尤偏差", "无偏差", 0.004)), value(reading("尤偏差", "text-layer", 1.0))]
    doubt_unusual(values, count_bigrams([], PRINTED))
    assert [v.reading_doubts for v in values] == [["may be 无偏差", "may be 有偏差"], []]


@pytest.mark.parametrize(
    ("text", "phrases"),
    [("尤偏差", ["无偏差"]), ("无偏差", []), ("有", []), ("尤偏左", []), ("尤偏差。", []), ("人民满意", ["人民满足"])],
)
def test_a_phrase_with_another_character_is_doubted_without_a_runner_up(text, phrases):
    values = [value(reading(text, engine, 0.999)) for engine in ("rapidocr", "text-layer")]
    doubt_unusual(values, count_bigrams([], ["无偏差", "无", "人民满足"]))
    assert [v.reading_doubts for v in values] == [[f"may be {phrase}" for phrase in phrases], []]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("未达到年度口标", ["未达到年度目标"]),
        # It is printed so elsewhere, and no more often with the other.
        ("年度日期", []),
        # Nothing tells that the other stands between these neighbours.
        ("路口", []),
        ("年度目标", []),
    ],
)
def test_a_character_is_doubted_for_a_like_one_that_is_usual_there(text, meant):
    usage = Bigrams(["年度目标", "年度日期", text], alike=["目日口"])
    one = reading(text, "rapidocr", 0.999)
    assert list(usage.confused(one)) == meant
