from pathlib import Path

import pytest
from rich.cells import cell_len

from extractor.cli.results import outcome_lines, shortened
from extractor.cli.statuses import FileResult
from extractor.errors import FormatError


def test_a_line_of_counts_and_the_unit_below_fit_a_terminal(exported):
    name = "大同市公共资源交易中心2024年度部门决算公开说明及附表（盖章扫描件）.pdf"
    failed = FileResult(Path("b.pdf"), 0.1, error=FormatError("no PDF"))
    lines = [line.plain for line in outcome_lines([FileResult(Path(name), 0.1, [exported]), failed], 80)]
    assert all(cell_len(line) <= 80 for line in lines)
    head, counts, unit, other = lines
    assert head.split() == ["file", "state", "pages", "tables", "cards", "facts", "verified", "suspect", "fails"]
    assert counts.split()[1:] == ["complete", "21", "10", "0", "220", "219", "0", "0"]
    assert counts.startswith("大同市") and ".pdf " in counts and "…" in counts
    assert unit == f"  {exported.unit_name} 2024"
    assert other.split() == ["b.pdf", "failed"]
    assert counts.index("complete") < head.index("state") + 20


def test_columns_stand_below_their_heads(exported):
    lines = [line.plain for line in outcome_lines([FileResult(Path("model.pdf"), 0.1, [exported])], 80)]
    for head, count in (("state", "complete"), ("file", "model.pdf")):
        assert lines[0].index(head) == lines[1].index(count)
    assert lines[0].index("facts") + len("facts") == lines[1].index("220") + 3


def test_without_a_terminal_names_are_whole(exported):
    name = "很" * 100 + ".pdf"
    lines = list(outcome_lines([FileResult(Path(name), 0.1, [exported])], None))
    assert name in lines[1].plain


@pytest.mark.parametrize(
    ("name", "width", "short"),
    [("abc.pdf", 8, "abc.pdf"), ("abcdefgh.pdf", 9, "abcd….pdf"), ("决算公开说明.pdf", 10, "决算….pdf")],
)
def test_names_are_shortened_in_the_middle(name, width, short):
    assert shortened(name, width) == short
    assert cell_len(shortened(name, width)) <= width
