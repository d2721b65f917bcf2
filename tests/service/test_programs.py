"""What programs expect of the service: strict parameters, filters, downloads, passwords, compressed answers."""

import csv
import hashlib
import io
import json
import zipfile

import httpx
import pikepdf
import pytest

from tests.service.servers import Service, free_port, until


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    folder = tmp_path_factory.mktemp("programs")
    with Service({"JUESUAN_DATA": str(folder / "data"), "JUESUAN_WORKERS": "1"}, folder / "log") as started:
        yield started


@pytest.fixture(scope="module")
def client(service):
    with httpx.Client(base_url=service.url, timeout=120) as made:
        yield made


@pytest.fixture(scope="module")
def handed_in(client, samples):
    content = (samples / "model-exported.pdf").read_bytes()
    row = client.post("/v1/documents?wait=60", files={"file": ("2024年决算.pdf", content)}).json()
    until(lambda: client.get(f"/v1/documents/{row['id']}").json()["state"] == "complete", "it is read")
    return client.get(f"/v1/documents/{row['id']}").json()


def test_a_parameter_that_nobody_understands_is_refused(client, handed_in):
    for path in ("/v1/documents?yaer=2024", "/v1/facts?tabel=income", f"/v1/documents/{handed_in['id']}?x=1"):
        answer = client.get(path)
        assert (answer.status_code, answer.json()["code"]) == (422, "unknown-parameter")
    assert "year" in client.get("/v1/documents?yaer=2024").json()["detail"]


def test_facts_are_chosen_by_status_code_kind_and_a_part_of_the_units_name(client, handed_in):
    def chosen(**wanted):
        return client.get("/v1/facts", params=wanted).json()["items"]

    every = chosen(limit=1000)
    assert {fact["status"] for fact in chosen(status="verified")} == {"verified"}
    assert len(chosen(status="verified")) + len(chosen(status="read")) == len(every)
    rows = {fact["row"] for fact in chosen(table="income", code="20103")}
    assert rows and all(row.startswith("20103") for row in rows)
    assert chosen(code="20%") == []
    part = handed_in["unit_name"][2:6]
    assert len(chosen(unit_name=part, kind="final")) == len(every) > 0
    assert chosen(unit_name="某某省") == [] == chosen(kind="budget")
    assert client.get("/v1/documents", params={"unit_name": part, "kind": "final"}).json()["items"]
    assert client.get("/v1/documents", params={"kind": "budget"}).json()["items"] == []


def test_facts_have_their_notes(client, handed_in):
    document = client.get(handed_in["links"]["document.json"]).json()
    notes = {tuple(fact["notes"]) for table in document["tables"] for fact in table["facts"]}
    told = {tuple(fact["notes"]) for fact in client.get("/v1/facts").json()["items"]}
    assert told == notes and any(notes)


def test_the_files_name_is_kept(client, handed_in):
    assert client.get(handed_in["links"]["document.json"]).json()["source"]["file"] == "2024年决算.pdf"


def test_input_narrative_and_the_whole_result_are_downloaded(client, handed_in, samples):
    base = f"/v1/documents/{handed_in['id']}"
    assert client.get(f"{base}/input").content == (samples / "model-exported.pdf").read_bytes()
    figures = [json.loads(line) for line in client.get(f"{base}/narrative").text.splitlines()]
    assert len(figures) > 100 and {"item", "measure", "value"} <= figures[0].keys()
    with zipfile.ZipFile(io.BytesIO(client.get(f"{base}/result.zip").content)) as packed:
        names = set(packed.namelist())
        assert {"document.json", "facts.jsonl", "narrative.jsonl"} <= names
        assert sum(name.startswith("tables/") and name.endswith(".json") for name in names) == 10


def test_csv_is_that_of_the_exporter(client, handed_in):
    text = client.get(handed_in["links"]["facts"], headers={"accept": "text/csv"}).content.decode("utf-8-sig")
    whole = client.get("/v1/export", params={"to": "csv"}).content.decode("utf-8-sig")
    assert text == whole
    assert len(list(csv.DictReader(io.StringIO(text)))) == handed_in["summary"]["facts"]


def test_text_is_compressed_and_pictures_are_not(client, handed_in):
    asked = {"accept-encoding": "gzip"}
    assert client.get(handed_in["links"]["document.json"], headers=asked).headers["content-encoding"] == "gzip"
    assert "content-encoding" not in client.get(handed_in["links"]["pages"].format(n=1), headers=asked).headers


def test_the_reference_needs_nothing_from_elsewhere(client):
    page = client.get("/docs")
    assert page.status_code == 200 and "GET /v1/facts" in page.text and "http://" not in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]


def test_an_encrypted_file_comes_with_its_password(client, samples, tmp_path):
    locked = tmp_path / "locked.pdf"
    with pikepdf.open(samples / "model-exported.pdf") as document:
        document.save(locked, encryption=pikepdf.Encryption(user="secret", owner="owner"))
    content = locked.read_bytes()
    wrong = client.post("/v1/documents", files={"file": content}, data={"password": "guess"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "password")
    row = client.post("/v1/documents?wait=60", files={"file": ("a.pdf", content)}, data={"password": "secret"}).json()
    until(lambda: client.get(f"/v1/documents/{row['id']}").json()["state"] == "complete", "it is read")
    document = client.get(f"/v1/documents/{row['id']}/document.json").json()
    assert document["source"]["sha256"] == hashlib.sha256(content).hexdigest() == row["sha256"]
    assert client.get(f"/v1/documents/{row['id']}/pages/1.png").status_code == 200
    with pikepdf.open(io.BytesIO(client.get(f"/v1/documents/{row['id']}/input").content)) as kept:
        assert not kept.is_encrypted


def test_what_cannot_be_used_is_told_before_anything_starts(service, tmp_path, monkeypatch):
    from typer.testing import CliRunner

    from extractor.cli import app

    monkeypatch.setenv("JUESUAN_DATA", str(tmp_path / "data"))
    taken = service.url.rpartition(":")[2]
    run = CliRunner().invoke(app, ["serve", "--port", taken])
    assert run.exit_code == 1 and f"cannot listen on 127.0.0.1:{taken}" in run.stderr
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("JUESUAN_OCR", "tesseract")
    run = CliRunner().invoke(app, ["serve", "--port", str(free_port())])
    assert run.exit_code == 1 and "tesseract is not installed" in run.stderr
