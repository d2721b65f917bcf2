"""Servers of the tests' own: PostgreSQL, S3, and juesuan itself in processes that can be killed."""

import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]
# A guard against hangs: a machine may be busy with other things.
DEADLINE = 300.0


def until(found: Callable[[], object], what: str, seconds: float = DEADLINE) -> object:
    """The first true answer; an assertion fails when there is none in time."""
    end = time.monotonic() + seconds
    while not (answer := found()):
        assert time.monotonic() < end, f"in {seconds:g} s never: {what}"
        time.sleep(0.05)
    return answer


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def postgres_programs() -> Path | None:
    """Where Debian puts the newest server."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


@contextmanager
def postgres(programs: Path) -> Iterator[str]:
    """The URL of a PostgreSQL server of its own, without its database's name."""
    folder = Path(tempfile.mkdtemp(prefix="juesuan-postgres-", dir="/tmp"))
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    become = ["runuser", "-u", user, "--"] if os.geteuid() == 0 else []
    if become:
        shutil.chown(folder, user)
    port = free_port()

    def run(*command: object) -> None:
        subprocess.run([*become, *map(str, command)], check=True, stdout=subprocess.DEVNULL, cwd="/")

    data = folder / "data"
    run(programs / "initdb", "-D", data, "-U", "juesuan", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    run(programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
    try:
        yield f"postgresql://juesuan@127.0.0.1:{port}"
    finally:
        run(programs / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _children(pid: int) -> list[int]:
    """Of all its threads."""
    return [int(child) for path in Path(f"/proc/{pid}/task").glob("*/children") for child in path.read_text().split()]


class Process:
    """`juesuan COMMAND…` in a process of its own, with its log."""

    def __init__(self, environment: dict[str, str], log: Path, *command: str) -> None:
        own = os.environ | {"PYTHONPATH": str(ROOT)} | environment
        self.log = log
        self._stream = log.open("a")
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from extractor.cli import main; main()", *command],
            env=own,
            stderr=self._stream,
            stdout=self._stream,
        )

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        return self._process.pid

    def converting(self) -> list[int]:
        """The processes that convert: the grandchildren, which the fork server made."""
        return [pid for child in _children(self.pid) for pid in _children(child)]

    def kill(self) -> None:
        """End it as a power cut would; its children die with it."""
        self._process.kill()
        self._process.wait()

    def terminate(self, seconds: float = DEADLINE) -> int:
        """End it as an operator would; its exit status."""
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(seconds)

    def __enter__(self) -> "Process":
        return self

    def __exit__(self, *_: object) -> None:
        if self.alive:
            self.kill()
        self._stream.close()


class Service(Process):
    """`juesuan serve` on a port of its own."""

    def __init__(self, environment: dict[str, str], log: Path, *options: str) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        super().__init__(environment, log, "serve", "--port", str(port), *options)

    def __enter__(self) -> "Service":
        until(lambda: not self.alive or self._answers(), "the service answers")
        assert self.alive, self.log.read_text()
        return self

    def _answers(self) -> bool:
        with suppress(httpx.TransportError):
            return httpx.get(f"{self.url}/healthz").is_success
        return False


def logged(log: Path) -> list[dict]:
    """The JSON lines of a log; other lines are libraries' prints."""
    lines = []
    for line in log.read_text(errors="replace").splitlines():
        with suppress(json.JSONDecodeError):
            lines.append(json.loads(line))
    return [line for line in lines if isinstance(line, dict)]
