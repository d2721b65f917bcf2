"""From a source file to upright pages with picture and text layer."""

from typing import TYPE_CHECKING

from extractor.lazy import load_on_use

if TYPE_CHECKING:
    from extractor.pages.open import open_source
    from extractor.pages.source import PageSource
else:
    __getattr__ = load_on_use(
        __name__,
        {
            "open_source": "open",
            "PageSource": "source",
        },
    )

__all__ = ["PageSource", "open_source"]
