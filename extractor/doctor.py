"""Which engines, models and system programs are here, and whether every engine reads."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from extractor.errors import EngineError
from extractor.geometry import Box
from extractor.model import Line, Page
from extractor.reading.engines import ENGINES, load_reader, load_text_finder

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
# What every engine is given to read: letters of so many points in a picture of so many dots an inch.
LINE, POINTS, DPI = "157.88", 12.0, 200
# The engine that reads where no other is asked for.
DEFAULT = "rapidocr"


class Finding(NamedTuple):
    """One thing looked for; `needed` tells whether the product works without it."""

    name: str
    found: bool
    detail: str
    needed: bool


def findings() -> list[Finding]:
    """Everything the product can use, present or not."""
    return [*map(_package, PACKAGES), _models(), _poppler(), *_tesseract(), _detection(), *map(_reading, ENGINES)]


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


def _detection() -> Finding:
    """Whether lines of text are found on a scan: all its networks are run."""
    return _tried("finds text", True, "rapidocr", lambda: "".join(text.text for text in _found_texts()))


def _reading(name: str) -> Finding:
    """Whether an engine reads a line."""

    def read() -> str:
        page, box = _line_of_text()
        return load_reader(name).read(page, [box])[0].text

    return _tried(f"{name} reads", name == DEFAULT, ENGINES[name].package, read)


def _tried(name: str, needed: bool, package: str, read: Callable[[], str]) -> Finding:
    """Whether what an engine reads is what it was given; else what it said, and what to do."""
    reinstall = f"pip install --force-reinstall {package}"
    try:
        text = read().replace(" ", "")
    except EngineError as error:
        return Finding(name, False, str(error), needed)
    except Exception as error:  # whatever a broken installation raises, the others are tried
        return Finding(name, False, f"{type(error).__name__}: {error}. {reinstall}", needed)
    return Finding(name, text == LINE, text if text == LINE else f"{text!r} instead of {LINE}. {reinstall}", needed)


def _found_texts() -> tuple[Line, ...]:
    page, _ = _line_of_text()
    return load_text_finder().with_texts(page).texts


def _line_of_text() -> tuple[Page, Box]:
    """A scanned page with one line of text, and the box around that."""
    scale, high = DPI / 72, 60.0
    wide = POINTS * len(LINE) + high
    paper = Image.new("L", (round(wide * scale), round(high * scale)), 255)
    left, top = high / 2, (high - POINTS) / 2
    font = ImageFont.load_default(POINTS * scale)
    ImageDraw.Draw(paper).text((left * scale, top * scale), LINE, fill=0, font=font)
    box = Box(left - POINTS / 2, top - POINTS / 2, wide - left / 2, top + 1.5 * POINTS)
    return Page(1, wide, high, "scanned", np.array(paper), scale), box
