"""The desk in the service: people sign in, two of them review one document, everybody else stays outside."""

import io
import zipfile

import httpx
import pytest
from playwright.sync_api import expect

from extractor.document import Document
from extractor.errors import InputError
from extractor.outputs.export import results_in
from extractor.outputs.export.decided import read_decided
from extractor.service.database import Database
from extractor.service.keys import Keys
from extractor.service.people import People
from extractor.service.settings import ServiceSettings
from tests.review.building import key_of
from tests.review.conftest import WRONG
from tests.review.desks import PATIENCE_MS, at_work, chromium, opened, pressed, ready, spot_of
from tests.service.servers import Service, until

expect.set_options(timeout=PATIENCE_MS)
PASSWORD = "correct horse"


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


@pytest.fixture
def own(tmp_path) -> dict[str, str]:
    return {"JUESUAN_DATA": str(tmp_path / "data"), "JUESUAN_WORKERS": "1"}


@pytest.fixture
def database(own):
    made = Database(ServiceSettings(data=own["JUESUAN_DATA"]))
    made.prepare()
    yield made
    made.close()


def signed_in(browser, url: str, name: str):
    page = opened(browser, url)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".who")).to_contain_text(name)
    return page


def test_people_are_known_by_name_and_password(database):
    people = People(database)
    assert not people.any()
    people.create("王", PASSWORD, "review")
    with pytest.raises(InputError, match="there already"):
        people.create("王", "another one", "review")
    with pytest.raises(InputError, match="fewer than"):
        people.create("李", "short", "review")
    assert people.signed_in("王", "wrong") is None
    assert people.signed_in("nobody", PASSWORD) is None
    token = people.signed_in("王", PASSWORD)
    visitor = people.of(token)
    assert visitor is not None and (visitor.name, visitor.scope) == ("王", "review")
    people.end("王")
    assert people.of(token) is None and people.signed_in("王", PASSWORD) is None


def test_two_reviewers_decide_apart_differ_agree_and_sign(browser, own, database, samples, tmp_path):
    for name, scope in (("王", "write"), ("李", "review")):
        People(database).create(name, PASSWORD, scope)
    _, key = Keys(database).create("test", "read")
    database.close()
    with Service(own, tmp_path / "log") as service:
        first = signed_in(browser, service.url, "王")
        ready(first)
        first.locator("#file").set_input_files(samples / "model-scanned.pdf")
        row = first.get_by_role("row").filter(has_text="model-scanned.pdf")
        row.get_by_role("link").click()
        at_work(first)
        first.on("dialog", lambda dialog: dialog.accept())
        first.keyboard.press("?")
        first.locator("#second").click()
        expect(first.locator(".chip.second")).to_be_visible()
        at_work(first)
        place = spot_of(first)
        read = first.locator("#value").input_value()
        expect(first.locator("#counts strong")).to_have_text("2")
        pressed(first, "Enter")
        first.keyboard.press("Enter")
        expect(first.locator("#counts")).to_contain_text("waits for the other reviewer")

        second = signed_in(browser, service.url, "李")
        expect(second.locator("#drop")).to_have_count(0)  # who reviews hands nothing in
        second.get_by_role("row").filter(has_text="model-scanned.pdf").get_by_role("link").click()
        at_work(second)
        assert spot_of(second) == place
        expect(second.locator("#counts strong")).to_have_text("2")
        expect(second.locator("#panel .given")).to_have_count(0)  # the other's answer is not shown
        pressed(second, "x")
        second.keyboard.press("Enter")
        expect(second.locator("#counts strong")).to_have_text("1")
        second.keyboard.press("n")
        expect(second.locator("#panel .differ")).to_be_visible()
        expect(second.locator("#panel .given")).to_contain_text("王")
        # Whoever was wrong decides anew.
        expect(second.locator("#value")).to_have_value(read)
        second.keyboard.press("Enter")
        expect(second.locator("#counts")).to_contain_text("No doubt is left")
        second.locator("#sign").click()
        expect(second.locator(".signature")).to_contain_text("李")
        first.reload()
        expect(first.locator("#counts")).to_contain_text("No doubt is left")
        first.locator("#sign").click()
        expect(first.locator(".signature")).to_have_count(2)

        api = httpx.Client(base_url=service.url, headers={"Authorization": f"Bearer {key}"})
        (document,) = api.get("/v1/documents").json()["items"]
        facts = [fact for fact in api.get("/v1/facts").json()["items"] if fact["status"] == "confirmed"]
        assert len(facts) == 2
        lines = api.get(f"/v1/documents/{document['id']}/facts").text
        assert lines.count('"confirmed"') == 2
        assert first.complaints == [] and second.complaints == []


def test_strangers_and_other_sites_stay_outside(own, database, samples, tmp_path):
    People(database).create("王", PASSWORD, "write")
    database.close()
    with Service(own, tmp_path / "log", "--workers", "0") as service:
        stranger = httpx.Client(base_url=service.url)
        for path in ("/", "/documents/x", "/progress"):
            answer = stranger.get(path)
            assert answer.status_code == 303 and answer.headers["location"] == "/sign-in"
        assert stranger.get("/v1/documents").status_code == 401  # where people sign in, programs need a key
        form = {"name": "王", "password": PASSWORD}
        other = {"sec-fetch-site": "cross-site"}
        assert stranger.post("/sign-in", data=form, headers=other).status_code == 403
        assert stranger.post("/sign-in", data=form | {"password": "no"}).status_code == 403
        answer = stranger.post("/sign-in", data=form)
        cookie = answer.headers["set-cookie"]
        assert answer.status_code == 303 and "HttpOnly" in cookie and "SameSite=strict" in cookie
        page = stranger.get("/")
        policy = page.headers["content-security-policy"]
        assert "script-src 'self'" in policy and "unsafe" not in policy
        file = {"file": (samples / "model-exported.pdf").read_bytes()}
        assert stranger.post("/documents", files=file).status_code == 403  # no token
        assert stranger.post("/documents", files=file, headers={"x-csrf-token": "wrong"}).status_code == 403


def test_attempts_are_counted(own, database, tmp_path):
    People(database).create("王", PASSWORD, "write")
    database.close()
    with Service(own, tmp_path / "log", "--workers", "0") as service:
        form = {"name": "王", "password": "guess"}
        statuses = [httpx.post(f"{service.url}/sign-in", data=form).status_code for _ in range(12)]
        assert statuses[0] == 403 and statuses[-1] == 429


def test_with_keys_and_no_people_the_desk_is_closed(own, database, tmp_path):
    Keys(database).create("program", "read")
    database.close()
    with Service(own, tmp_path / "log", "--workers", "0") as service:
        answer = httpx.get(service.url, follow_redirects=True)
        assert "juesuan users create" in answer.text
        assert httpx.get(service.url).status_code == 303


def test_what_was_decided_is_carried_over_to_a_new_reading_of_the_same_file(own, samples, tmp_path):
    with Service(own, tmp_path / "log") as service:
        api = httpx.Client(base_url=service.url, timeout=120)
        file = samples / "model-exported.pdf"
        row = api.post("/v1/documents?wait=60", files={"file": file.read_bytes()}).json()
        until(lambda: api.get(f"/v1/documents/{row['id']}").json()["state"] == "complete", "it is read")
        desk = httpx.Client(base_url=service.url, follow_redirects=True, timeout=120)
        page = desk.get(f"/documents/{row['id']}/pages/6")
        token = page.text.split('name="csrf" content="')[1].split('"')[0]
        spot = page.text.split('class="s-verified n whole"')[0].rpartition('data-spot="')[2].split('"')[0]
        sent = {"ruling": "correct", "text": "1.00", "page": "6"}
        answer = desk.post(f"/documents/{row['id']}/spots/{spot}", data=sent, headers={"x-csrf-token": token})
        assert answer.status_code == 200, answer.text
        by_hand = api.get("/v1/facts").text.count("corrected-by-hand")
        assert by_hand == 1
        api.delete(f"/v1/documents/{row['id']}")
        again = api.post("/v1/documents?wait=60", files={"file": file.read_bytes()}).json()
        until(lambda: api.get(f"/v1/documents/{again['id']}").json()["state"] == "complete", "it is read again")
        until(lambda: api.get("/v1/facts").text.count("corrected-by-hand") == 1, "the decision is in the facts")


def test_programs_decide_with_a_key_of_the_scope_review(own, database, exported, samples, tmp_path):
    """The decision is the key's, and facts, checks, list and history follow; undone, all is as before."""
    keys = {scope: Keys(database).create("checker", scope)[1] for scope in ("read", "review", "write")}
    database.close()
    with Service(own, tmp_path / "log") as service:
        programs = {
            scope: httpx.Client(base_url=service.url, timeout=120, headers={"Authorization": f"Bearer {key}"})
            for scope, key in keys.items()
        }
        file = {"file": (samples / "model-exported.pdf").read_bytes()}
        row = programs["write"].post("/v1/documents?wait=60", files=file).json()
        base = f"/v1/documents/{row['id']}"
        until(lambda: programs["read"].get(base).json()["state"] == "complete", "it is read")
        assert programs["read"].get(base).json()["review"] is None
        place = dict(zip(("table", "row", "column"), WRONG, strict=True))
        wanted = {"decision": "correct", **place, "value": "1.00", "why": "a test"}

        assert programs["read"].post(f"{base}/decisions", json=wanted).status_code == 403
        program = programs["review"]
        answer = program.post(f"{base}/decisions", json=wanted)
        assert answer.status_code == 201, answer.text
        made = answer.json()
        assert (made["kind"], made["after"], made["who"], made["why"]) == ("correct", "1.00", "checker (key)", "a test")
        assert made["before"] == next(fact.value for fact in exported.facts if key_of(fact) == WRONG)
        assert program.get(f"{base}/decisions").json() == [made]
        review = program.get("/v1/documents").json()["items"][0]["review"]
        assert (review["state"], review["corrected_by_hand"], review["decisions"]) == ("begun", 1, 1)
        assert review["failing_checks"] > 0
        assert any(check["result"] == "fails" for check in program.get(f"{base}/checks").json())

        # The result as a zip is a folder of the desk: the reading stays as it was.
        with zipfile.ZipFile(io.BytesIO(program.get(f"{base}/result.zip").content)) as packed:
            packed.extractall(tmp_path / "result")
        read = Document.model_validate_json((tmp_path / "result" / "document.json").read_text(encoding="utf-8"))
        assert {key_of(fact): fact.value for fact in read.facts}[WRONG] == made["before"]
        (named,) = map(read_decided, results_in([tmp_path / "result"]))
        assert [fact.value for fact in named.document.facts if fact.status == "corrected-by-hand"] == ["1.00"]
        assert '"value": "1.00"' in (tmp_path / "result" / "facts.jsonl").read_text(encoding="utf-8")

        def refused(status: int, **body: object) -> None:
            answer = program.post(f"{base}/decisions", json=body)
            assert answer.status_code == status, answer.text

        refused(422, decision="correct", **place, value="no number")
        refused(404, decision="confirm", table="income", row="999", column="财政拨款收入")
        refused(422, decision="confirm")
        refused(422, decision="confirm", **place, colour="red")

        assert program.post(f"{base}/decisions", json={"decision": "undo"}).json()["kind"] == "undo"
        refused(409, decision="undo")
        assert "corrected-by-hand" not in program.get(f"{base}/facts").text
        signed = program.post(f"{base}/decisions", json={"decision": "sign"})
        assert signed.status_code == 201 and signed.json()["kind"] == "sign"
        assert program.get(base).json()["review"]["state"] == "reviewed"

        refused(409, decision="sign")  # it has signed already

        # Anything else is named by its place in document.json.
        document = program.get(f"{base}/document.json").json()
        figure = document["narrative"][0]
        named = {"decision": "confirm", "page": figure["page"], "bbox": figure["bbox"]}
        answer = program.post(f"{base}/decisions", json=named)
        assert answer.status_code == 201 and answer.json()["subject"]["kind"] == "figure"
