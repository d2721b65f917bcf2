"""BagIt bags: one a document, made beside its place and moved when it is whole; and their verification."""

from __future__ import annotations

import mimetypes
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import bagit

from extractor.document import Document
from extractor.errors import JuesuanError, MissingFileError, OutputError
from extractor.outputs.archive.alto import alto_page
from extractor.outputs.archive.originals import Originals, sha256_of
from extractor.outputs.archive.premis import ARCHIVER, READER, Agent, Event, KeptFile, premis
from extractor.outputs.archive.provenance import deciding_events, people, reading_events
from extractor.outputs.archive.searchable import PDFA, searchable_pdf
from extractor.outputs.archive.texts import blocks_of
from extractor.outputs.export.decided import as_decided, write_decided
from extractor.outputs.export.results import Result, read_result
from extractor.outputs.export.rows import Named
from extractor.outputs.files import safe_name
from extractor.review import Decision
from extractor.review.store import DECISIONS_FILE

DIGESTS = ("sha256", "sha512")
ORIGINAL, SEARCHABLE, ALTO, RESULT, PREMIS = "original", "searchable", "alto", "result", "premis.xml"


class Archived(NamedTuple):
    """How many bags were made, those whose PDF is not PDF/A with the reason, and why others were not made."""

    bags: int
    plain: tuple[tuple[str, str], ...]
    failures: tuple[JuesuanError, ...]


def archive(
    results: Sequence[Result], originals: Sequence[Path], out: Path, done: Callable[[int], None] = lambda number: None
) -> Archived:
    """Make a bag of every result in a folder of `out` of its name, and call `done` with how many results were taken.

    Nothing that is there is replaced.  A result without its original, or whose bag cannot be made, is a failure, and
    the rest goes on.  Raises `OutputError` where nothing can be written into `out`.
    """
    sought = Originals(originals)
    bags = 0
    plain: list[tuple[str, str]] = []
    failures: list[JuesuanError] = []
    for number, result in enumerate(results, 1):
        try:
            made = _bag(result, sought, out)
            bags += 1
            plain += [(result.name, made)] if made != PDFA else []
        except JuesuanError as error:
            failures.append(error)
        done(number)
    return Archived(bags, tuple(plain), tuple(failures))


def verify(folder: Path) -> Iterator[tuple[Path, str]]:
    """Every bag in a folder, or the folder itself, with what is wrong with it; nothing where it is whole.

    Raises `MissingFileError` where there is no bag.
    """
    bags = sorted(
        path.parent for path in folder.rglob("bagit.txt") if "data" not in path.relative_to(folder).parts[:-1]
    )
    if not bags:
        raise MissingFileError("no bag is there", file=folder, hint="Give a folder that `juesuan archive` wrote")
    for path in bags:
        try:
            bagit.Bag(str(path)).validate()
            yield path, ""
        except (bagit.BagError, OSError) as error:
            yield path, str(error)


def _bag(result: Result, originals: Originals, out: Path) -> str:
    """Make one bag in its place; what its PDF is."""
    document = read_result(result)
    if document.sources:
        hint = "Extract each of its files by itself to archive it"
        raise OutputError("a result of several files cannot be archived", file=result.path, hint=hint)
    decided = as_decided(result, document)
    original = originals.find(document.source, result)
    target = out.joinpath(*map(safe_name, result.name.split("/")))
    if target.exists():
        raise OutputError(
            "something is there already", file=target, hint="Archives are not replaced: choose another -o"
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".juesuan-", dir=target.parent) as name:
            work = Path(name) / "bag"
            work.mkdir()
            made = _fill(work, document, decided, original, result)
            _make_bag(work, document)
            work.rename(target)
    except OSError as error:
        raise OutputError(
            f"cannot write: {error.strerror or error}", file=target, hint="See to space and rights"
        ) from error
    return made


def _fill(work: Path, document: Document, decided: Named, original: Path, result: Result) -> str:
    """The payload: original, searchable PDF, ALTO, result, PREMIS.  Texts are those that people decided."""
    for folder in (ORIGINAL, SEARCHABLE, ALTO):
        (work / folder).mkdir()
    name = safe_name(document.source.file)
    shutil.copyfile(original, work / ORIGINAL / name)
    blocks = blocks_of(decided.document)
    made = searchable_pdf(original, work / SEARCHABLE / f"{Path(name).stem}.pdf", document, blocks)
    for page in {page.number: page for page in document.pages}.values():
        (work / ALTO / f"{page.number:04d}.xml").write_bytes(alto_page(document, page, blocks.get(page.number, [])))
    write_decided(document, decided.document, decided.decisions, work / RESULT)
    read = datetime.fromtimestamp(result.path.stat().st_mtime, UTC)
    _write_premis(work, document, decided.decisions, read, made)
    return made


def _write_premis(work: Path, document: Document, decisions: Sequence[Decision], read: datetime, made: str) -> None:
    paths = sorted(path for path in work.rglob("*") if path.is_file())
    files = [_kept(path, work, document) for path in paths]
    first = next(file.path for file in files if file.original_name)
    others = [file.path for file in files if not file.original_name]
    searchable = [path for path in others if path.startswith(f"data/{SEARCHABLE}/")]
    changed = [f"data/{RESULT}/{DECISIONS_FILE}", f"data/{RESULT}/facts.jsonl"]
    now = datetime.now(UTC)
    events = [
        *reading_events(document, first, read),
        *deciding_events(decisions, changed),
        Event(
            "normalization", now, "searchable PDF with the text that was read, by OCRmyPDF", made, ARCHIVER, searchable
        ),
        Event("packaging", now, "BagIt bag with sha256 and sha512", "made", ARCHIVER, [first, *others]),
    ]
    software = document.made_with.software if document.made_with else "unknown"
    programs = [Agent(READER, software), Agent(ARCHIVER, version("juesuan")), Agent("OCRmyPDF", version("ocrmypdf"))]
    (work / PREMIS).write_bytes(premis(files, events, [*programs, *people(decisions)]))


def _kept(path: Path, work: Path, document: Document) -> KeptFile:
    inside = path.relative_to(work)
    original = inside.parts[0] == ORIGINAL
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    name = document.source.file if original else None
    return KeptFile(f"data/{inside.as_posix()}", sha256_of(path), path.stat().st_size, kind, name)


def _make_bag(work: Path, document: Document) -> None:
    about = {
        "Source-Organization": document.unit_name or "",
        "External-Identifier": f"sha256:{document.source.sha256}",
        "External-Description": f"{document.source.file} {document.year or ''}".strip(),
        "Bag-Software-Agent": f"juesuan {version('juesuan')}, bagit {bagit.VERSION}",
    }
    bagit.make_bag(str(work), {name: text for name, text in about.items() if text}, checksums=list(DIGESTS))
