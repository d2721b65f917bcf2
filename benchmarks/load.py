"""Many clients at once: `python -m benchmarks.load [CLIENTS] [DOCUMENTS]`.

Each client posts its share of small documents and asks for the state of each until it has ended.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import httpx

from tests.pdfs import lines_of_text, write_pdf
from tests.service.servers import Service

BETWEEN = 1.0


def resident(pid: int) -> float:
    """MiB of memory of a process."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


async def client(url: str, files: list[bytes], codes: Counter[int], asked: list[float], ends: Counter[str]) -> None:
    """One client, from its first document to its last one's end."""
    async with httpx.AsyncClient(base_url=url, timeout=120) as http:
        waiting = []
        for content in files:
            answer = await http.post("/v1/documents", content=content)
            codes[answer.status_code] += 1
            waiting.append(answer.headers["location"])
        while waiting:
            await asyncio.sleep(BETWEEN)
            for here in list(waiting):
                started = time.perf_counter()
                answer = await http.get(here)
                asked.append(time.perf_counter() - started)
                codes[answer.status_code] += 1
                if answer.json()["state"] not in ("queued", "running"):
                    ends[answer.json()["state"]] += 1
                    waiting.remove(here)


async def load(url: str, clients: int, files: list[bytes]) -> None:
    """All clients; prints what they met."""
    codes, asked, ends = Counter[int](), list[float](), Counter[str]()
    started = time.monotonic()
    await asyncio.gather(*(client(url, files[n::clients], codes, asked, ends) for n in range(clients)))
    p95 = statistics.quantiles(asked, n=20)[-1]
    print(
        f"{clients} clients, {len(files)} documents: {dict(ends)}, answers {dict(codes)}, status calls {len(asked)}, "
        f"median {statistics.median(asked) * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms, {time.monotonic() - started:.0f} s"
    )


def main() -> None:
    """One service with its own workers, on SQLite."""
    clients, number = ([int(argument) for argument in sys.argv[1:]] + [50, 500][len(sys.argv) - 1 :])[:2]
    with tempfile.TemporaryDirectory(prefix="juesuan-load-") as folder:
        root = Path(folder)
        files = [write_pdf(root / "x.pdf", [lines_of_text(3 + n % 9), f"% {n}"]).read_bytes() for n in range(number)]
        own = {"JUESUAN_DATA": str(root / "data"), "JUESUAN_REQUESTS_PER_MINUTE": "1000000"}
        with Service(own, root / "log") as service:
            before = resident(service.pid)
            asyncio.run(load(service.url, clients, files))
            print(f"memory of the service: {before:.0f} MiB before, {resident(service.pid):.0f} MiB after")


if __name__ == "__main__":
    main()
