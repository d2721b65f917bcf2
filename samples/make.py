"""Typeset the sample disclosures with LibreOffice and scan them; run by hand.

python -m samples.make [FOLDER]

With FOLDER, its model disclosure with all 18 scorecards is made there too, exported and mixed: for measuring,
too large to ship.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium

from benchmarks.degrade import scan_pdf
from samples.cards import card_facts, read_cards
from samples.document import read_disclosure
from samples.scan import scan_stamped
from samples.typeset import read_layouts, typeset, typeset_cards

SAMPLES = Path(__file__).parent
SCAN_DPI = 200
SCAN_SEED = 2024
SCAN_PROFILE = "office"
SCAN_PAGES = (1, *range(4, 18))
"""Pages of the exported model kept in the scan, for its size: cover, forms, one of prose."""
CARDS = (1, 6, 7, 8, 13)
"""Scorecards in the shipped mixed sample, for its size: one a page, several on one, over a page's end, landscape."""
CARD_PART = "第五部分 附件"
CARD_NOTES = (
    "备注：1.“年初预算数”项下的“目标申报数”和“预算编制数”为并列关系，其中“目标申报数”的数据来源于项目目标申报表中的项目资金总额表"
    "中的年度资金，“预算编制数”数据来源于项目预算支出明细表。",
    "2.“全年预算数”的取数规则，如果年初预算未调整，取预算编制数；如果有调整，取调整后的预算数。",
    "3.“全年执行数”是指预算执行指标确认数。",
    "4.“执行率”是执行数与“全年预算数”相比较。",
)
SEAL = "大同市公共资源交易中心"
OFFICE_TIMEOUT = 300
"""Seconds LibreOffice may take."""


class SampleError(Exception):
    """A sample does not show what it should."""


def make_model() -> None:
    """Make the model disclosure: exported with a text layer, and scanned."""
    exported = SAMPLES / "model-exported.pdf"
    make_exported(SAMPLES / "model", exported, SAMPLES / "model.facts.jsonl")
    scanned = SAMPLES / "model-scanned.pdf"
    scan_pdf(exported, scanned, SCAN_PROFILE, SCAN_DPI, SCAN_SEED, SCAN_PAGES)


def make_exported(source: Path, exported: Path, facts: Path) -> None:
    """Make a disclosure with a text layer from the text and the layouts in a folder; it must print the facts."""
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder, exported.stem).with_suffix(".fodt")
        typeset(
            read_disclosure(source / "document.txt"),
            read_layouts(source / "tables.toml"),
            SAMPLES / "model" / "template.fodt",
            text,
        )
        export_pdf(text, exported)
    require_printed(exported, fact_values(facts))


def make_mixed(folder: Path, numbers: Sequence[int], *, exported: bool) -> None:
    """Make the model disclosure with these scorecards behind it, scanned with seals, and the true facts of both.

    `exported` makes it with exported scorecards too.
    """
    source = SAMPLES / "model"
    every = dict(enumerate(read_cards(source / "scorecards.json"), 1))
    cards = {number: every[number] for number in numbers}
    target = folder / "model-mixed.pdf"
    with tempfile.TemporaryDirectory() as name:
        text, printed, scanned = (Path(name, file) for file in ("cards.fodt", "printed.pdf", "scanned.pdf"))
        typeset_cards(cards, CARD_PART, CARD_NOTES, source / "template.fodt", text)
        export_pdf(text, printed)
        scan_stamped(printed, scanned, SEAL, SCAN_PROFILE, SCAN_DPI, SCAN_SEED)
        join(target, SAMPLES / "model-exported.pdf", scanned)
        if exported:
            join(folder / "model-with-scorecards.pdf", SAMPLES / "model-exported.pdf", printed)
    facts = (SAMPLES / "model.facts.jsonl").read_text(encoding="utf-8")
    for place, card in enumerate(cards.values(), 1):
        facts += "".join(json.dumps(fact, ensure_ascii=False) + "\n" for fact in card_facts(card, place))
    target.with_suffix(".facts.jsonl").write_text(facts, encoding="utf-8")


def join(target: Path, *parts: Path) -> None:
    """Write the pages of several PDFs as one."""
    with pikepdf.new() as whole:
        for part in parts:
            with pikepdf.open(part) as document:
                whole.pages.extend(document.pages)
        whole.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)


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
    make_exported(SAMPLES / "budget", SAMPLES / "budget-exported.pdf", SAMPLES / "budget.facts.jsonl")
    make_mixed(SAMPLES, CARDS, exported=False)
    if len(sys.argv) > 1:
        make_mixed(Path(sys.argv[1]), range(1, 19), exported=True)
