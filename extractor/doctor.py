"""Which engines, models and system programs are here."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

PACKAGES = (
    "pypdfium2",
    "camelot-py",
    "opencv-python",
    "rapidocr",
    "onnxruntime",
    "openvino",
    "pytesseract",
    "pdf2image",
    "rapidfuzz",
)
OPTIONAL = {"openvino": "faster recognition; ONNX Runtime serves without it"}
SECONDS = 20


class Finding(NamedTuple):
    """One thing looked for; `needed` tells whether the product works without it."""

    name: str
    found: bool
    detail: str
    needed: bool


def findings() -> list[Finding]:
    """Everything the product can use, present or not."""
    return [*map(_package, PACKAGES), _models(), _poppler(), *_tesseract()]


def _package(name: str) -> Finding:
    try:
        return Finding(name, True, version(name), name not in OPTIONAL)
    except PackageNotFoundError:
        return Finding(name, False, OPTIONAL.get(name, f"pip install {name}"), name not in OPTIONAL)


def _models() -> Finding:
    spec = importlib.util.find_spec("rapidocr")
    folders = list(spec.submodule_search_locations or []) if spec else []
    models = sorted({path.name for folder in folders for path in _models_in(folder)})
    return Finding("PP-OCR models", bool(models), ", ".join(models) or "reinstall rapidocr", True)


def _models_in(folder: str) -> list[Path]:
    return list((Path(folder) / "models").glob("PP-OCR*.onnx"))


def _poppler() -> Finding:
    path = shutil.which("pdftoppm")
    return Finding("poppler", path is not None, path or "install poppler-utils: draws pages that pdfium cannot", False)


def _tesseract() -> list[Finding]:
    path = shutil.which("tesseract")
    if path is None:
        return [Finding("tesseract", False, "install tesseract-ocr: needed for --ocr tesseract", False)]
    listed = subprocess.run([path, "--list-langs"], capture_output=True, text=True, timeout=SECONDS, check=False)
    has = "chi_sim" in listed.stdout.split()
    hint = "chi_sim" if has else "install tesseract-ocr-chi-sim"
    return [Finding("tesseract", True, path, False), Finding("tesseract model", has, hint, False)]
