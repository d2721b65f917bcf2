"""Speed and peak memory of exports of many documents: `python -m benchmarks.export [FORMAT…]`.

The documents are copies of the exported sample with changed figures; every export is a process of its own.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from extractor import Document, extract
from extractor.outputs.export import FORMATS

SAMPLE = Path(__file__).parents[1] / "samples" / "model-exported.pdf"
COUNTS = (200, 2000)


def results(count: int, document: Document, folder: Path) -> Path:
    """A folder of N results."""
    text = document.model_dump_json()
    for number in range(count):
        place = folder / f"{number:05d}"
        place.mkdir(parents=True)
        changed = text.replace("584.", f"{number + 1}584.").replace(document.source.sha256, f"{number:064x}")
        (place / "document.json").write_text(changed, encoding="utf-8")
    return folder


def main() -> None:
    """One line a format and count."""
    document = extract(SAMPLE)
    with tempfile.TemporaryDirectory() as name:
        for count in COUNTS:
            folder = results(count, document, Path(name) / str(count))
            for to in sys.argv[1:] or FORMATS:
                program = "from extractor.cli import main; main()"
                target = Path(name) / f"{count}.{to}"
                command = [sys.executable, "-c", program, "export", str(folder), "--to", to, "-o", str(target)]
                started = time.perf_counter()
                child = subprocess.Popen(command, stderr=subprocess.DEVNULL)
                _, status, used = os.wait4(child.pid, 0)
                child.returncode = os.waitstatus_to_exitcode(status)
                seconds = time.perf_counter() - started
                unit = 1024 if sys.platform != "darwin" else 1  # kilobytes, but bytes on macOS
                rows = count * len(document.facts)
                done = "" if child.returncode == 0 else "   FAILED"
                size = target.stat().st_size / 1e6
                print(
                    f"{to:8} {count:5} documents  {rows / seconds:8.0f} facts a second  "
                    f"{used.ru_maxrss * unit / 1e6:5.0f} MB memory  {size:6.1f} MB file{done}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
