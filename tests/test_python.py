"""What a Python program sees: docs/python.md, the names of the package, what `extract` takes, views of a document."""

import io
import re
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

import extractor
from extractor import Document, errors, extract
from extractor.document import frame
from extractor.errors import EngineError, FormatError, InputError, JuesuanError, PackageError
from tests.pdfs import lines_of_text, write_pdf

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.+?)```", PAGE, re.S)


@pytest.fixture
def three(tmp_path) -> Path:
    return write_pdf(tmp_path / "three.pdf", [lines_of_text(1), lines_of_text(2), lines_of_text(3)])


@pytest.mark.parametrize("name", extractor.__all__)
def test_every_public_name_is_documented(name):
    assert hasattr(extractor, name)
    assert re.search(rf"\b{name}\b", PAGE)


def test_every_error_is_public():
    kinds = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, JuesuanError)}
    assert kinds <= set(extractor.__all__)


def test_the_version_is_the_package_s():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert extractor.__version__ == project["version"]


def test_the_package_is_typed():
    assert (Path(extractor.__file__).parent / "py.typed").is_file()


def test_the_examples_of_the_docs_run(exported, monkeypatch):
    """One after the other, as a reader would; files are extracted for real where only some pages are read."""

    def known(source, **options):
        return exported if source == "samples/model-exported.pdf" and not options else extract(source, **options)

    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(extractor, "extract", known)
    names: dict[str, object] = {}
    for example in EXAMPLES:
        exec(example, names)
    assert names["total"].value == "584.83"
    assert names["some"].tables == names["same"].tables != ()
    assert names["again"] == names["document"]
    assert next(iter(names["wanted"]["value"])) == "584.83"


@pytest.mark.parametrize("form", ["path", "text", "bytes", "file", "stream"])
def test_a_file_can_be_given_in_any_form(three, form):
    given = {
        "path": three,
        "text": str(three),
        "bytes": three.read_bytes(),
        "file": three.open("rb"),
        "stream": io.BytesIO(three.read_bytes()),
    }[form]
    document = extract(given)
    assert [page.number for page in document.pages] == [1, 2, 3]
    assert document.source.file == ("given" if form in ("bytes", "stream") else "three.pdf")
    assert document.source.bytes == three.stat().st_size


def test_an_error_names_what_was_given():
    with pytest.raises(FormatError) as caught:
        extract(b"no document")
    assert str(caught.value).startswith("given: neither PDF")


def test_some_pages_are_read_and_no_others(three):
    told = []
    document = extract(three, pages=[3, 1, 3], progress=lambda stage, done, pages: told.append((done, pages)))
    assert [page.number for page in document.pages] == [1, 3]
    assert told == [(1, 2), (2, 2)]


@pytest.mark.parametrize("page", [0, 4])
def test_a_page_that_the_file_does_not_have_is_an_error(three, page):
    with pytest.raises(InputError, match=f"there is no page {page}.*Choose among 1 to 3"):
        extract(three, pages=[1, page])


def test_a_table_gives_its_facts_by_row_and_column(exported):
    fact = exported.table("income")["2010301", "财政拨款收入"]
    assert (fact.row, fact.column, fact.number) == ("2010301", "财政拨款收入", Decimal(fact.value))
    with pytest.raises(KeyError):
        exported.table("income")["2010301", "no such column"]


def test_a_table_that_is_not_there_is_an_error_that_names_those_that_are(exported):
    with pytest.raises(KeyError, match=r"no_such: the document has .*income_expenditure"):
        exported.table("no_such")


def test_a_document_says_in_one_line_what_it_is(exported):
    assert repr(exported) == str(exported)
    assert repr(exported).startswith("<Document model-exported.pdf: 大同市公共资源交易中心")
    assert repr(exported).endswith(f"2024: complete, 10 tables, 0 scorecards, {len(exported.facts)} facts>")


def test_a_notebook_shows_the_printed_tables(exported):
    html = exported._repr_html_()
    assert all(f"<summary>{table.title}</summary>" in html for table in exported.tables)
    assert html.count("<details>") == html.count("</details>") == len(exported.tables)
    rows = exported.table("income")._repr_html_()
    assert rows.count("<tr>") == 1 + max(cell.row for cell in exported.table("income").cells)
    assert 'style="background:#E6F4EA">584.83</td>' in rows
    assert 'colspan="' in rows


def test_a_notebook_says_why_a_figure_is_doubted_and_nothing_in_a_text_is_markup(exported):
    table = exported.table("income")
    doubted = table.facts[0].model_copy(update={"status": "suspect", "raw": '<b>"', "notes": ("not sure",)})
    rows = table.model_copy(update={"facts": (doubted,), "title": "<script>"})._repr_html_()
    assert 'title="suspect: &lt;b&gt;&quot;\nnot sure"' in rows
    assert "<script>" not in rows


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_frame_has_every_fact_exactly(exported: Document, library):
    found = exported.to_dataframe(library)
    assert list(found["value"]) == [fact.value for fact in exported.facts]
    assert list(found["number"]) == [fact.number for fact in exported.facts]
    assert list(found["x0"]) == [fact.bbox[0] for fact in exported.facts]
    assert str(found["value"][0]) == "584.54"


def test_a_frame_of_no_facts_has_its_columns(exported):
    empty = exported.model_copy(update={"tables": ()})
    assert list(empty.to_dataframe("pandas").columns) == list(empty.to_dataframe("polars").columns)


def test_pandas_is_taken_where_both_are_installed(exported):
    assert type(exported.to_dataframe()).__module__.startswith("pandas")


@pytest.mark.parametrize("library", [None, "polars"])
def test_a_missing_library_is_told(exported, monkeypatch, library):
    monkeypatch.setattr(frame, "find_spec", lambda name: None)
    with pytest.raises(PackageError, match="not installed") as caught:
        exported.to_dataframe(library)
    assert caught.value.hint.startswith("pip install")


def test_an_engine_that_is_not_known_is_told(samples):
    with pytest.raises(EngineError, match="there is no engine scribe") as caught:
        extract(samples / "model-exported.pdf", ocr="scribe")
    assert "rapidocr, tesseract" in caught.value.hint
