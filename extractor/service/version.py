"""What names a result beside its file's content."""

from __future__ import annotations

import hashlib
from importlib.metadata import version

from extractor.pipeline import Settings


def settings_version(settings: Settings) -> str:
    """What of the program and its settings decides a result: with another one, files are converted anew."""
    digest = hashlib.sha256(repr((version("juesuan"), settings.rasterizer, settings.ocr)).encode())
    if settings.layouts is not None:
        for path in sorted(settings.layouts.rglob("*.yaml")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
