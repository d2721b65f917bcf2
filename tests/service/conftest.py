import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from extractor.service.database import Database
from extractor.service.settings import ServiceSettings
from tests.service.servers import postgres, postgres_programs


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    programs = postgres_programs()
    if programs is None:
        pytest.skip("PostgreSQL's server is not installed: .ci/system-packages tests")
    with postgres(programs) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def environment(request, tmp_path) -> dict[str, str]:
    """The environment of a service with a database of its own."""
    own = {"JUESUAN_DATA": str(tmp_path / "data"), "JUESUAN_LEASE_SECONDS": "2", "JUESUAN_WORKERS": "1"}
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres_url")
        name = f"t{uuid.uuid4().hex}"
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(f"create database {name}")
        own["JUESUAN_DATABASE_URL"] = f"{server}/{name}"
    return own


@pytest.fixture
def settings(environment) -> ServiceSettings:
    own = {name.removeprefix("JUESUAN_").lower(): value for name, value in environment.items()}
    return ServiceSettings(**own)


@pytest.fixture
def database(settings) -> Iterator[Database]:
    made = Database(settings)
    made.prepare()
    yield made
    made.close()


@pytest.fixture(scope="session")
def samples() -> Path:
    return Path(__file__).parents[2] / "samples"
