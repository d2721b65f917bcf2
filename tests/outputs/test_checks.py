import pytest

from extractor.document import Check
from extractor.outputs import check_lines


def a_check(name: str, result: str, **more) -> Check:
    base = {"level": "error", "formula": "合计 3.00 = 甲 1.00", "difference": "2", "tolerance": "0.01", "unit": "万元"}
    return Check(id=name, result=result, **(base | more))


@pytest.fixture
def lines(exported) -> list[str]:
    found = (
        a_check("b", "holds", difference="0"),
        a_check("w", "fails", level="warning"),
        a_check("p", "fails", printed=True),
        a_check("a", "fails"),
        a_check("o", "not evaluable", why="甲 is not printed"),
    )
    return list(check_lines(found))


def test_failing_checks_come_first(lines):
    assert [line.split("  ")[0].strip() for line in lines[:-1]] == [
        "fails",
        "fails in print",
        "warns",
        "not evaluable",
        "holds",
    ]
    assert lines[-1] == "fails: 1, fails in print: 1, warns: 1, not evaluable: 1, holds: 1"


def test_a_line_says_what_is_off_by_how_much(lines):
    assert "合计 3.00 = 甲 1.00  off by 2 万元  (rounding explains 0.01)" in lines[0]
    assert lines[3].endswith("甲 is not printed")
    assert "off by" not in lines[4]


def test_a_document_without_checks_says_so(exported):
    assert list(check_lines(())) == ["no checks: no known table was found"]
