import os
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from extractor.service.storage import Storage


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """The address of an S3 server with a bucket."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    own = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_DEFAULT_REGION": "us-east-1"}
    own["AWS_ENDPOINT_URL"] = f"http://{host}:{port}"
    before = {name: os.environ.get(name) for name in own}
    os.environ.update(own)
    boto3.client("s3").create_bucket(Bucket="accounts")
    yield "s3://accounts/somewhere"
    server.stop()
    for name, value in before.items():
        if value is None:
            del os.environ[name]
        else:
            os.environ[name] = value


@pytest.fixture(params=["folder", "s3"])
def storage(request, tmp_path) -> Storage:
    return Storage(str(tmp_path / "kept") if request.param == "folder" else request.getfixturevalue("s3"))


@pytest.fixture
def result(tmp_path) -> Path:
    folder = tmp_path / "result"
    (folder / "tables").mkdir(parents=True)
    (folder / "document.json").write_text("{}")
    (folder / "tables" / "01-收入决算表.json").write_text("[]")
    return folder


def test_an_input_is_kept_fetched_and_forgotten(storage, tmp_path):
    (tmp_path / "own").write_bytes(b"content")
    storage.keep_input("abc", tmp_path / "own")
    storage.fetch_input("abc", tmp_path / "fetched")
    assert (tmp_path / "fetched").read_bytes() == b"content"
    storage.forget("abc")
    storage.forget("abc")
    with pytest.raises(FileNotFoundError):
        storage.fetch_input("abc", tmp_path / "fetched")


def test_a_result_is_kept_read_and_forgotten(storage, result):
    storage.keep_result("job", result)
    assert storage.read("job", "tables/01-收入决算表.json") == b"[]"
    with pytest.raises(FileNotFoundError):
        storage.read("job", "tables/none.json")
    storage.forget("job")
    with pytest.raises(FileNotFoundError):
        storage.read("job", "document.json")


def test_a_second_result_of_a_job_takes_the_first_ones_place(storage, result):
    storage.keep_result("again", result)
    (result / "document.json").write_text('{"second": true}')
    storage.keep_result("again", result)
    assert b"second" in storage.read("again", "document.json")


def test_what_is_cut_off_is_not_there(storage, result, monkeypatch):
    def broken(*_: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(storage._files, "mv", broken)
    with pytest.raises(ConnectionError):
        storage.keep_result("cut", result)
    monkeypatch.undo()
    with pytest.raises(FileNotFoundError):
        storage.read("cut", "document.json")
    assert not storage._files.find(f"{storage._root}/unfinished")
    storage.check()


def test_what_dead_processes_left_is_swept_after_a_day(tmp_path):
    storage = Storage(str(tmp_path))
    for name in ("inputs/known", "inputs/old", "inputs/new", "results/known.zip", "results/old.zip", "unfinished/old"):
        left = tmp_path / name
        left.touch()
        if "new" not in name:
            os.utime(left, (time.time() - 2 * 86400,) * 2)
    storage.sweep({"known"})
    left = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {"inputs/known", "inputs/new", "results/known.zip"}


def test_sweeping_sees_what_others_have_stored_meanwhile(storage, tmp_path, monkeypatch):
    monkeypatch.setattr("extractor.service.storage.ABANDONED", timedelta(0))
    storage.sweep(())
    other = Storage(storage._files.unstrip_protocol(storage._root))
    (tmp_path / "own").write_bytes(b"content")
    other.keep_input("left", tmp_path / "own")
    storage.sweep(())
    with pytest.raises(FileNotFoundError):
        other.fetch_input("left", tmp_path / "fetched")
