"""Every error that the product raises on purpose, as one tree.

    JuesuanError                      anything below
    ├── InputError                    the source file cannot be used
    │   ├── MissingFileError          there is no such file
    │   ├── FormatError               neither PDF nor PNG, JPEG, TIFF
    │   ├── DamagedError              truncated or broken beyond repair
    │   ├── PasswordError             encrypted, password missing or wrong
    │   ├── EmptyDocumentError        a document of no pages
    │   └── TooManyPagesError         more pages than are allowed
    ├── PageError                     one page cannot be used; the others go on
    │   ├── PageSizeError             no area, or larger than any paper
    │   └── PageRenderError           no rasteriser can draw it
    ├── OutputError                   a result cannot be written
    ├── EngineError                   an OCR engine or system program is missing or failed
    ├── PackageError                  a Python package that an output needs is not installed
    └── LayoutError                   a layout file is wrong

Each carries a stable `code`, the file, the page where there is one, and a `hint`: what to do about it.
"""

from __future__ import annotations

from pathlib import Path


class JuesuanError(Exception):
    """Base of all: `str(error)` names file and page, says what is wrong and what to do."""

    code = "error"

    def __init__(
        self, message: str, *, file: str | Path | None = None, page: int | None = None, hint: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.file = None if file is None else str(file)
        self.page = page
        self.hint = hint

    def __str__(self) -> str:
        place = self.file or ""
        if self.page is not None:
            place += f" page {self.page}"
        text = f"{place.strip()}: {self.message}" if place else self.message
        return f"{text}. {self.hint}" if self.hint else text

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.message, self.file, self.page, self.hint)


def _rebuild(kind: type[JuesuanError], message: str, file: str | None, page: int | None, hint: str) -> JuesuanError:
    return kind(message, file=file, page=page, hint=hint)


class InputError(JuesuanError):
    """The source file cannot be used."""

    code = "input"


class MissingFileError(InputError):
    """There is no such file, or it is a folder."""

    code = "missing-file"


class FormatError(InputError):
    """The file is neither a PDF nor a PNG, JPEG or TIFF image."""

    code = "format"


class DamagedError(InputError):
    """The file is truncated or broken beyond what the readers can repair."""

    code = "damaged"


class PasswordError(InputError):
    """The file is encrypted and the password is missing or wrong."""

    code = "password"


class EmptyDocumentError(InputError):
    """The file is a document without a single page."""

    code = "no-pages"


class TooManyPagesError(InputError):
    """The file has more pages than are allowed."""

    code = "too-many-pages"


class PageError(JuesuanError):
    """One page cannot be used; the rest of the document goes on."""

    code = "page"


class PageSizeError(PageError):
    """The page has no area, or more than any real paper."""

    code = "page-size"


class PageRenderError(PageError):
    """No rasteriser can draw the page."""

    code = "page-render"


class PageReadError(PageError):
    """A stage failed on the page in a way that it should not."""

    code = "page-read"


class OutputError(JuesuanError):
    """A result cannot be written."""

    code = "output"


class EngineError(JuesuanError):
    """An OCR engine or an outside program is missing or failed."""

    code = "engine"


class PackageError(JuesuanError):
    """A Python package that an output needs is not installed."""

    code = "package"


class LayoutError(JuesuanError):
    """A layout file does not say what it must."""

    code = "layout"
