"""What an open source file offers, whatever its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from extractor.model import Image, Page

Rasterizer = Literal["pdfium", "poppler"]


class PageSource(Protocol):
    """An open file that yields its pages one by one, so that memory does not grow with their number.

    Pages are counted as the file counts them; a scanned one may show two pages side by side.
    """

    def __len__(self) -> int: ...

    def pages(self, number: int) -> list[Page]:
        """Page `number` (1-based), upright, or the two that it shows; raises `PageError` where it cannot be drawn."""

    def displayed(self, number: int, dpi: float) -> Image:
        """Page `number` as a viewer shows it, in colour, neither turned nor straightened."""

    def close(self) -> None:
        """Release the file."""
