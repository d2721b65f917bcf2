"""The summary of files for people: a line of counts each, its unit below it, no wider than the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from extractor.cli.statuses import FileResult
from extractor.document import Document
from extractor.outputs import summary_of

COUNTS = ("pages", "tables", "cards", "facts", "verified", "suspect", "fails")
STATE_WIDTH = len("nothing-found")
# What is more than none there is something to look at.
DOUBTS = ("suspect", "fails")
# All columns but the first.
REST = STATE_WIDTH + 1 + sum(len(name) + 1 for name in COUNTS)
LEAST_NAME = 8


def outcome_lines(outcomes: Sequence[FileResult], width: int | None) -> Iterator[Text]:
    """A head, and each file's lines; file names are shortened to what `width` leaves them (None: not at all)."""
    lines = [line for outcome in outcomes for line in _named(outcome)]
    longest = max((cell_len(name) for name, _ in lines), default=0)
    room = longest if width is None else min(longest, width - REST - 1)
    names = max(room, LEAST_NAME)
    yield _line(_cut("file", names), Text("state"), COUNTS, style="bold")
    for full, document in lines:
        name = _cut(shortened(full, names), names)
        if document is None:
            yield _line(name, Text("failed", style="red"), [""] * len(COUNTS))
        else:
            yield from _document_lines(name, document)


def _named(outcome: FileResult) -> Iterator[tuple[str, Document | None]]:
    """An input's documents, each with the name of its files, or of its pages where the file has several documents."""
    if not outcome.documents:
        yield outcome.file.name, None
    for document in outcome.documents:
        pages = f"{document.pages[0].number}-{document.pages[-1].number}"
        several = f"{outcome.file.name} {pages}" if len(outcome.documents) > 1 else outcome.file.name
        yield " + ".join(source.file for source in document.sources) or several, document


def shortened(name: str, width: int) -> str:
    """A name with its middle left out, so that it takes no more than `width` columns of a terminal."""
    if cell_len(name) <= width:
        return name
    behind = (width - 1) // 2
    last = set_cell_size(name[::-1], behind)[::-1].strip()
    return f"{set_cell_size(name, width - 1 - behind).strip()}…{last}"


def _document_lines(name: str, document: Document) -> Iterator[Text]:
    found = summary_of(document)
    state = Text(document.state, style="" if document.state == "complete" else "yellow")
    lists = len(found["tables"]), found["scorecards"], found["facts"]
    counts = (found["pages"], *lists, found["verified"], found["suspects"], len(found["failing_checks"]))
    yield _line(name, state, list(map(str, counts)))
    if document.unit_name:
        yield Text(f"  {document.unit_name}" + (f" {document.year}" if document.year else ""), style="dim")


def _line(name: str, state: Text, counts: Sequence[str], style: str = "") -> Text:
    line = Text(f"{name} ", style=style)
    line.append_text(state)
    line.append(" " * (STATE_WIDTH - len(state)))
    for head, count in zip(COUNTS, counts, strict=True):
        doubted = head in DOUBTS and count not in ("", "0")
        line.append(" ").append(count.rjust(len(head)), style="yellow" if doubted else "")
    line.rstrip()
    return line


def _cut(text: str, width: int) -> str:
    return set_cell_size(text, width)
