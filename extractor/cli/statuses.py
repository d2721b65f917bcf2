"""What became of one input, and the exit status that says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from extractor.document import Document
    from extractor.errors import JuesuanError

# Exit statuses (docs/command-line.md): 2 is the usage error that typer itself answers.  Where several apply, the lowest
# but DONE is answered.
DONE, FAILED, CONTRADICTED, INCOMPLETE, NOTHING_FOUND, INTERRUPTED = 0, 1, 3, 4, 5, 130
OF_STATE = {"complete": DONE, "incomplete": INCOMPLETE, "nothing-found": NOTHING_FOUND, "failed": FAILED}


class FileResult(NamedTuple):
    """What became of one input: its documents (none where it failed), and the folder that they were written to.

    `file` is the first of several that are one disclosure.
    """

    file: Path
    seconds: float
    documents: Sequence[Document] = ()
    folder: Path | None = None
    error: JuesuanError | None = None

    @property
    def status(self) -> int:
        """The exit status: of a failure of the file or a page of it, else of its documents' states."""
        if not self.documents or any(page.kind == "failed" for each in self.documents for page in each.pages):
            return FAILED
        return worst(OF_STATE[document.state] for document in self.documents)


def worst(statuses: Iterable[int]) -> int:
    """The exit status for several: the lowest that says that something is wrong."""
    return min((status for status in statuses if status != DONE), default=DONE)
