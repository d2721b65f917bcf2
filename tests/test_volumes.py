"""Several documents in one file, and one disclosure in several files, as users meet them."""

import json

import pytest
from typer.testing import CliRunner

from extractor import Document, extract, extract_documents
from extractor.cli import app
from tests.typesetting import Book

pytestmark = pytest.mark.slow

COLUMNS = ["本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"]


def expenditure(total: str, basic: str, project: str) -> list[list[str]]:
    rows = [("合计", ""), ("201", "一般公共服务"), ("20103", "机关事务"), ("2010301", "行政运行")]
    return [["科目编码", "科目名称", *COLUMNS], *([*row, total, basic, project, "", "", ""] for row in rows)]


def told(year: int, total: str) -> tuple[str, ...]:
    return (
        f"第三部分 {year}年度部门决算情况说明",
        "一、支出决算情况说明",
        f"{year}年度支出合计{total}万元。",
    )


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """volume.pdf: a title, two units, and one of them a year before; tables.pdf and prose.pdf: one disclosure."""
    folder = tmp_path_factory.mktemp("files")
    volume = Book()
    volume.cover("大同市2024年部门决算汇编")
    for name, year, amounts in (
        ("大同市公安局", 2024, ("120.50", "100.00", "20.50")),
        ("大同市民政局", 2024, ("80.00", "50.00", "30.00")),
        ("大同市民政局", 2023, ("70.00", "50.00", "20.00")),
    ):
        volume.cover(name, f"{year}年度部门决算")
        volume.form("支出决算表", name, expenditure(*amounts))
        volume.prose(*told(year, amounts[0]))
    volume.write(folder / "volume.pdf")
    tables, prose = Book(), Book()
    tables.form("支出决算表", "大同市公安局", expenditure("120.50", "100.00", "20.50"))
    tables.write(folder / "tables.pdf")
    prose.cover("大同市公安局", "2024年度部门决算公开")
    prose.prose(*told(2024, "120.50"))
    prose.write(folder / "prose.pdf")
    return folder


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def volume(files):
    return extract_documents(files / "volume.pdf")


def test_each_document_has_its_unit_year_and_pages(volume):
    assert [(d.unit_name, d.year, d.kind) for d in volume] == [
        ("大同市公安局", 2024, "final"),
        ("大同市民政局", 2024, "final"),
        ("大同市民政局", 2023, "final"),
    ]
    assert [[page.number for page in d.pages] for d in volume] == [[1, 2, 3, 4], [5, 6, 7], [8, 9, 10]]
    assert [d.table("expenditure")["合计", "本年支出合计"].value for d in volume] == ["120.50", "80.00", "70.00"]
    assert [d.table("expenditure")["合计", "本年支出合计"].page for d in volume] == [3, 6, 9]
    assert [[(f.value, f.status, f.page) for f in d.narrative] for d in volume] == [
        [("120.50", "verified", 4)],
        [("80.00", "verified", 7)],
        [("70.00", "verified", 10)],
    ]
    assert {d.state for d in volume} == {"complete"}


def test_one_document_of_a_volume_says_that_there_are_several(files):
    document = extract(files / "volume.pdf")
    (message,) = [message for message in document.messages if message.code == "several-documents"]
    assert message.text.endswith("their covers are pages 2, 5, 8")
    assert document.state == "incomplete"


def test_a_file_of_one_document_is_one(files):
    (document,) = extract_documents(files / "prose.pdf")
    assert document.sources == ()
    assert [page.file for page in document.pages] == [None, None]


def test_a_volume_s_result_has_a_folder_a_document(files, volume, tmp_path):
    ran = run("extract", files / "volume.pdf", "-o", tmp_path)
    assert ran.exit_code == 0
    names = ["01-大同市公安局-2024-final", "02-大同市民政局-2024-final", "03-大同市民政局-2023-final"]
    folder = tmp_path / "volume"
    assert sorted(path.name for path in folder.iterdir()) == [*names, "volume.json"]
    written = [Document.model_validate_json((folder / name / "document.json").read_text()) for name in names]
    assert written == volume
    listed = json.loads((folder / "volume.json").read_text())["documents"]
    assert [(each["folder"], each["first_page"], each["last_page"]) for each in listed] == [
        (names[0], 1, 4),
        (names[1], 5, 7),
        (names[2], 8, 10),
    ]
    assert "volume.pdf 5-7" in ran.stdout


def test_a_volume_replaces_its_earlier_result_and_keeps_what_people_added(files, tmp_path):
    run("extract", files / "volume.pdf", "-o", tmp_path)
    kept = tmp_path / "volume" / "02-大同市民政局-2024-final" / "decisions.jsonl"
    kept.write_text("{}\n")
    run("extract", files / "volume.pdf", "-o", tmp_path)
    assert kept.read_text() == "{}\n"


def test_something_else_is_not_replaced_by_a_volume(files, tmp_path):
    (tmp_path / "volume").mkdir()
    (tmp_path / "volume" / "notes.txt").write_text("mine")
    ran = run("extract", files / "volume.pdf", "-o", tmp_path)
    assert ran.exit_code == 1
    assert (tmp_path / "volume" / "notes.txt").read_text() == "mine"


def test_the_facts_of_a_volume_say_of_which_document_they_are(files, volume):
    lines = [json.loads(text) for text in run("facts", files / "volume.pdf").stdout.splitlines()]
    assert len(lines) == sum(len(document.facts) for document in volume)
    assert [(line["unit_name"], line["year"], line["value"]) for line in lines if line["row"] == "合计"][::3] == [
        ("大同市公安局", 2024, "120.50"),
        ("大同市民政局", 2024, "80.00"),
        ("大同市民政局", 2023, "70.00"),
    ]


def test_a_batch_converts_a_volume_once(files, tmp_path):
    for skipped in (0, 1):
        ran = run("batch", files / "volume.pdf", "-o", tmp_path, "--workers", "1")
        assert ran.exit_code == 0
        assert f"{skipped} skipped" in ran.output
    (line,) = (tmp_path / "manifest.jsonl").read_text().splitlines()
    record = json.loads(line)
    assert (record["state"], record["kind"], record["unit_name"], record["pages"]) == ("complete", "final", None, 10)
    assert record["tables"] == ["expenditure"] * 3
    assert [(each["unit_name"], each["year"], each["pages"]) for each in record["documents"]] == [
        ("大同市公安局", 2024, 4),
        ("大同市民政局", 2024, 3),
        ("大同市民政局", 2023, 3),
    ]
    assert (tmp_path / "volume" / record["documents"][2]["folder"] / "document.json").is_file()


@pytest.fixture(scope="module")
def together(files):
    return extract(files / "tables.pdf", files / "prose.pdf")


def test_files_together_are_one_document(together):
    assert (together.unit_name, together.year, together.state) == ("大同市公安局", 2024, "complete")
    assert [source.file for source in together.sources] == ["tables.pdf", "prose.pdf"]
    assert [(p.number, p.file, p.file_page) for p in together.pages] == [
        (1, "tables.pdf", 1),
        (2, "prose.pdf", 1),
        (3, "prose.pdf", 2),
    ]
    (figure,) = together.narrative
    assert (figure.table, figure.row, figure.column, figure.status) == (
        "expenditure",
        "合计",
        "本年支出合计",
        "verified",
    )
    assert (together.source_of(figure.page).file, together.page_in_file(figure.page)) == ("prose.pdf", 2)


def test_files_together_are_one_result_whose_lines_name_file_and_page(files, together, tmp_path):
    ran = run("extract", "--together", files / "tables.pdf", files / "prose.pdf", "-o", tmp_path)
    assert ran.exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["tables"]
    assert Document.model_validate_json((tmp_path / "tables" / "document.json").read_text()) == together
    (figure,) = (tmp_path / "tables" / "narrative.jsonl").read_text().splitlines()
    assert (json.loads(figure)["file"], json.loads(figure)["file_page"]) == ("prose.pdf", 2)
    fact = json.loads((tmp_path / "tables" / "facts.jsonl").read_text().splitlines()[0])
    assert (fact["file"], fact["file_page"]) == ("tables.pdf", 1)


def test_messages_name_the_file_and_its_page(files, tmp_path):
    strange = Book()
    rows = [*expenditure("120.50", "100.00", "20.50"), ["", "一行奇怪的字", "7.77", *[""] * 5]]
    strange.form("支出决算表", "大同市公安局", rows)
    strange.write(tmp_path / "strange.pdf")
    ran = run("extract", "--together", files / "prose.pdf", tmp_path / "strange.pdf", "-o", tmp_path / "out")
    assert ran.exit_code == 4
    assert "strange.pdf page 1: " in ran.output
    assert "unplaced: 1 on page 1 of strange.pdf" in ran.output


def test_two_files_of_one_name_are_told_apart(files, tmp_path):
    again = tmp_path / "tables.pdf"
    again.write_bytes((files / "prose.pdf").read_bytes())
    document = extract(files / "tables.pdf", again)
    assert [page.file for page in document.pages] == ["tables.pdf", "tables.pdf#2", "tables.pdf#2"]


def test_a_broken_file_fails_the_disclosure_by_its_name(files, tmp_path):
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 and no more")
    ran = run("extract", "--together", files / "tables.pdf", tmp_path / "broken.pdf", "-o", tmp_path / "out")
    assert ran.exit_code == 1
    assert "broken.pdf" in ran.output
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())
