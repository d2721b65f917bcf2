"""The service as its users meet it: a real process, real HTTP."""

import base64
import csv
import io
import json
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import cv2
import httpx
import numpy as np
import pikepdf
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from pikepdf import Array, Dictionary, Name
from schemathesis import checks
from standardwebhooks import Webhook
from typer.testing import CliRunner

from extractor.cli import app
from extractor.service.documents import FINISHED
from tests.pdfs import lines_of_text, write_pdf
from tests.service.servers import Service, until

SECRET = "whsec_" + base64.b64encode(b"a secret of the tests' own").decode()


@pytest.fixture(scope="module")
def notices() -> Iterator[tuple[str, list]]:
    """The address of a server that keeps what it is told; the first notice it refuses."""
    told: list[tuple[dict[str, str], bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append((dict(self.headers), self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(503 if len(told) == 1 else 204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", told
    server.shutdown()


@pytest.fixture(scope="module")
def service(tmp_path_factory, notices) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("service")
    own = {"JUESUAN_DATA": str(folder / "data"), "JUESUAN_WORKERS": "1", "JUESUAN_REQUESTS_PER_MINUTE": "100000"}
    own |= {"JUESUAN_MAX_BODY_MIB": "5", "JUESUAN_MAX_PAGES": "100", "JUESUAN_PAGE_SECONDS": "20"}
    own |= {"JUESUAN_WEBHOOK_URL": notices[0], "JUESUAN_WEBHOOK_SECRET": SECRET}
    with Service(own, folder / "log") as running:
        yield running


@pytest.fixture(scope="module")
def client(service) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=service.url, timeout=120) as made:
        yield made


def handed_in(client: httpx.Client, content: bytes, name: str = "x.pdf") -> dict:
    answer = client.post("/v1/documents", params={"wait": 60, "name": name}, content=content)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture(scope="module")
def model(client, samples) -> dict:
    return handed_in(client, (samples / "model-exported.pdf").read_bytes(), "../../2024年度.pdf")


def problem(answer: httpx.Response, status: int, code: str) -> None:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == code
    assert answer.json()["status"] == status


def test_a_document_from_form_to_facts(client, model, samples):
    with (samples / "model-exported.pdf").open("rb") as stream:
        again = client.post("/v1/documents", files={"file": ("other.pdf", stream)})
    assert again.status_code == 200
    assert again.json()["id"] == model["id"]
    assert again.headers["location"] == f"/v1/documents/{model['id']}"
    assert (model["state"], model["year"], model["name"]) == ("complete", 2024, "../../2024年度.pdf")
    assert (model["kind"], model["unplaced"]) == ("final", 0)
    assert {name: model["summary"][name] for name in ("state", "kind", "unplaced", "unit_name", "year")} == {
        name: model[name] for name in ("state", "kind", "unplaced", "unit_name", "year")
    }
    lines = client.get(model["links"]["facts"])
    assert lines.headers["content-type"] == "application/x-ndjson"
    facts = [json.loads(line) for line in lines.text.splitlines()]
    assert len(facts) == model["summary"]["facts"]
    document = client.get(model["links"]["document.json"]).json()
    assert document["unit_name"] == model["unit_name"]
    assert client.get(f"{model['links']['tables']}/income").json()["id"] == "income"
    assert "income" in client.get(model["links"]["tables"]).json()
    assert {check["result"] for check in client.get(model["links"]["checks"]).json()} >= {"holds"}
    assert client.get(model["links"]["scorecards"]).json() == []


def test_facts_as_csv(client, model):
    answer = client.get(model["links"]["facts"], headers={"accept": "text/csv"})
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.text.splitlines()[0].lstrip("\ufeff").startswith("document,fact,file,sha256")
    assert len(answer.text.splitlines()) == model["summary"]["facts"] + 1


def test_a_page_with_its_boxes(client, model):
    def picture(**options: object) -> np.ndarray:
        answer = client.get(f"/v1/documents/{model['id']}/pages/4.png", params=options)
        assert answer.headers["content-type"] == "image/png"
        return cv2.imdecode(np.frombuffer(answer.content, np.uint8), cv2.IMREAD_COLOR)

    plain, boxed = picture(), picture(boxes=1)
    assert plain.shape == boxed.shape
    fact = json.loads(client.get(model["links"]["facts"]).text.splitlines()[0])
    assert fact["page"] == 4
    left, top, right, _ = (round(side * 110 / 72) for side in fact["bbox"])
    green = boxed[top, (left + right) // 2]
    assert green[1] > green[0] and green[1] > green[2]
    assert not np.array_equal(plain[top, left], boxed[top, left])
    problem(client.get(f"/v1/documents/{model['id']}/pages/99.png"), 404, "page-render")


def test_facts_of_all_documents(client, model):
    wanted = {"table": "income", "year": 2024, "unit": model["unit_name"], "limit": 2}
    found = client.get("/v1/facts", params=wanted).json()
    assert [fact["document"] for fact in found["items"]] == [model["id"]] * 2
    following = client.get("/v1/facts", params={"table": "income", "limit": 2, "cursor": found["next"]}).json()
    assert following["items"][0] not in found["items"]
    assert client.get("/v1/facts", params={"year": 1999}).json() == {"items": [], "next": None}
    problem(client.get("/v1/facts", params={"cursor": "x"}), 400, "cursor")


def test_lists_are_paged_to_their_end(client, model, tmp_path):
    for number in range(3):
        handed_in(client, write_pdf(tmp_path / "x.pdf", [lines_of_text(10 + number)]).read_bytes())
    seen: list[str] = []
    cursor = None
    while True:
        page = client.get("/v1/documents", params={"limit": 2} | ({"cursor": cursor} if cursor else {})).json()
        seen += [item["id"] for item in page["items"]]
        if not (cursor := page["next"]):
            break
    assert len(seen) == len(set(seen)) >= 4
    of_year = client.get("/v1/documents", params={"year": 2024, "state": "complete"}).json()["items"]
    assert [item["id"] for item in of_year] == [model["id"]]


def test_deleting_forgets_everything(client, tmp_path, service):
    content = write_pdf(tmp_path / "x.pdf", [lines_of_text(5), "% to delete"]).read_bytes()
    first = handed_in(client, content)
    assert client.delete(first["links"]["self"]).status_code == 204
    problem(client.get(first["links"]["self"]), 404, "no-document")
    again = handed_in(client, content)
    assert again["id"] == first["id"]
    assert again["created"] > first["created"]


def test_a_document_is_cancelled_and_handed_in_again(client, samples):
    content = (samples / "model-scanned.pdf").read_bytes()
    made = client.post("/v1/documents", content=content)
    assert made.status_code == 202
    here = made.headers["location"]
    problem(client.get(f"{here}/facts"), 409, "not-finished")
    assert client.post(f"{here}/cancel").json()["state"] == "cancelled"
    problem(client.post(f"{here}/cancel"), 409, "ended")
    assert client.post("/v1/documents", content=content).json()["state"] in ("queued", "running")
    assert client.delete(here).status_code == 204


def test_the_end_is_told_signed_and_again_until_it_is_heard(client, notices, tmp_path):
    made = handed_in(client, write_pdf(tmp_path / "x.pdf", [lines_of_text(6), "% told"]).read_bytes())

    def heard() -> list[dict]:
        return [json.loads(body) for _, body in notices[1][1:] if json.loads(body)["data"]["id"] == made["id"]]

    until(heard, "the notice arrives")
    assert heard()[0]["type"] == "document.finished"
    assert {name: heard()[0]["data"][name] for name in ("state", "kind", "unplaced")} == {
        name: made[name] for name in ("state", "kind", "unplaced")
    }
    assert made["state"] == "nothing-found"
    headers, body = notices[1][-1]
    Webhook(SECRET).verify(body, {name.lower(): value for name, value in headers.items()})
    refused = json.loads(notices[1][0][1])["data"]["id"]
    until(lambda: sum(json.loads(b)["data"]["id"] == refused for _, b in notices[1]) > 1, "the refused one comes again")


def test_that_people_have_signed_is_told(client, model, notices):
    page = client.get(f"/documents/{model['id']}/pages/6")
    token = page.text.split('name="csrf" content="')[1].split('"')[0]
    assert client.post(f"/documents/{model['id']}/sign", headers={"x-csrf-token": token}).status_code == 204

    def heard() -> list[dict]:
        told = [json.loads(body) for _, body in notices[1]]
        return [each for each in told if each["type"] == "document.reviewed"]

    until(heard, "the notice arrives")
    data = heard()[0]["data"]
    assert data["id"] == model["id"] and len(data["review"]["signed_by"]) == 1
    assert {
        name: data["review"][name] for name in ("confirmed", "corrected_by_hand", "suspects", "failing_checks")
    } == {
        "confirmed": 0,
        "corrected_by_hand": 0,
        "suspects": 0,
        "failing_checks": 0,
    }
    (decision,) = client.get(f"/v1/documents/{model['id']}/decisions").json()
    assert decision["kind"] == "sign"


def test_health_metrics_and_schema(client, model):
    assert client.get("/healthz").json() == client.get("/readyz").json() == {"status": "ok"}
    assert 'juesuan_documents{state="complete"}' in client.get("/metrics").text
    assert 'route="/v1/documents/{document_id}"' in client.get("/metrics").text
    assert "TableRecord" in client.get("/v1/schema").json()["$defs"]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "[", ""])
def test_another_host_cannot_reach_it_through_a_browser(client, host):
    problem(client.get("/healthz", headers={"host": host}), 421, "host")


@pytest.mark.parametrize("host", ["localhost:1", "127.0.0.1", "[::1]:8000"])
def test_this_machine_reaches_it_by_all_its_names(client, host):
    assert client.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("place", [("a", 10**30), ("a", -1), ("\ud800", 1), ("a\x00", 1), ("a",), "a", None])
def test_a_cursor_of_ones_own_making_is_refused(client, place):
    made = base64.urlsafe_b64encode(json.dumps(place).encode()).decode()
    problem(client.get("/v1/facts", params={"cursor": made}), 400, "cursor")


def test_whatever_cannot_be_answered_is_a_problem_with_a_code(client):
    problem(client.get("/nowhere"), 404, "not-found")
    problem(client.put("/v1/documents"), 405, "method-not-allowed")
    form = {"content-type": "Multipart/Form-Data; boundary=x"}
    problem(client.post("/v1/documents", content=b"--x\r\nno form", headers=form), 400, "form-broken")
    problem(client.post("/v1/documents", files={"other": b"%PDF-1.7"}), 400, "file-missing")
    problem(client.post("/v1/documents", files=[("file", b"%PDF-1.7"), ("file", b"%PDF-1.7")]), 400, "form-broken")


def test_many_who_hand_in_cancel_and_delete_the_same_are_all_answered(service, client, tmp_path):
    content = write_pdf(tmp_path / "x.pdf", [lines_of_text(5), "% wanted by many"]).read_bytes()
    here = handed_in(client, content)["links"]["self"]
    codes: list[int] = []

    def one(number: int) -> None:
        with httpx.Client(base_url=service.url, timeout=120) as http:
            for turn in range(12):
                what = (number + turn) % 3
                if what == 0:
                    codes.append(http.post("/v1/documents", content=content).status_code)
                else:
                    codes.append((http.delete(here) if what == 1 else http.post(f"{here}/cancel")).status_code)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(codes) == 72
    assert set(codes) <= {200, 202, 204, 404, 409}
    assert handed_in(client, content)["state"] in FINISHED


def loop(path: Path) -> None:
    """A tree of pages that contains itself."""
    path.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Count 5/Kids[2 0 R]>>endobj\ntrailer<</Root 1 0 R>>\n"
    )


def bomb(path: Path) -> None:
    """A picture of 50 000 × 50 000 pixels in few bytes."""
    with pikepdf.new() as pdf:
        stream = pdf.make_stream(b"\0" * 1000)
        stream.Type, stream.Subtype, stream.ColorSpace = Name.XObject, Name.Image, Name.DeviceGray
        stream.Width, stream.Height, stream.BitsPerComponent = 50_000, 50_000, 8
        page = Dictionary(Type=Name.Page, MediaBox=Array([0, 0, 500, 500]))
        page.Resources = Dictionary(XObject=Dictionary(P=stream))
        page.Contents = pdf.make_stream(b"q 500 0 0 500 0 0 cm /P Do Q")
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
        pdf.save(path)


def unfolding(path: Path) -> None:
    """A page whose content unfolds to 400 MB."""
    with pikepdf.new() as pdf:
        page = Dictionary(Type=Name.Page, MediaBox=Array([0, 0, 500, 500]))
        page.Contents = pdf.make_stream(b"0 0 m 9 9 l S " * (30 << 20))
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
        pdf.save(path, compress_streams=True)


def scripted(path: Path) -> None:
    """A document that wants to run JavaScript and to start a program."""
    write_pdf(path, [lines_of_text(5)])
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.launchURL('http://127.0.0.1/')")
        pdf.Root.AA = Dictionary(WC=Dictionary(S=Name.Launch, F="/bin/sh"))
        pdf.save(path)


HOSTILE = {
    "empty": lambda path: path.write_bytes(b""),
    "text": lambda path: path.write_bytes(b"hello"),
    "zip": lambda path: path.write_bytes(b"PK\x03\x04" + b"\0" * 100),
    "header only": lambda path: path.write_bytes(b"%PDF-1.7\n"),
    "noise": lambda path: path.write_bytes(b"%PDF-1.7\n" + np.random.default_rng(1).bytes(20_000)),
    "half a PNG": lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
    "loop": loop,
    "bomb": bomb,
    "unfolding": unfolding,
    "script": scripted,
    "huge page": lambda path: write_pdf(path, [lines_of_text(5)], size=(200_000, 200_000)),
    "no area": lambda path: write_pdf(path, [lines_of_text(5)], size=(0, 0)),
    "many pages": lambda path: write_pdf(path, [""] * 10_000),
    "encrypted": lambda path: write_pdf(path, [lines_of_text(5)], encryption=pikepdf.Encryption(user="a", owner="b")),
    "too large": lambda path: path.write_bytes(b"%PDF-1.7\n" + b"\0" * (6 << 20)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_or_fails_and_the_service_lives(client, tmp_path, name):
    path = tmp_path / "hostile.pdf"
    HOSTILE[name](path)
    try:
        answer = client.post(
            "/v1/documents", params={"wait": 60, "name": "../../etc/passwd"}, content=path.read_bytes()
        )
    except httpx.WriteError:
        answer = None  # refused before all of it was sent
    if answer is not None and answer.is_error:
        assert answer.status_code in (400, 413, 415)
        assert answer.json()["code"]
    elif answer is not None:
        assert answer.json()["state"] in (*FINISHED, "failed"), answer.text
        if answer.json()["state"] == "failed":
            error = answer.json()["error"]
            assert error["code"] != "unexpected", error
            assert error["message"] and error["hint"]
    after = write_pdf(tmp_path / "after.pdf", [lines_of_text(4), f"% after {name}"])
    assert handed_in(client, after.read_bytes())["state"] in FINISHED


def test_without_a_key_it_listens_on_this_machine_only(tmp_path, monkeypatch):
    monkeypatch.setenv("JUESUAN_DATA", str(tmp_path))
    result = CliRunner().invoke(app, ["serve", "--host", "0.0.0.0"])
    assert result.exit_code == 1
    assert "juesuan keys create" in result.output.replace("\n", " ")


def test_keys_and_their_scopes(tmp_path, monkeypatch):
    monkeypatch.setenv("JUESUAN_DATA", str(tmp_path / "data"))
    commands = CliRunner()
    keys = {}
    for scope in ("read", "write"):
        made = commands.invoke(app, ["keys", "create", f"who {scope}s", "--scope", scope])
        assert made.exit_code == 0, made.output
        keys[scope] = {"authorization": f"Bearer {made.stdout.strip()}"}
    content = write_pdf(tmp_path / "x.pdf", [lines_of_text(4)]).read_bytes()
    own = {"JUESUAN_DATA": str(tmp_path / "data"), "JUESUAN_MAX_QUEUE": "1", "JUESUAN_REQUESTS_PER_MINUTE": "12"}
    with Service(own, tmp_path / "log", "--workers", "0") as service, httpx.Client(base_url=service.url) as client:
        problem(client.get("/v1/documents"), 401, "key-needed")
        problem(client.get("/v1/documents", headers={"authorization": "Bearer no"}), 401, "key-needed")
        assert client.get("/v1/documents", headers=keys["read"]).status_code == 200
        problem(client.post("/v1/documents", content=content, headers=keys["read"]), 403, "scope-needed")
        assert client.post("/v1/documents", content=content, headers=keys["write"]).status_code == 202
        full = client.post("/v1/documents", content=content + b"% another", headers=keys["write"])
        problem(full, 429, "queue-full")
        assert int(full.headers["retry-after"]) > 0
        answers = [client.get("/v1/documents", headers=keys["write"]) for _ in range(12)]
        problem(answers[-1], 429, "too-many-requests")
        assert answers[0].status_code == 200
        listed = commands.invoke(app, ["keys", "list"]).output
        key_id = next(line.strip("│ ").split()[0] for line in listed.splitlines() if "who reads" in line)
        assert commands.invoke(app, ["keys", "revoke", key_id]).exit_code == 0
        problem(client.get("/v1/documents", headers=keys["read"]), 401, "key-needed")
    assert commands.invoke(app, ["keys", "revoke", "none"]).exit_code == 1
    stored = (tmp_path / "data" / "documents.sqlite").read_bytes()
    assert keys["read"]["authorization"].removeprefix("Bearer ").encode() not in stored


def test_keys_are_made_and_ended_by_admins(tmp_path, monkeypatch):
    monkeypatch.setenv("JUESUAN_DATA", str(tmp_path / "data"))
    with Service({}, tmp_path / "log", "--workers", "0") as service, httpx.Client(base_url=service.url) as client:
        wanted = {"name": "archive\x00", "scope": "write"}
        # Nobody becomes the master of a service without keys by being the first to ask.
        problem(client.post("/v1/keys", json=wanted), 403, "scope-needed")
        made = CliRunner().invoke(app, ["keys", "create", "chief", "--scope", "admin"])
        chief = {"authorization": f"Bearer {made.stdout.strip()}"}
        new = client.post("/v1/keys", json=wanted, headers=chief)
        assert new.status_code == 201, new.text
        own = {"authorization": f"Bearer {new.json()['key']}"}
        assert client.get("/v1/documents", headers=own).status_code == 200
        problem(client.get("/v1/keys", headers=own), 403, "scope-needed")
        problem(client.post("/v1/keys", json=wanted | {"scope": "all"}, headers=chief), 422, "invalid-request")
        listed = client.get("/v1/keys", headers=chief)
        assert [(key["name"], key["scope"]) for key in listed.json()] == [("chief", "admin"), ("archive", "write")]
        assert new.json()["key"] not in listed.text
        assert client.delete(f"/v1/keys/{new.json()['id']}", headers=chief).status_code == 204
        problem(client.get("/v1/documents", headers=own), 401, "key-needed")
        problem(client.delete("/v1/keys/none", headers=chief), 404, "no-key")
        assert conforming(service, chief, include="/v1/keys") == 3


def test_every_operation_answers_as_it_is_described(service):
    assert conforming(service, {}) >= 20


def conforming(service: Service, headers: dict[str, str], include: str = "") -> int:
    """Try operations with all kinds of input; the number of those tried."""
    schema = schemathesis.openapi.from_url(f"{service.url}/openapi.json").include(path_regex=f"^{include}")
    wanted = [
        checks.not_a_server_error,
        schemathesis.specs.openapi.checks.status_code_conformance,
        schemathesis.specs.openapi.checks.content_type_conformance,
        schemathesis.specs.openapi.checks.response_schema_conformance,
    ]
    tried = 0
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def answers(case):
            case.call_and_validate(checks=wanted, headers=headers)

        answers()
        tried += 1
    return tried


def test_all_documents_in_one_table(client, model):
    answer = client.get("/v1/export", params={"to": "csv", "unit": model["unit_name"]})
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, "text/csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="facts.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    own = [row for row in rows if row["document"] == model["id"]]
    lines = client.get(model["links"]["facts"]).text.splitlines()
    assert [row["value"] for row in own] == [json.loads(line)["value"] for line in lines]
    assert client.get("/v1/export", params={"to": "csv", "year": 1999}).text.count("\n") == 1


@pytest.mark.parametrize(
    ("to", "begin"),
    [("xlsx", b"PK"), ("parquet", b"PAR1"), ("sqlite", b"SQLite format 3"), ("duckdb", b""), ("datapackage", b"PK")],
)
def test_all_documents_in_every_format(client, model, service, to, begin):
    answer = client.get("/v1/export", params={"to": to, "year": model["year"]})
    assert answer.status_code == 200
    assert answer.content.startswith(begin)
    if to == "datapackage":
        assert "datapackage.json" in zipfile.ZipFile(io.BytesIO(answer.content)).namelist()


def test_a_format_that_is_none_is_refused(client):
    problem(client.get("/v1/export", params={"to": "doc"}), 422, "invalid-request")


def test_documents_of_a_unit_are_compared(client, model):
    """One document has nothing to be compared with."""
    answer = client.get("/v1/compare", params={"unit": model["unit_name"]})
    assert (answer.status_code, answer.json()) == (200, [])
    problem(client.get("/v1/compare"), 422, "invalid-request")
