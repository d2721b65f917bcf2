"""Facts out of each format are those of facts.jsonl, to the last character."""

import itertools
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.document import Document, Fact
from extractor.outputs import fact_lines
from tests.outputs.export.reading import READERS, exported_rows, line, written
from tests.outputs.export.test_rows import with_facts_of_no_form

FORMATS = list(READERS)
FILES = itertools.count()
ODD = ("38.40", "-0.00", "1234567890123456789.01", "", " ", '"', '""', "a\nb", "a\r\nb", "\r", "=1+1", ",", "NULL")
AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**19), max_value=10**19).map(str)
TEXTS = st.sampled_from(ODD) | AMOUNTS | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    x0, y0, x1, y1, confidence = (draw(st.integers(0, 10_000)) for _ in range(5))
    return Fact(
        table=draw(TEXTS),
        row=draw(TEXTS),
        column=draw(TEXTS),
        value=draw(TEXTS),
        raw=draw(TEXTS),
        unit=draw(st.none() | st.sampled_from(["万元", "元", "亿元", "%", "台（套）"])),
        label=draw(st.none() | TEXTS),
        page=draw(st.integers(1, 2000)),
        bbox=(x0 / 100, y0 / 100, x1 / 100, y1 / 100),
        confidence=confidence / 10_000,
        status=draw(st.sampled_from(["verified", "read", "corrected", "suspect"])),
        notes=tuple(draw(st.lists(TEXTS, max_size=2))),
    )


def with_facts(document: Document, found: list[Fact]) -> Document:
    """A document of one table with these facts, and no more."""
    table = document.tables[0].model_copy(update={"facts": tuple(found), "cells": ()})
    empty = dict.fromkeys(("scorecards", "checks", "narrative", "other_tables"), ())
    return document.model_copy(update={"tables": (table,), **empty})


@pytest.mark.parametrize("to", FORMATS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=st.lists(facts(), min_size=1, max_size=30))
def test_any_facts_come_back(exported, tmp_path, to, found):
    document = with_facts(exported, found)
    rows = exported_rows(written(document, tmp_path / "result"), to, tmp_path / f"{next(FILES)}.{to}")
    assert [line(row) for row in rows] == list(fact_lines(document))


@pytest.mark.parametrize("to", FORMATS)
def test_facts_of_several_documents_come_back(results, tmp_path, to):
    rows = exported_rows(results, to, tmp_path / f"all.{to}")
    expected = [(result.path.parent / "facts.jsonl").read_text(encoding="utf-8").splitlines() for result in results]
    assert [line(row) for row in rows] == [each for lines in expected for each in lines]
    assert len({row["document"] for row in rows}) == len(results)


@pytest.mark.parametrize("to", FORMATS)
def test_facts_of_tables_that_no_form_knows_come_back(exported, tmp_path, to):
    document = with_facts_of_no_form(exported)
    rows = exported_rows(written(document, tmp_path / "result"), to, tmp_path / f"all.{to}")
    assert [line(row) for row in rows] == list(fact_lines(document))
    assert {row["scope"] for row in rows} == {"单位"}


def test_a_workbook_of_one_document_has_its_facts_too(results, tmp_path):
    rows = exported_rows(results[:1], "xlsx", tmp_path / "one.xlsx")
    expected = (Path(results[0].path).parent / "facts.jsonl").read_text(encoding="utf-8").splitlines()
    assert [line(row) for row in rows] == expected
