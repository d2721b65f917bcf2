"""What the documentation must name: every code, place, reason, state and key that a user can meet."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from extractor.balance.items import Place, Reason
from extractor.document import Kind, State
from extractor.errors import JuesuanError
from extractor.outputs import summary_of
from extractor.outputs.summary import DocumentSummary

ROOT = Path(__file__).parents[1]
# How the sources write a message's code: in a Message, a remark, or the account's table of reasons.
CODES = re.compile(
    r'code="([a-z-]+)"|remarks\.append\(\s*\("([a-z-]+)"|tuple\(\("([a-z-]+)"|: \("([a-z-]+)", "|"(row-not-[a-z]+)"'
)


def docs(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def message_codes() -> set[str]:
    modules = [ROOT / "extractor" / name for name in ("assembly.py", "interpretation.py", "records.py")]
    for stage in ("balance", "tables", "scorecards", "narrative", "checks"):
        modules += (ROOT / "extractor" / stage).rglob("*.py")
    return {
        code for path in modules for found in CODES.findall(path.read_text(encoding="utf-8")) for code in found if code
    }


def errors(kind: type[JuesuanError] = JuesuanError) -> Iterator[type[JuesuanError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from errors(child)


def test_every_message_code_is_in_the_table_and_nothing_else():
    section = docs("command-line.md").partition("## Messages")[2].partition("## Errors")[0]
    listed = set(re.findall(r"^\| `([a-z-]+)` \|", section, re.M))
    assert listed == message_codes()
    assert len(listed) > 15


@pytest.mark.parametrize("code", sorted(error.code for error in errors()))
def test_every_error_code_is_documented(code):
    assert f"`{code}`" in docs("command-line.md").partition("## Errors")[2]


@pytest.mark.parametrize("name", sorted({*get_args(Place), *get_args(Reason), *get_args(Kind), *get_args(State)}))
def test_places_reasons_kinds_and_states_are_documented(name):
    assert f"`{name}`" in docs("facts.md")


def test_every_key_of_a_summary_is_documented(exported):
    table = docs("batch.md").partition("## manifest.jsonl")[2].partition("## Failures")[0]
    keys = {*summary_of(exported), *DocumentSummary.model_fields}
    assert {key for key in keys if f"`{key}`" not in table} == set()


def test_every_module_that_the_architecture_names_is_there():
    named = re.findall(r"`([a-z_]+(?:/[a-z_]+)*(?:/|\.py))`", docs("architecture.md"))
    assert len(named) > 30
    assert [name for name in named if not any((root / name).exists() for root in (ROOT, ROOT / "extractor"))] == []


def _shape(page: Path) -> dict[str, object]:
    """What two pages of equal content share, whatever their language: levels of headings, rows of tables, pictures,
    commands, and what is set as code in the first cells of tables.
    """
    lines = page.read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line.startswith("|")]
    return {
        "headings": [len(line) - len(line.lstrip("#")) for line in lines if re.match(r"#+ ", line)],
        "rows": len(rows),
        "pictures": sum(line.count("![") for line in lines),
        "commands": [
            re.sub(r"\s*#.*", "", line) for line in lines if re.match(r"    (?:juesuan|make|pip|python)\b", line)
        ],
        "codes": [re.findall(r"`[^`]+`", row.split("|")[1]) for row in rows],
    }


@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "zh").glob("*.md")), ids=lambda page: page.stem)
def test_a_chinese_page_has_what_the_english_one_has(page):
    english = ROOT / "README.md" if page.stem == "README" else ROOT / "docs" / page.name
    assert _shape(page) == _shape(english)
