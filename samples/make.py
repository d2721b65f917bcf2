"""Typeset the sample disclosures with LibreOffice and scan them; run by hand.

python -m samples.make
"""

import json
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import pypdfium2 as pdfium

from benchmarks.degrade import scan_pdf
from samples.document import read_disclosure
from samples.typeset import read_layouts, typeset

SAMPLES = Path(__file__).parent
SCAN_DPI = 200
SCAN_SEED = 2024
SCAN_PROFILE = "office"
SCAN_PAGES = (1, *range(4, 18))
"""Pages of the exported model kept in the scan, for its size: cover, forms, one of prose."""
OFFICE_TIMEOUT = 300
"""Seconds LibreOffice may take."""


class SampleError(Exception):
    """A sample does not show what it should."""


def make_model() -> None:
    """Make the model disclosure: exported with a text layer, and scanned."""
    source = SAMPLES / "model"
    exported = SAMPLES / "model-exported.pdf"
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder, exported.stem).with_suffix(".fodt")
        typeset(
            read_disclosure(source / "document.txt"),
            read_layouts(source / "tables.toml"),
            source / "template.fodt",
            text,
        )
        export_pdf(text, exported)
    require_printed(exported, fact_values(SAMPLES / "model.facts.jsonl"))
    scanned = SAMPLES / "model-scanned.pdf"
    scan_pdf(exported, scanned, SCAN_PROFILE, SCAN_DPI, SCAN_SEED, SCAN_PAGES)


def export_pdf(source: Path, target: Path) -> None:
    """Export an office document as PDF; the folder of `source` takes the working files."""
    profile = (source.parent / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless"]
    command += ["--convert-to", "pdf:writer_pdf_Export", "--outdir", str(source.parent)]
    subprocess.run([*command, str(source)], check=True, timeout=OFFICE_TIMEOUT)
    target.write_bytes(source.with_suffix(".pdf").read_bytes())


def fact_values(path: Path) -> Sequence[str]:
    """Return the values of all facts of a file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line)["value"] for line in lines]


def require_printed(path: Path, values: Iterable[str]) -> None:
    """Raise `SampleError` if a value is not in the text layer of the PDF."""
    with pdfium.PdfDocument(path) as document:
        words = {word for page in document for word in page.get_textpage().get_text_range().split()}
    missing = sorted(set(values) - words)
    if missing:
        raise SampleError(f"{path.name} does not print {', '.join(missing)}")


if __name__ == "__main__":
    make_model()
