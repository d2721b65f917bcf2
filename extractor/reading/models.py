"""The models that read scans, told by one digest: a result names them, and an archive can say which they were."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import files
from pathlib import Path

from extractor.pages.scan_line_masks import MODEL

PACKAGE, SUFFIX = "rapidocr", ".onnx"


@cache
def digest_models() -> str:
    """The sha256 over the content of the engine's models and of the one that finds printed lines."""
    paths = [MODEL, *(Path(str(file.locate())) for file in files(PACKAGE) or () if file.suffix == SUFFIX)]
    digest = hashlib.sha256()
    for path in sorted(paths, key=lambda path: path.name):
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)} ".encode() + content)
    return digest.hexdigest()
