"""A folder of results as a shelf: what was decided lies beside each result, files that are handed in as well."""

from __future__ import annotations

import hashlib
import shutil
import threading
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from extractor.document import Document, Source
from extractor.errors import JuesuanError, MissingFileError
from extractor.layouts import Layouts
from extractor.outputs.archive.originals import Originals
from extractor.outputs.export.results import DOCUMENT_FILE, Result, read_result, results_in
from extractor.outputs.files import put_in_place, safe_name, write_lines
from extractor.pipeline import Settings
from extractor.review import Review, reading_of, reviewed
from extractor.review.store import DECISIONS_FILE, DecisionFile, Decisions
from extractor.service.convert import Converter
from extractor.service.database import printable
from extractor.service.http.pages.known import Known, stamp_of
from extractor.service.http.pages.listing import entry_of, listed, titles_of
from extractor.service.http.pages.shelf import Asked, Entry, Listed, Progress

ORIGINAL = "original"


class Folder:
    """The results below a folder; files that are handed in are read one after the other."""

    def __init__(
        self, out: Path, originals: Sequence[Path], settings: Settings, layouts: Layouts, converter: Converter
    ) -> None:
        self._out, self._settings, self._layouts, self._converter = out, settings, layouts, converter
        self._originals = Originals(originals)
        self._found: dict[str, Path] = {}
        self._known: dict[str, Result] = {}
        self._lines = Known(out)
        self._waiting: dict[str, Entry] = {}
        self._lock = threading.Lock()
        self._thread = ThreadPoolExecutor(1)
        self._ended = threading.Event()

    def close(self) -> None:
        """Give up what is being read."""
        self._ended.set()
        self._thread.shutdown(cancel_futures=True)

    def listed(self, asked: Asked) -> Listed:
        """A page of what is being read, then the results."""
        return listed(self._all(), asked)

    def entry(self, key: str) -> Entry | None:
        """A document by its id."""
        with self._lock:
            waiting = self._waiting.get(key)
        if waiting is not None and (waiting.open or waiting.error):
            return waiting
        result = self._result(key)
        return None if result is None else self._entry(result)

    def document(self, entry: Entry) -> Document:
        """What was read."""
        return read_result(self._of(entry))

    def decisions(self, entry: Entry) -> Decisions:
        """The decisions beside the result."""
        return DecisionFile(self._of(entry).path.with_name(DECISIONS_FILE))

    @contextmanager
    def original(self, entry: Entry) -> Iterator[Path]:
        """The file that was read: handed in here, or found by its content."""
        result = self._of(entry)
        found = self._found.get(entry.id)
        if found is None or not found.is_file():
            own = sorted(result.path.parent.glob(f"{ORIGINAL}.*"))
            try:
                found = own[0] if own else self._originals.find(read_result(result).source, result)
            except MissingFileError as error:
                raise FileNotFoundError(entry.name) from error
            self._found[entry.id] = found
        yield found

    def hand_in(self, path: Path, sha256: str, size: int, name: str) -> Entry | None:
        """Take a file to be read into a folder of its name."""
        shown = printable(name) or "document"
        stem = safe_name(Path(shown).stem)
        with self._lock:
            folder = next(
                each
                for number in range(1, 10_000)
                if self._free(each := stem if number == 1 else f"{stem}-{number}", sha256)
            )
            key = _id(folder)
            entry = Entry(key, shown, "queued", created=datetime.now(UTC))
            self._waiting[key] = entry
        place = self._out / folder
        work = self._out / ".juesuan" / key
        work.mkdir(parents=True, exist_ok=True)
        kept = work / f"{ORIGINAL}{Path(shown).suffix.lower() or '.pdf'}"
        shutil.copyfile(path, kept)
        self._thread.submit(self._convert, key, kept, place, Source(file=shown, sha256=sha256, bytes=size))
        return entry

    def progress(self, told: Collection[str]) -> list[Progress]:
        """How far the files are that were handed in."""
        with self._lock:
            return [Progress(key, each.state, each.pages_done, each.pages) for key, each in self._waiting.items()]

    def decided(self, entry: Entry, review: Review) -> None:
        """Write facts.jsonl and narrative.jsonl with the decisions; document.json stays as it was read."""
        result = self._of(entry)
        write_lines(review.document, result.path.parent)
        created = entry.created or datetime.now(UTC)
        made = entry_of(entry.id, entry.name, review.reading.document, review, version=entry.version, created=created)
        self._lines.put(result.name, entry.version, stamp_of(result.path.with_name(DECISIONS_FILE)), made)

    # -- parts ---------------------------------------------------------------------------------------------

    def _all(self) -> list[Entry]:
        """What is being read, and the results, newest first."""
        results = {_id(result.name): result for result in self._results()}
        read = [self._entry(result) for result in results.values()]
        with self._lock:
            waiting = [entry for key, entry in self._waiting.items() if key not in results or entry.open]
        names = {entry.id for entry in waiting}
        known = [entry for entry in read if entry.id not in names]
        return sorted(waiting + known, key=lambda entry: entry.created or datetime.now(UTC), reverse=True)

    def _results(self) -> list[Result]:
        try:
            return results_in([self._out])
        except MissingFileError:
            return []

    def _result(self, key: str) -> Result | None:
        known = self._known.get(key)
        if known is None or not known.path.is_file():
            self._known = {_id(result.name): result for result in self._results()}
            known = self._known.get(key)
        return known

    def _of(self, entry: Entry) -> Result:
        result = self._result(entry.id)
        if result is None:
            raise FileNotFoundError(entry.name)
        return result

    def _entry(self, result: Result) -> Entry:
        """The entry of a result, made anew where the result or its decisions have changed."""
        version, decisions = stamp_of(result.path), stamp_of(result.path.with_name(DECISIONS_FILE))
        found = self._lines.get(result.name, version, decisions)
        if found is None:
            found = self._made(result, version, begun=bool(decisions))
            self._lines.put(result.name, version, decisions, found)
        return found

    def _made(self, result: Result, version: str, *, begun: bool) -> Entry:
        key = _id(result.name)
        known = None if begun else self._lines.of_batch(key, result.name, result.path, version)
        if known is not None:
            return known._replace(missing=titles_of(known.missing, self._layouts))
        created = datetime.fromtimestamp(result.path.stat().st_mtime, UTC)
        try:
            document = read_result(result)
            review = None
            if begun:
                decisions = DecisionFile(result.path.with_name(DECISIONS_FILE)).of(document.source.sha256)
                review = reviewed(reading_of(document, self._layouts), decisions)
        except JuesuanError as error:
            return Entry(key, result.name, "failed", version, error=error.message, created=created)
        return entry_of(key, document.source.file, document, review, version=version, created=created)

    def _free(self, name: str, sha256: str) -> bool:
        """Whether a result of that file may be put there: nothing is there, or an earlier one of the same file."""
        folder = self._out / name
        waiting = self._waiting.get(_id(name))
        if waiting is not None and waiting.open:
            return False
        if not folder.exists():
            return True
        try:
            return read_result(Result(folder / DOCUMENT_FILE, name)).source.sha256 == sha256
        except JuesuanError:
            return False

    def _convert(self, key: str, source: Path, place: Path, origin: Source) -> None:
        work = source.parent

        def on_page(done: int, pages: int) -> None:
            self._told(key, state="running", pages_done=done, pages=pages or None)

        try:
            self._told(key, state="running")
            end = self._converter.convert(
                source, work / "result", self._settings, origin=origin, on_page=on_page, cancelled=self._ended.is_set
            )
            if end.failure is not None:
                self._told(key, state="failed", error=str(end.failure))
                return
            _put(work / "result", source, place)
            self._told(key, state=end.summary["state"], pages_done=end.summary["pages"])
        except (OSError, JuesuanError) as error:
            self._told(key, state="failed", error=str(error))
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def _told(self, key: str, **change: object) -> None:
        with self._lock:
            self._waiting[key] = self._waiting[key]._replace(**change)  # type: ignore[arg-type]


def _put(result: Path, original: Path, place: Path) -> None:
    """A result to its place, with the file that it was read from; what was decided about an earlier one stays."""
    shutil.copyfile(original, result / original.name)
    place.parent.mkdir(parents=True, exist_ok=True)
    put_in_place(result, place)


def _id(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:16]
