"""Which layouts a result was made with, as one number."""

from __future__ import annotations

import hashlib
from pathlib import Path

from extractor.layouts.loading import layout_files


def digest_layouts(own: Path | None = None) -> str:
    """The sha256 over the content of every layout file, shipped or the user's own."""
    digest = hashlib.sha256()
    for path, inside in layout_files(own):
        content = path.read_bytes()
        digest.update(f"{inside} {len(content)} ".encode() + content)
    return digest.hexdigest()
