"""What names a result beside its file's content."""

from __future__ import annotations

import hashlib
from importlib.metadata import version

from extractor.layouts.digest import digest_layouts
from extractor.pipeline import Settings


def settings_version(settings: Settings) -> str:
    """What of the program and its settings decides a result: with another one, files are converted anew.

    Program, options, and the content of every layout file, shipped or the user's own.
    """
    layouts = digest_layouts(settings.layouts)
    named = repr((version("juesuan"), settings.rasterizer, settings.ocr, layouts))
    return hashlib.sha256(named.encode()).hexdigest()[:16]
