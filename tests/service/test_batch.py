import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import pikepdf
import pytest
import yaml
from typer.testing import CliRunner, Result

from extractor.cli import app
from extractor.errors import OutputError
from extractor.layouts import shipped_folder
from extractor.pipeline import Settings
from extractor.service.batch import _locked, run_batch
from extractor.service.choices import Limits
from extractor.service.inputs import inputs_of
from tests.pdfs import lines_of_text, write_pdf

# Exit statuses of docs/command-line.md.
INCOMPLETE, NOTHING_FOUND = 4, 5


def batch(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["batch", *map(str, arguments), "--workers", "1"])


def manifest(out: Path) -> dict[str, dict]:
    lines = (out / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    assert len({record["folder"] for record in records}) == len(records)
    return {record["folder"]: record for record in records}


@pytest.fixture
def files(tmp_path) -> Path:
    folder = tmp_path / "in"
    (folder / "below").mkdir(parents=True)
    for number, name in enumerate(("one.pdf", "two.pdf", "below/three.pdf"), 4):
        write_pdf(folder / name, [lines_of_text(number)])
    return folder


def test_a_folder_becomes_a_folder_and_a_manifest(files, tmp_path):
    out = tmp_path / "out"
    result = batch(files, "-o", out)
    assert result.exit_code == NOTHING_FOUND, result.output
    assert "0 complete, 0 incomplete, 3 nothing-found, 0 failed" in result.output
    records = manifest(out)
    assert sorted(records) == ["below/three", "one", "two"]
    assert {record["state"] for record in records.values()} == {"nothing-found"}
    assert all((out / folder / "document.json").is_file() for folder in records)
    assert sorted(path.name for path in out.iterdir()) == [".juesuan", "below", "manifest.jsonl", "one", "two"]


def test_a_second_run_converts_only_what_is_new_changed_or_gone(files, tmp_path):
    out = tmp_path / "out"
    batch(files, "-o", out)
    before = {name: (out / name / "document.json").stat().st_mtime_ns for name in ("one", "two", "below/three")}
    write_pdf(files / "one.pdf", [lines_of_text(9)])
    shutil.rmtree(out / "two")
    write_pdf(files / "four.pdf", [lines_of_text(3)])
    result = batch(files, "-o", out)
    assert "4 nothing-found, 0 failed; 1 skipped" in result.output
    after = {name: (out / name / "document.json").stat().st_mtime_ns for name in before}
    assert [name for name in before if before[name] == after[name]] == ["below/three"]
    assert len(manifest(out)) == 4


def test_other_settings_convert_anew(files, tmp_path):
    batch(files, "-o", tmp_path / "out")
    result = batch(files, "-o", tmp_path / "out", "--rasterizer", "poppler")
    assert "3 nothing-found, 0 failed; 0 skipped" in result.output


def test_a_failure_does_not_stop_the_others_and_is_tried_again(files, tmp_path):
    out = tmp_path / "out"
    (files / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    result = batch(files, "-o", out)
    assert result.exit_code == 1
    record = manifest(out)["broken"]
    assert record["state"] == "failed"
    assert record["error"]["code"] == "damaged"
    assert "3 nothing-found, 1 failed; 0 skipped (converted before)" in result.output
    write_pdf(files / "broken.pdf", [lines_of_text(5)])
    assert batch(files, "-o", out).exit_code == NOTHING_FOUND
    assert manifest(out)["broken"]["error"] is None


def test_enough_failures_stop_the_run(tmp_path):
    for number in range(6):
        (tmp_path / f"{number}.pdf").write_bytes(b"%PDF-1.7\nnothing")
    result = batch(tmp_path / "*.pdf", "-o", tmp_path / "out", "--max-failures", "2")
    assert result.exit_code == 1
    assert "2 failed; 0 skipped (converted before); stopped, 4 left" in result.output


def test_a_file_that_a_list_names_and_is_gone_is_a_failure(files, tmp_path):
    (tmp_path / "list").write_text(f"{files / 'one.pdf'}\n{files / 'gone.pdf'}\n")
    assert batch(f"@{tmp_path / 'list'}", "-o", tmp_path / "out").exit_code == 1
    assert manifest(tmp_path / "out")["gone"]["error"]["code"] == "missing-file"


def test_what_is_no_file_fails_and_is_not_waited_for(files, tmp_path):
    os.mkfifo(files / "pipe.pdf")
    (files / "link.pdf").symlink_to("nowhere")
    (tmp_path / "list").write_text(f"{files}\n/dev/zero\n{'long' * 2000}\n{files / 'pipe.pdf'}\n")
    out = files / "out"
    result = batch(files, f"@{tmp_path / 'list'}", "-o", out)
    assert result.exit_code == 1
    failed = {folder: record["error"] for folder, record in manifest(out).items() if record["error"]}
    assert len(failed) == 5
    assert {error["code"] for error in failed.values()} == {"missing-file"}
    assert "it is no file" in failed["pipe"]["message"]
    # Results in the folder of the inputs are no inputs.
    assert "3 skipped" in batch(files, "-o", out).output


def test_a_manifest_that_is_none_is_begun_anew(files, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "manifest.jsonl").write_bytes(b'\xff\n[1]\n{"folder": "one"}\n')
    assert batch(files / "one.pdf", "-o", out).exit_code == NOTHING_FOUND
    assert list(manifest(out)) == ["one"]


def test_a_manifest_that_cannot_be_written_ends_the_run(files, tmp_path):
    (tmp_path / "out" / "manifest.jsonl").mkdir(parents=True)
    result = batch(files, "-o", tmp_path / "out")
    assert result.exit_code == 1
    assert "choose another folder" in " ".join(result.output.split())


def test_a_disk_that_is_full_ends_the_run(files, tmp_path):
    out, full = tmp_path / "out", OSError(errno.ENOSPC, "No space left on device")
    for number in range(30):
        write_pdf(files / f"{number}.pdf", [lines_of_text(4), f"% {number}"])
    told: list[dict] = []
    with patch("os.fsync", side_effect=full), pytest.raises(OutputError, match="No space left"):
        run_batch(
            inputs_of([str(files)]),
            out,
            Settings(),
            Limits(),
            workers=1,
            most_failures=None,
            ended=lambda record, skipped: told.append(record),
        )
    assert not told
    assert len(list(out.rglob("document.json"))) < 30


def test_layouts_that_cannot_be_used_are_told_once(files, tmp_path):
    result = batch(files, "-o", tmp_path / "out", "--layouts", tmp_path / "none")
    assert result.exit_code == 1
    assert " ".join(result.output.split()).count("there is no such folder of layouts") == 1


def test_what_is_not_ours_is_left_alone(files, tmp_path):
    own = tmp_path / "out" / "one"
    own.mkdir(parents=True)
    (own / "notes.txt").write_text("mine")
    assert batch(files, "-o", tmp_path / "out").exit_code == 1
    assert (own / "notes.txt").read_text() == "mine"
    assert manifest(tmp_path / "out")["one"]["error"]["code"] == "output"


def test_an_empty_folder_is_told(tmp_path):
    (tmp_path / "in").mkdir()
    result = batch(tmp_path / "in", "-o", tmp_path / "out")
    assert result.exit_code == 1
    assert "Looked for files ending in .pdf" in " ".join(result.output.split())


def test_an_incomplete_file_has_its_state_and_is_not_converted_again(samples, tmp_path):
    """A layout of our own that does not know a column."""
    income = yaml.safe_load((shipped_folder() / "tables" / "income.yaml").read_text(encoding="utf-8"))
    income["columns"] = [column for column in income["columns"] if column["key"] != "财政拨款收入"]
    (tmp_path / "own" / "tables").mkdir(parents=True)
    (tmp_path / "own" / "tables" / "income.yaml").write_text(yaml.safe_dump(income, allow_unicode=True), "utf-8")
    command = (samples / "model-exported.pdf", "-o", tmp_path / "out", "--layouts", tmp_path / "own")
    for skipped in (0, 1):
        result = batch(*command)
        assert result.exit_code == INCOMPLETE, result.output
        assert f"0 complete, 1 incomplete, 0 nothing-found, 0 failed; {skipped} skipped" in result.output
    (record,) = manifest(tmp_path / "out").values()
    assert (record["state"], record["kind"], record["error"]) == ("incomplete", "final", None)
    assert record["unplaced"] > 0
    told = CliRunner().invoke(app, ["extract", *map(str, command), "--json"])
    assert told.exit_code == INCOMPLETE
    summary = json.loads(told.stdout)
    same = record.keys() - {"file", "folder", "sha256", "settings", "seconds"}
    assert {key: summary[key] for key in same} == {key: record[key] for key in same}


def test_a_page_that_failed_is_a_failure_of_the_run(files, tmp_path):
    with pikepdf.open(files / "one.pdf", allow_overwriting_input=True) as pdf:
        pdf.pages[0].MediaBox = pikepdf.Array([0, 0, 0, 0])
        pdf.save(files / "one.pdf")
    assert batch(files / "one.pdf", "-o", tmp_path / "out").exit_code == 1
    assert manifest(tmp_path / "out")["one"]["pages_failed"] == 1


def test_a_place_that_cannot_hold_a_result_is_told_before_the_work(files, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "below").touch()
    with patch("extractor.service.batch.Converter.convert", side_effect=AssertionError):
        result = batch(files / "below" / "..", "-o", out, "--max-failures", "1")
    assert result.exit_code == 1
    assert manifest(out)["below/three"]["error"]["code"] == "output"


def test_one_run_at_a_time(tmp_path):
    with _locked(tmp_path), pytest.raises(OutputError, match="another run"), _locked(tmp_path):
        pass


def started(files: Path, out: Path) -> subprocess.Popen:
    """A run in a process of its own."""
    command = [
        sys.executable,
        "-c",
        "from extractor.cli import main; main()",
        "batch",
        str(files),
        "-o",
        str(out),
        "--workers",
        "2",
    ]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)


def after_lines(out: Path, process: subprocess.Popen, number: int) -> None:
    """Wait until the manifest has so many lines, or the run has ended."""
    path = out / "manifest.jsonl"
    while process.poll() is None and not (path.exists() and len(path.read_bytes().splitlines()) >= number):
        try:
            process.wait(0.02)
        except subprocess.TimeoutExpired:
            continue


@pytest.mark.parametrize(("kind", "status"), [(signal.SIGKILL, -9), (signal.SIGINT, 130)])
def test_a_run_that_is_ended_is_taken_up_again(tmp_path, kind, status):
    files, out = tmp_path / "in", tmp_path / "out"
    files.mkdir()
    for number in range(24):
        write_pdf(files / f"{number:02d}.pdf", [lines_of_text(1 + number)])
    for kill in range(3):
        process = started(files, out)
        after_lines(out, process, 3 * (kill + 1))
        if process.poll() is None:
            os.kill(process.pid, kind)
            assert process.wait(60) in (status, NOTHING_FOUND)
        # Whatever stands in its place is whole; folders being written have hidden names, and the next run removes them.
        for folder in (path for path in out.iterdir() if path.is_dir() and not path.name.startswith(".juesuan")):
            json.loads((folder / "document.json").read_text(encoding="utf-8"))
            assert (folder / "narrative.jsonl").is_file()
    assert started(files, out).wait(120) == NOTHING_FOUND
    records = manifest(out)
    assert len(records) == 24
    assert {record["state"] for record in records.values()} == {"nothing-found"}
    assert not list(out.glob(".juesuan-*"))
    assert not list((out / ".juesuan" / "work").glob("*"))
