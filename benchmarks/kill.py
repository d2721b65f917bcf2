"""Service and worker killed while they convert: `python -m benchmarks.kill [DOCUMENTS] [KILLS] [SEED]`.

DOCUMENTS small files are posted while the service (which does not convert) and two workers are killed with
SIGKILL, KILLS times in all, at random moments; once on SQLite and once on PostgreSQL.
"""

import random
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import httpx
import psycopg

from extractor.service.documents import FINISHED
from tests.pdfs import lines_of_text, write_pdf
from tests.service.servers import Process, Service, logged, postgres, postgres_programs, until

LONGEST = 900.0


class Site:
    """A service and two workers of one database, begun again whenever one is killed."""

    def __init__(self, folder: Path, database: str | None) -> None:
        self._folder = folder
        self._environment = {"JUESUAN_DATA": str(folder / "data"), "JUESUAN_WORKERS": "1"}
        self._environment |= {"JUESUAN_LEASE_SECONDS": "5", "JUESUAN_REQUESTS_PER_MINUTE": "1000000"}
        if database:
            self._environment["JUESUAN_DATABASE_URL"] = database
        self.service = self._service()
        self._workers = [self._worker(0), self._worker(1)]

    def _service(self) -> Service:
        return Service(self._environment, self._folder / "service.log", "--workers", "0").__enter__()

    def _worker(self, number: int) -> Process:
        return Process(self._environment, self._folder / f"worker{number}.log", "worker").__enter__()

    def kill(self, which: int) -> None:
        """Kill the service (2) or a worker (0, 1), and begin it again."""
        if which == 2:
            self.service.kill()
            self.service = self._service()
        else:
            self._workers[which].kill()
            self._workers[which] = self._worker(which)

    def end(self) -> None:
        """Stop all."""
        for process in (self.service, *self._workers):
            process.__exit__()

    def ends(self) -> Counter[str]:
        """How often each job was recorded as ended."""
        logs = [log for number in (0, 1) for log in logged(self._folder / f"worker{number}.log")]
        return Counter(line["job"] for line in logs if line.get("message") == "document ended")


def handed_in(site: Site, files: list[bytes], ids: dict[int, str]) -> None:
    """Post every file until it is taken, through all deaths of the service."""
    for number, content in enumerate(files):
        while number not in ids:
            try:
                answer = httpx.post(f"{site.service.url}/v1/documents", content=content, timeout=30)
                ids[number] = answer.raise_for_status().json()["id"]
            except httpx.HTTPError:
                threading.Event().wait(0.1)


def states(site: Site) -> dict[str, dict]:
    """All documents by id; empty while the service does not answer."""
    found: dict[str, dict] = {}
    cursor: dict[str, str] = {}
    try:
        while True:
            page = httpx.get(f"{site.service.url}/v1/documents", params={"limit": 500} | cursor, timeout=30).json()
            found |= {item["id"]: item for item in page["items"]}
            if not page["next"]:
                return found
            cursor = {"cursor": page["next"]}
    except httpx.HTTPError:
        return {}


def trial(name: str, database: str | None, number: int, kills: int, seed: int) -> None:
    """One run on one database; prints what came of it."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="juesuan-kill-") as folder:
        root = Path(folder)
        files = [write_pdf(root / "x.pdf", [lines_of_text(3 + n % 9), f"% {n}"]).read_bytes() for n in range(number)]
        site, ids, started = Site(root, database), {}, time.monotonic()
        poster = threading.Thread(target=handed_in, args=(site, files, ids))
        poster.start()
        killed = Counter()
        for turn in range(kills):
            threading.Event().wait(chance.uniform(0.5, 6.0))
            which = (turn + seed) % 3
            killed["service" if which == 2 else "worker"] += 1
            site.kill(which)
        poster.join()

        def done() -> bool:
            found = states(site)
            return len(found) == number and all(item["state"] in FINISHED for item in found.values())

        until(done, f"all of {number} finished: {Counter(item['state'] for item in states(site).values())}", LONGEST)
        seconds, found, ends = time.monotonic() - started, states(site), site.ends()
        site.end()
        stored = {path.stem for path in (root / "data" / "storage" / "results").iterdir()}
        again = sum(item["attempts"] > 1 for item in found.values())
        twice = sum(times > 1 for times in ends.values())
        print(
            f"{name}: {number} documents, killed {dict(killed)}: finished {len(found)}, results {len(stored)}, "
            f"begun more than once {again}, ended more than once {twice}, {seconds:.0f} s",
            flush=True,
        )


def main() -> None:
    """Both databases."""
    number, kills, seed = ([int(argument) for argument in sys.argv[1:]] + [200, 10, 1][len(sys.argv) - 1 :])[:3]
    trial("SQLite", None, number, kills, seed)
    programs = postgres_programs()
    if programs is None:
        sys.exit("PostgreSQL is not installed: .ci/system-packages tests")
    with postgres(programs) as url:
        with psycopg.connect(f"{url}/postgres", autocommit=True) as connection:
            connection.execute("create database kill")
        trial("PostgreSQL", f"{url}/kill", number, kills, seed)


if __name__ == "__main__":
    main()
