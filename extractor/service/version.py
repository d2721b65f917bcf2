"""What names a result beside its file's content."""

from __future__ import annotations

import hashlib
from importlib.metadata import version

from extractor.forms.layouts import layout_files
from extractor.pipeline import Settings


def settings_version(settings: Settings) -> str:
    """What of the program and its settings decides a result: with another one, files are converted anew.

    Program, options, and the content of every layout file, shipped or the user's own.
    """
    digest = hashlib.sha256(repr((version("juesuan"), settings.rasterizer, settings.ocr)).encode())
    for path, inside in layout_files(settings.layouts):
        content = path.read_bytes()
        digest.update(f"{inside} {len(content)} ".encode() + content)
    return digest.hexdigest()[:16]
