import json
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from PIL import Image as Pillow
from typer.testing import CliRunner, Result

import extractor
from extractor import extract
from extractor.cli import app
from extractor.document import Document, MissingTable, Unplaced
from extractor.outputs import write_document
from extractor.outputs.schemas import SCHEMAS, schema_of
from tests.drawing import Sheet
from tests.pages.test_images import bomb
from tests.pdfs import lines_of_text, ruled, shown, write_pdf

pytestmark = pytest.mark.slow

# Exit statuses of docs/command-line.md.
INCOMPLETE, NOTHING_FOUND = 4, 5


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def summaries(result: Result) -> list[dict]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def small(tmp_path) -> Path:
    return write_pdf(tmp_path / "small.pdf", [lines_of_text(4)])


def test_extract_writes_a_folder_a_file(samples, tmp_path):
    result = run("extract", samples / "model-exported.pdf", "-o", tmp_path / "out")
    assert result.exit_code == 0, result.output
    folder = tmp_path / "out" / "model-exported"
    document = Document.model_validate_json((folder / "document.json").read_text(encoding="utf-8"))
    assert len(document.tables) == 10
    assert len(list((folder / "tables").iterdir())) == 10


def test_extract_tells_machines_in_json(samples, tmp_path, exported):
    result = run("extract", samples / "model-exported.pdf", "-o", tmp_path / "out", "--json")
    (summary,) = summaries(result)
    assert result.exit_code == 0
    assert (summary["state"], summary["kind"], summary["unplaced"]) == ("complete", "final", 0)
    assert summary["facts"] == len(exported.facts)
    assert summary["tables"] == [table.id for table in exported.tables]
    assert Path(summary["folder"]) == tmp_path / "out" / "model-exported"


@pytest.fixture
def unknown(tmp_path) -> Path:
    """A file with one table that no form knows."""
    rows = [("Asset", "Count"), ("Cars", "3"), ("Houses", "12")]
    texts = "".join(shown(60 + 150 * j, 508 - 30 * i, text) for i, row in enumerate(rows) for j, text in enumerate(row))
    return write_pdf(tmp_path / "unknown.pdf", [ruled([530, 500, 470, 440], [50, 200, 350]) + texts])


@pytest.mark.parametrize("options", [(), ("--known-only",)])
def test_facts_of_a_table_that_no_form_knows(unknown, options):
    found = [json.loads(text) for text in run("facts", unknown, *options).stdout.splitlines()]
    told = [(fact["table"], fact["row"], fact["column"], fact["value"], fact["status"]) for fact in found]
    known = [("other/1", "Cars", "Count", "3", "read"), ("other/1", "Houses", "Count", "12", "read")]
    assert told == ([] if options else known)


def test_known_only_keeps_the_grid(unknown, tmp_path):
    run("extract", unknown, "-o", tmp_path / "out", "--known-only")
    (text,) = [path.read_text(encoding="utf-8") for path in (tmp_path / "out").rglob("document.json")]
    (table,) = Document.model_validate_json(text).other_tables
    assert (table.id, table.facts, len(table.cells)) == (None, (), 6)


def _missing(folder: Path) -> Path:
    return folder / "missing.pdf"


def _no_pdf(folder: Path) -> Path:
    (folder / "text.pdf").write_text("just text")
    return folder / "text.pdf"


def _empty(folder: Path) -> Path:
    (folder / "empty.pdf").touch()
    return folder / "empty.pdf"


def _truncated(folder: Path) -> Path:
    path = write_pdf(folder / "truncated.pdf", [lines_of_text(4)])
    path.write_bytes(path.read_bytes()[:60])
    return path


def _encrypted(folder: Path) -> Path:
    return write_pdf(folder / "locked.pdf", [lines_of_text(4)], encryption=pikepdf.Encryption(user="you", owner="me"))


def _folder(folder: Path) -> Path:
    return folder


def _bomb(folder: Path) -> Path:
    (folder / "bomb.png").write_bytes(bomb(60_000, 60_000))
    return folder / "bomb.png"


def _no_pages(folder: Path) -> Path:
    return write_pdf(folder / "none.pdf", [])


BAD = {
    "missing-file": _missing,
    "format": _no_pdf,
    "damaged": _empty,
    "damaged (truncated)": _truncated,
    "password": _encrypted,
    "missing-file (folder)": _folder,
    "page-size (bomb)": _bomb,
    "no-pages": _no_pages,
}


@pytest.mark.parametrize("code", BAD)
def test_a_bad_file_is_told_and_the_others_are_processed(tmp_path, small, code):
    bad = BAD[code](tmp_path)
    result = run("extract", bad, small, "-o", tmp_path / "out", "--json")
    failed, done = summaries(result)
    assert result.exit_code == 1
    assert (failed["state"], failed["error"]["code"]) == ("failed", code.split()[0])
    assert failed["error"]["message"]
    assert (done["state"], done["error"]) == ("nothing-found", None)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["small"]


@pytest.mark.parametrize("code", BAD)
def test_people_read_which_file_and_why(tmp_path, code):
    bad = BAD[code](tmp_path)
    result = run("facts", bad)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert bad.name in result.stderr.replace("\n", "")
    assert "Traceback" not in result.output


def test_the_last_line_says_which_pages_are_poor_and_what_to_do(tmp_path):
    sheet = Sheet(dpi=100)
    sheet.table([40, 70, 100, 130], [40, 160, 280])
    frames = [Pillow.fromarray(sheet.image) for _ in range(3)]
    path = tmp_path / "coarse.tif"
    frames[0].save(path, save_all=True, append_images=frames[1:], dpi=(100, 100))
    result = run("extract", path, "-o", tmp_path / "out")
    assert result.exit_code == NOTHING_FOUND, result.output
    assert "100 dots an inch" not in result.stderr
    poor, state = result.stderr.splitlines()[-2:]
    assert "coarse.tif: poor pages: 1-3. Scan it again at 300 dpi" in poor
    assert "coarse.tif: nothing-found: no table of a known form" in state
    assert "3 scanned" in state


@pytest.fixture
def lacking(exported, monkeypatch) -> Document:
    """What the commands see instead of an extraction: a document with an item unplaced and a table missing."""
    item = Unplaced(page=7, bbox=(1, 2, 3, 4), text="30.00", table="income", reason="row-not-known")
    missing = MissingTable(id="statistics", title="部门决算公开相关信息统计表", page=2)
    update = {"state": "incomplete", "unplaced": (item,), "missing_tables": (missing,)}
    document = exported.model_copy(update=update)
    monkeypatch.setattr("extractor.pipeline.extract_documents", lambda file, **options: [document])
    return document


@pytest.mark.parametrize("command", ["extract", "facts", "check"])
def test_an_incomplete_document_has_its_status_and_the_last_line_says_why(tmp_path, small, lacking, command):
    result = run(command, small, *(("-o", tmp_path / "out") if command == "extract" else ()))
    assert result.exit_code == INCOMPLETE, result.output
    last = result.stderr.splitlines()[-1]
    assert last.endswith("incomplete: unplaced: 1 on page 7; missing tables: 部门决算公开相关信息统计表")


def test_check_prints_the_balance_before_the_checks(small, lacking):
    lines = run("check", small).stdout.splitlines()
    assert lines.index("unplaced items: 1") < lines.index("") < lines.index(lines[-1])
    assert any("row-not-known" in line and "30.00" in line for line in lines)


def test_of_several_statuses_the_lowest_is_answered(tmp_path, small, lacking):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "taken").touch()
    assert run("extract", small, tmp_path / "taken.pdf", "-o", tmp_path / "out").exit_code == 1


@pytest.mark.parametrize("command", ["extract", "facts", "check"])
def test_a_blank_page_is_nothing_found_and_what_was_seen_is_said(tmp_path, command):
    blank = write_pdf(tmp_path / "blank.pdf", ["", lines_of_text(4)])
    result = run(command, blank, *(("-o", tmp_path / "out", "--json") if command == "extract" else ()))
    assert result.exit_code == NOTHING_FOUND, result.output
    if command == "extract":
        (summary,) = summaries(result)
        (message,) = [message for message in summary["messages"] if message["code"] == "nothing-found"]
        assert (summary["state"], summary["kind"]) == ("nothing-found", "unknown")
        assert "pages: 1 blank, 1 exported; lines of text outside tables: 4; unknown grids: 0" in message["text"]
    else:
        assert "nothing-found" in result.stderr.splitlines()[-1]


def test_the_place_of_the_result_is_checked_before_the_work(tmp_path, small, monkeypatch):
    def worked(file: Path, **options: object) -> None:
        raise AssertionError("worked")

    (tmp_path / "out" / "small").mkdir(parents=True)
    (tmp_path / "out" / "small" / "mine.txt").touch()
    monkeypatch.setattr("extractor.pipeline.extract_documents", worked)
    (summary,) = summaries(run("extract", small, "-o", tmp_path / "out", "--json"))
    assert summary["error"]["code"] == "output"


def test_the_password_opens(tmp_path):
    result = run("extract", _encrypted(tmp_path), "-o", tmp_path / "out", "--json", "--password", "you")
    assert [summary["error"] for summary in summaries(result)] == [None], result.output


def test_a_wrong_password_is_told(tmp_path):
    result = run("extract", _encrypted(tmp_path), "-o", tmp_path / "out", "--json", "--password", "they")
    assert result.exit_code == 1
    assert "wrong" in summaries(result)[0]["error"]["message"]


@pytest.mark.parametrize("side", [0, 0.5, 20_000], ids=["no area", "hardly any", "20000 points"])
def test_an_impossible_page_is_told_and_the_rest_of_the_document_goes_on(tmp_path, side):
    path = write_pdf(tmp_path / "a.pdf", [lines_of_text(4), ""])
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[1].MediaBox = pikepdf.Array([0, 0, side, side])
        pdf.save(path)
    result = run("extract", path, "-o", tmp_path / "out", "--json")
    (summary,) = summaries(result)
    assert result.exit_code == 1
    assert (summary["pages"], summary["pages_failed"]) == (2, 1)
    (message,) = [message for message in summary["messages"] if message["level"] == "error"]
    assert (message["code"], message["page"]) == ("page-failed", 2)
    pages = json.loads((tmp_path / "out" / "a" / "document.json").read_text(encoding="utf-8"))["pages"]
    assert [page["kind"] for page in pages] == ["exported", "failed"]


def test_a_library_s_own_error_does_not_stop_the_others(tmp_path, small, monkeypatch):
    def torn(file: Path, **options):
        if file == torn_file:
            raise RuntimeError("torn")
        return [extract(file)]

    torn_file = small.with_name("torn.pdf")
    monkeypatch.setattr("extractor.pipeline.extract_documents", torn)
    result = run("extract", torn_file, small, "-o", tmp_path / "out", "--json")
    failed, done = summaries(result)
    assert result.exit_code == 1
    assert (failed["state"], failed["error"]["code"]) == ("failed", "error")
    assert "RuntimeError: torn" in failed["error"]["message"]
    assert done["error"] is None


def test_an_unwritable_target_is_told(tmp_path, small):
    (tmp_path / "out").write_text("a file")
    result = run("extract", small, "-o", tmp_path / "out", "--json")
    assert result.exit_code == 1
    assert summaries(result)[0]["error"]["code"] == "output"


def test_files_of_one_name_get_folders_of_their_own(tmp_path, small):
    (tmp_path / "b").mkdir()
    again = tmp_path / "b" / "small.pdf"
    again.write_bytes(small.read_bytes())
    assert run("extract", small, again, "-o", tmp_path / "out").exit_code == NOTHING_FOUND
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["small", "small-2"]


def test_a_wrong_folder_of_layouts_is_told(tmp_path, small):
    result = run("extract", small, "-o", tmp_path / "out", "--json", "--layouts", tmp_path / "none")
    assert summaries(result)[0]["error"]["code"] == "layout"


def test_facts_prints_one_object_a_line(samples, exported):
    result = run("facts", samples / "model-exported.pdf")
    assert result.exit_code == 0
    assert [json.loads(line)["value"] for line in result.stdout.splitlines()] == [fact.value for fact in exported.facts]


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_printed_by_their_name(name):
    result = run("schema", name)
    assert result.exit_code == 0
    assert json.loads(result.stdout) == schema_of(name)


def test_the_schema_is_the_document_s_where_none_is_named():
    assert json.loads(run("schema").stdout) == schema_of("document")


def test_doctor_lists_what_is_here():
    result = run("doctor")
    assert result.exit_code == 0
    assert "rapidocr" in result.stdout


@pytest.mark.parametrize(
    "arguments", [("extract",), ("extract", "a.pdf"), ("facts", "--ocr", "magic", "a.pdf"), ("nonsense",)]
)
def test_wrong_usage_is_status_2(arguments):
    assert run(*arguments).exit_code == 2


def test_help_names_every_command():
    result = run("--help")
    assert result.exit_code == 0
    assert all(command in result.stdout for command in ("extract", "facts", "schema", "doctor"))


def test_check_prints_the_checks_and_exits_by_them(samples):
    result = run("check", samples / "model-exported.pdf")
    assert result.exit_code == 0, result.output
    assert "income.row-sum[合计]" in result.stdout
    assert result.stdout.splitlines()[-1].startswith("holds: ")


def test_check_exits_3_where_a_check_fails(samples, tmp_path):
    """A layout of our own that asks for what is not so."""
    own = tmp_path / "identities.yaml"
    own.write_text(
        "identities:\n- {id: wrong, kind: equal, cells: ['income:合计|本年收入合计', '=1']}\n", encoding="utf-8"
    )
    result = run("check", samples / "model-exported.pdf", "--layouts", tmp_path)
    assert result.exit_code == 3
    assert "\n\nfails in print  between.wrong" in result.stdout


def test_a_wrong_identity_names_its_file(samples, tmp_path):
    (tmp_path / "identities.yaml").write_text("identities:\n- {id: x, kind: no-such}\n", encoding="utf-8")
    result = run("check", samples / "model-exported.pdf", "--layouts", tmp_path)
    assert result.exit_code == 1
    assert "identities.yaml" in result.stderr


def test_the_command_starts_without_what_few_files_need():
    code = "import sys, extractor.cli; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    few = {"camelot", "matplotlib", "pytesseract"}
    extras = {"bagit", "duckdb", "img2pdf", "ocrmypdf", "pandas", "polars", "pyarrow", "xlsxwriter"}
    assert (few | extras).isdisjoint(done.stdout.split())


def test_explain_says_what_the_likeliest_form_lacks(samples, exported, tmp_path):
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "income.yaml").write_text(
        "id: income\ntitle: 收入表\ntitles: [收入表（某省）]\nrows: functional\n"
        "columns: [{key: 本年收入合计, names: [本年收入合计]}, {key: 财政拨款收入, names: [拨款]}]\n",
        encoding="utf-8",
    )
    page = next(table.places[0].page for table in exported.tables if table.id == "income")
    result = run("explain", samples / "model-exported.pdf", "--page", page, "--layouts", tmp_path)
    assert "title not known" in result.stdout or "headings not known" in result.stdout
    plain = run("explain", samples / "model-exported.pdf", "--page", page)
    assert "not known" not in plain.stdout
    assert plain.stdout.splitlines()[0].endswith(": income")


def test_layouts_are_listed_checked_and_described(tmp_path):
    assert "budget_general " in run("layouts", "list").stdout
    assert run("layouts", "check", tmp_path).exit_code == 0
    (tmp_path / "stray.txt").write_text("")
    found = run("layouts", "check", tmp_path)
    assert (found.exit_code, "stray.txt" in found.stdout) == (1, True)
    assert "titles" in json.loads(run("layouts", "schema").stdout)["properties"]
    assert "indicators" in json.loads(run("layouts", "schema", "scorecards").stdout)["properties"]


def test_export_writes_and_says_how_much(exported, tmp_path):
    write_document(exported, tmp_path / "out" / "a")
    result = run("export", tmp_path / "out", "--to", "csv", "-o", tmp_path / "facts.csv")
    assert result.exit_code == 0, result.output
    assert result.stderr.splitlines()[-1].endswith(f"facts.csv: 1 documents, {len(exported.facts)} facts")
    assert (tmp_path / "facts.csv").is_file()


def test_export_tells_what_it_could_not_read(exported, tmp_path):
    write_document(exported, tmp_path / "out" / "a")
    write_document(exported, tmp_path / "out" / "b")
    (tmp_path / "out" / "b" / "document.json").write_text("{")
    result = run("export", tmp_path / "out", "--to", "csv", "-o", tmp_path / "facts.csv")
    assert result.exit_code == 1
    assert "b/document.json: is no document" in result.stderr
    assert "1 results could not be read" in result.stderr.splitlines()[-1]


def test_export_without_results_is_an_error(tmp_path):
    result = run("export", tmp_path, "--to", "csv", "-o", tmp_path / "facts.csv")
    assert result.exit_code == 1
    assert "no result is there" in result.stderr


def test_the_version_is_shown():
    result = run("--version")
    assert (result.exit_code, result.stdout) == (0, f"juesuan {extractor.__version__}\n")


def test_the_module_is_the_command():
    command = [sys.executable, "-m", "extractor", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == f"juesuan {extractor.__version__}\n"


def test_shells_can_be_taught_the_commands():
    assert "--install-completion" in run("--help").stdout


@pytest.mark.parametrize("pages", ["1,3-4", "4, 3, 1"])
def test_pages_can_be_chosen(tmp_path, pages):
    path = write_pdf(tmp_path / "a.pdf", [lines_of_text(4)] * 5)
    run("extract", path, "-o", tmp_path / "out", "--pages", pages)
    found = json.loads((tmp_path / "out" / "a" / "document.json").read_text(encoding="utf-8"))["pages"]
    assert [page["number"] for page in found] == [1, 3, 4]


@pytest.mark.parametrize("pages", ["", "x", "3-1", "1,,2", "1-", "1.5"])
def test_pages_that_are_none_are_wrong_usage(small, pages):
    assert run("facts", small, "--pages", pages).exit_code == 2


@pytest.mark.parametrize("command", ["extract", "facts", "check"])
def test_a_page_that_is_not_there_is_told(tmp_path, small, command):
    result = run(command, small, "--pages", "2", *(("-o", tmp_path / "out") if command == "extract" else ()))
    assert result.exit_code == 1
    assert "there is no page 2. Choose among 1 to 1" in result.stderr


def test_standard_input_is_a_file(tmp_path, small):
    arguments = ["extract", "-", "-o", str(tmp_path / "out"), "--json"]
    result = CliRunner().invoke(app, arguments, input=small.read_bytes())
    (summary,) = summaries(result)
    assert (summary["file"], summary["pages"], summary["error"]) == ("-", 1, None)
    assert (tmp_path / "out" / "stdin" / "document.json").is_file()


def test_standard_input_has_its_name_in_the_document(small):
    command = [sys.executable, "-m", "extractor", "extract", "-", "-o", small.with_name("out"), "--json"]
    with small.open("rb") as content:
        subprocess.run(command, stdin=content, capture_output=True)
    document = json.loads((small.with_name("out") / "stdin" / "document.json").read_text(encoding="utf-8"))
    assert document["source"]["file"] == "stdin"


@pytest.mark.parametrize("command", ["extract", "facts", "check"])
def test_a_folder_is_told_to_be_one_for_batch(tmp_path, command):
    result = run(command, tmp_path, *(("-o", tmp_path / "out") if command == "extract" else ()))
    assert result.exit_code == 1
    assert f"is a folder. To convert the documents in it: juesuan batch {tmp_path} -o OUT" in result.stderr


def test_facts_can_say_which_document_they_are_of(small, lacking):
    lines = [json.loads(line) for line in run("facts", small, "--with-document").stdout.splitlines()]
    assert len(lines) == len(lacking.facts)
    first = lines[0]
    assert list(first)[:7] == ["file", "sha256", "unit_name", "year", "kind", "scope", "table"]
    assert (first["file"], first["year"], first["kind"]) == ("model-exported.pdf", 2024, "final")


@pytest.fixture
def contradicted(exported, monkeypatch) -> Document:
    """What the commands see instead of an extraction: a document one of whose checks fails."""
    first, *others = exported.checks
    failing = first.model_copy(update={"result": "fails", "difference": "1"})
    document = exported.model_copy(update={"checks": (failing, *others)})
    monkeypatch.setattr("extractor.pipeline.extract_documents", lambda file, **options: [document])
    return document


def test_check_can_print_only_what_fails(small, contradicted):
    result = run("check", small, "--failing")
    assert result.exit_code == 3
    line, count = result.stdout.splitlines()
    assert line.startswith(f"fails           {contradicted.checks[0].id}")
    assert count == "fails: 1"


def test_check_tells_machines_in_json(small, contradicted):
    checks = [json.loads(line) for line in run("check", small, "--json").stdout.splitlines()]
    assert [check["id"] for check in checks] == [check.id for check in contradicted.checks]
    (failing,) = [json.loads(line) for line in run("check", small, "--json", "--failing").stdout.splitlines()]
    assert failing == json.loads(contradicted.checks[0].model_dump_json())


def test_check_says_that_nothing_fails(small, lacking):
    assert run("check", small, "--failing").stdout == "no check fails\n"


def test_output_that_is_piped_is_not_wrapped(tmp_path, small):
    long = small.with_name("a" * 120 + ".pdf")
    small.rename(long)
    result = run("extract", long, tmp_path / ("b" * 120 + ".pdf"), "-o", tmp_path / "out")
    assert [line for line in result.stdout.splitlines() if line.startswith("a" * 120 + ".pdf")]
    assert [line for line in result.stderr.splitlines() if "b" * 120 in line and "there is no such file" in line]


def test_a_list_that_is_piped_is_not_cut(tmp_path, monkeypatch):
    monkeypatch.setenv("JUESUAN_DATA", str(tmp_path))
    name = "a very long name of a [key] " * 8
    assert run("keys", "create", name).exit_code == 0
    assert name.strip() in run("keys", "list").stdout
