"""docs/compose.yaml: there is no engine here, so its commands and settings run as plain processes."""

from pathlib import Path

import httpx
import pytest
import yaml

from extractor.service.documents import FINISHED
from extractor.service.settings import ServiceSettings
from tests.pdfs import lines_of_text, write_pdf
from tests.service.servers import Process, Service, until

COMPOSE = Path(__file__).parents[2] / "docs" / "compose.yaml"


@pytest.fixture(scope="module")
def services() -> dict:
    return yaml.safe_load(COMPOSE.read_text())["services"]


def test_it_sets_only_what_can_be_set(services):
    known = {f"JUESUAN_{name.upper()}" for name in ServiceSettings.model_fields}
    for name in ("service", "worker"):
        assert set(services[name]["environment"]) <= known
    assert services["service"]["environment"] == services["worker"]["environment"]


@pytest.mark.parametrize("environment", ["postgresql"], indirect=True)
def test_a_service_without_workers_and_a_worker_share_postgresql(services, environment, tmp_path):
    storage = {"JUESUAN_STORAGE": str(tmp_path / "storage")}
    one = environment | storage | {"JUESUAN_DATA": str(tmp_path / "one")}
    two = environment | storage | {"JUESUAN_DATA": str(tmp_path / "two")}
    options = services["service"]["command"][1:]
    local = ["127.0.0.1" if option == "0.0.0.0" else option for option in options]
    content = write_pdf(tmp_path / "x.pdf", [lines_of_text(4)]).read_bytes()
    with Service(one, tmp_path / "log", *local) as service:
        made = httpx.post(f"{service.url}/v1/documents", content=content, timeout=60)
        assert made.status_code == 202
        here = service.url + made.headers["location"]
        with Process(two, tmp_path / "worker", *services["worker"]["command"]):
            until(lambda: httpx.get(here, timeout=60).json()["state"] in FINISHED, "the worker converts it")
        assert httpx.get(f"{here}/document.json", timeout=60).json()["pages"]
