"""Bags of a small scanned document: pages of the exported sample's result over pictures of blank paper."""

import hashlib
import io
import shutil
from pathlib import Path
from xml.etree import ElementTree

import bagit
import img2pdf
import pikepdf.pdfa
import pypdfium2
import pytest
from PIL import Image
from typer.testing import CliRunner, Result

from extractor import cli
from extractor.document import Document, Making
from extractor.errors import MissingFileError, OutputError
from extractor.outputs import packages, write_document
from extractor.outputs.archive import bags
from extractor.outputs.archive.alto import UNITS_A_POINT, alto_page
from extractor.outputs.archive.bags import archive, verify
from extractor.outputs.archive.texts import Block, Text, blocks_of
from extractor.outputs.export import results_in
from extractor.review import reading_of, reviewed
from extractor.review.deciding import decide
from extractor.review.store import DECISIONS_FILE, DecisionFile
from tests.pdfs import lines_of_text, write_pdf
from tests.review.building import key_of

pytestmark = pytest.mark.slow

ALTO = "{http://www.loc.gov/standards/alto/ns-v4#}"
PREMIS = "{http://www.loc.gov/premis/v3}"
LAYOUTS, MODELS = "ab" * 32, "cd" * 32
PIXELS = (1240, 1754)  # A4 at 150 dots an inch


def blank() -> bytes:
    picture = io.BytesIO()
    Image.new("L", PIXELS, 255).save(picture, "PNG", dpi=(150, 150))
    return picture.getvalue()


def of_one_page(base: Document, original: Path, **update: object) -> Document:
    """The first page of the sample's table of income, as page 1 of the original."""
    table = base.tables[1]
    number = table.places[0].page
    (page,) = [each for each in base.pages if each.number == number]
    content = original.read_bytes()
    source = base.source.model_copy(
        update={"file": original.name, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    )
    here = {
        name: tuple(each.model_copy(update={"page": 1}) for each in getattr(table, name) if each.page == number)
        for name in ("facts", "cells")
    }
    places = tuple(place.model_copy(update={"page": 1}) for place in table.places if place.page == number)
    own = {
        "source": source,
        "pages": (page.model_copy(update={"number": 1, "kind": "scanned", "skew": 1.5, "running": ()}),),
        "tables": (table.model_copy(update={**here, "places": places}),),
        "made_with": Making(
            software="0.0.9",
            ocr="rapidocr",
            ocr_version="3.0",
            rasterizer="pdfium",
            layouts=LAYOUTS,
            models=MODELS,
        ),
        **dict.fromkeys(("scorecards", "other_tables", "sections", "unplaced", "checks", "narrative", "messages"), ()),
    }
    return base.model_copy(update=own | update)


@pytest.fixture(scope="module")
def scan(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("scans") / "scan.pdf"
    path.write_bytes(img2pdf.convert(blank()))
    return path


@pytest.fixture(scope="module")
def document(exported, scan) -> Document:
    return of_one_page(exported, scan)


@pytest.fixture(scope="module")
def bag(document, scan, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    write_document(document, folder / "out" / "a")
    archived = archive(results_in([folder / "out"]), [scan], folder / "bags")
    assert archived == (1, (), ())
    return folder / "bags" / "a"


def test_a_bag_has_all_parts_and_the_original_untouched(bag, scan, document):
    inside = {path.relative_to(bag / "data").as_posix() for path in (bag / "data").rglob("*") if path.is_file()}
    assert {"original/scan.pdf", "searchable/scan.pdf", "alto/0001.xml", "result/document.json", "premis.xml"} < inside
    assert (bag / "data" / "original" / "scan.pdf").read_bytes() == scan.read_bytes()
    again = (bag / "data" / "result" / "document.json").read_text(encoding="utf-8")
    assert Document.model_validate_json(again) == document
    assert bagit.Bag(str(bag)).info["Source-Organization"] == document.unit_name


def test_a_bag_verifies_after_being_copied_and_fails_after_one_flipped_byte(bag, tmp_path):
    copy = shutil.copytree(bag, tmp_path / "copies" / "a")
    assert list(verify(tmp_path)) == [(copy, "")]
    path = copy / "data" / "result" / "facts.jsonl"
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    ((_, wrong),) = verify(tmp_path)
    assert "facts.jsonl" in wrong


def test_the_searchable_pdf_has_every_value_at_its_place(bag, document):
    pdf = pypdfium2.PdfDocument(bag / "data" / "searchable" / "scan.pdf")
    text = pdf[0].get_textpage()
    high = pdf[0].get_height()
    assert document.facts
    for fact in document.facts:
        x0, y0, x1, y1 = fact.bbox
        assert text.get_text_bounded(x0, high - y1, x1, high - y0).strip() == fact.value, fact


def test_the_searchable_pdf_is_pdf_a(bag):
    with pikepdf.open(bag / "data" / "searchable" / "scan.pdf") as pdf:
        report = pikepdf.pdfa.check(pdf, pikepdf.pdfa.Flavour.PDFA_2B)
    assert report.passed


def test_a_value_corrected_by_hand_is_what_is_found(document):
    table = document.tables[0]
    fact = table.facts[0].model_copy(update={"value": "123.45"})
    changed = document.model_copy(update={"tables": (table.model_copy(update={"facts": (fact, *table.facts[1:])}),)})
    (block,) = blocks_of(changed)[1]
    assert "123.45" in {line.text for line in block.lines}


def test_alto_has_every_cell_with_place_and_confidence(bag, document):
    root = ElementTree.parse(bag / "data" / "alto" / "0001.xml").getroot()
    assert root.tag == f"{ALTO}alto"
    page = next(root.iter(f"{ALTO}Page"))
    assert float(page.get("WIDTH")) == round(document.pages[0].width * UNITS_A_POINT)
    strings = list(root.iter(f"{ALTO}String"))
    assert len(strings) == sum(bool(cell.text) for cell in document.tables[0].cells)
    assert all(0 <= float(string.get("WC")) <= 1 and float(string.get("WIDTH")) > 0 for string in strings)
    assert {fact.value for fact in document.facts} <= {string.get("CONTENT") for string in strings}
    names = [each.get("ID") for each in root.iter() if each.get("ID")]
    assert len(names) == len(set(names))


def test_alto_is_xml_whatever_was_read(document):
    block = Block((1, 1, 9, 9), [Text('\x00<&">\x0b', (1, 1, 9, 9))])
    root = ElementTree.fromstring(alto_page(document, document.pages[0], [block]))
    assert next(root.iter(f"{ALTO}String")).get("CONTENT") == '�<&">�'


def test_premis_says_what_was_done_with_which_programs(bag, document):
    root = ElementTree.parse(bag / "data" / "premis.xml").getroot()
    digests = {
        found.findtext(f".//{PREMIS}objectIdentifierValue"): found.findtext(f".//{PREMIS}messageDigest")
        for found in root.iter(f"{PREMIS}object")
    }
    for path, digest in digests.items():
        assert hashlib.sha256((bag / path).read_bytes()).hexdigest() == digest
    assert digests["data/original/scan.pdf"] == document.source.sha256
    events = {found.findtext(f"{PREMIS}eventType"): found for found in root.iter(f"{PREMIS}event")}
    assert {"extraction", "deskewing", "validation", "normalization", "packaging"} <= set(events)
    said = events["extraction"].findtext(f".//{PREMIS}eventDetail")
    assert "rapidocr 3.0" in said and LAYOUTS in said and MODELS in said
    assert events["normalization"].findtext(f".//{PREMIS}eventOutcome") == "PDF/A-2b"
    agents = {
        found.findtext(f"{PREMIS}agentName"): found.findtext(f"{PREMIS}agentVersion")
        for found in root.iter(f"{PREMIS}agent")
    }
    assert agents["juesuan"] == "0.0.9" and "OCRmyPDF" in agents


def test_what_people_decided_is_in_every_part_of_a_bag(document, scan, layouts, tmp_path):
    """The reading stays as it was; who decided what is an event with its person."""
    place = write_document(document, tmp_path / "out" / "a")
    fact = next(fact for fact in document.facts if fact.unit)
    reading = reading_of(document, layouts)
    store = DecisionFile(place / DECISIONS_FILE)
    decide(reviewed(reading, []), store, reading.spots.of_key[key_of(fact)], "correct", "王", "9876.54", "misread")
    assert archive(results_in([tmp_path / "out"]), [scan], tmp_path / "bags").bags == 1
    data = tmp_path / "bags" / "a" / "data"
    again = Document.model_validate_json((data / "result" / "document.json").read_text(encoding="utf-8"))
    assert again == document
    assert '"corrected-by-hand"' in (data / "result" / "facts.jsonl").read_text(encoding="utf-8")
    assert len(DecisionFile(data / "result" / DECISIONS_FILE).of(document.source.sha256)) == 1
    assert "9876.54" in (data / "alto" / "0001.xml").read_text(encoding="utf-8")
    page = pypdfium2.PdfDocument(data / "searchable" / "scan.pdf")[0]
    x0, y0, x1, y1 = fact.bbox
    seen = page.get_textpage().get_text_bounded(x0, page.get_height() - y1, x1, page.get_height() - y0)
    assert seen.strip() == "9876.54"
    root = ElementTree.parse(data / "premis.xml").getroot()
    (event,) = [each for each in root.iter(f"{PREMIS}event") if each.findtext(f"{PREMIS}eventType") == "review"]
    said = event.findtext(f".//{PREMIS}eventDetail")
    assert f"{fact.value} to 9876.54 (misread)" in said
    assert event.findtext(f".//{PREMIS}linkingAgentIdentifierValue") == "王"
    kinds = {each.findtext(f"{PREMIS}agentName"): each.findtext(f"{PREMIS}agentType") for each in agents_of(root)}
    assert kinds["王"] == "person" and kinds["juesuan"] == "software"


def agents_of(root: ElementTree.Element) -> list[ElementTree.Element]:
    return list(root.iter(f"{PREMIS}agent"))


def test_the_text_of_a_paragraph_fills_its_box(exported):
    number = next(page for page in blocks_of(exported) if page > 16)
    blocks = blocks_of(exported)[number]
    for block in blocks:
        for line in block.lines:
            assert block.bbox[0] - 0.1 <= line.bbox[0] <= line.bbox[2] <= block.bbox[2] + 0.1
            assert block.bbox[1] - 0.1 <= line.bbox[1] <= line.bbox[3] <= block.bbox[3] + 0.1
    paragraphs = [p.text for s in exported.sections for p in s.paragraphs]
    written = "".join(line.text for page in blocks_of(exported).values() for block in page for line in block.lines)
    assert paragraphs and all(text in written for text in paragraphs)


def made(document: Document, folder: Path, originals: list[Path]) -> bags.Archived:
    write_document(document, folder / "out" / "a")
    return archive(results_in([folder / "out"]), originals, folder / "bags")


def test_a_picture_gets_a_searchable_pdf_too(exported, tmp_path):
    original = tmp_path / "scan.png"
    original.write_bytes(blank())
    document = of_one_page(exported, original)
    assert made(document, tmp_path, [original]) == (1, (), ())
    pdf = pypdfium2.PdfDocument(tmp_path / "bags" / "a" / "data" / "searchable" / "scan.pdf")
    assert document.facts[0].value in pdf[0].get_textpage().get_text_bounded()


def test_a_pdf_that_cannot_become_pdf_a_stays_pdf_and_the_reason_is_told(exported, tmp_path):
    """Its font is not in it."""
    original = write_pdf(tmp_path / "export.pdf", [lines_of_text(4)])
    archived = made(of_one_page(exported, original), tmp_path, [original])
    ((name, why),) = archived.plain
    assert (archived.bags, name) == (1, "a")
    assert why.startswith("PDF, not PDF/A: [")


def test_an_original_is_found_by_its_content_or_by_the_manifest(document, scan, tmp_path):
    (tmp_path / "elsewhere" / "deep").mkdir(parents=True)
    shutil.copy(scan, tmp_path / "elsewhere" / "deep" / "renamed.bin")
    assert made(document, tmp_path, [tmp_path / "elsewhere"]).bags == 1
    (tmp_path / "out" / "manifest.jsonl").write_text(f'{{"folder": "a", "file": "{scan}"}}\n')
    shutil.rmtree(tmp_path / "bags")
    assert made(document, tmp_path, []).bags == 1


def test_without_its_original_nothing_is_archived(document, tmp_path):
    (failure,) = made(document, tmp_path, []).failures
    assert isinstance(failure, MissingFileError)
    assert "--originals" in failure.hint and document.source.sha256 in str(failure)
    assert not (tmp_path / "bags" / "a").exists()


def test_what_is_there_is_never_replaced(document, scan, tmp_path):
    (tmp_path / "bags" / "a").mkdir(parents=True)
    (failure,) = made(document, tmp_path, [scan]).failures
    assert isinstance(failure, OutputError)
    assert list((tmp_path / "bags" / "a").iterdir()) == []


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli.app, ["archive", *map(str, arguments)])


def test_the_command_makes_and_verifies(document, scan, tmp_path):
    write_document(document, tmp_path / "out" / "a")
    result = run(tmp_path / "out", "--originals", scan, "-o", tmp_path / "bags")
    assert result.exit_code == 0, result.output
    assert result.stderr.splitlines()[-1].endswith("bags: 1 bags")
    assert run("--verify", tmp_path / "bags").stdout == f"{tmp_path / 'bags' / 'a'}: whole\n"
    (tmp_path / "bags" / "a" / "data" / "premis.xml").unlink()
    broken = run("--verify", tmp_path / "bags")
    assert broken.exit_code == 1
    assert "Payload-Oxum validation failed" in broken.stdout


def test_the_command_tells_what_is_missing(document, tmp_path, monkeypatch):
    write_document(document, tmp_path / "out" / "a")
    assert run().exit_code == 2
    assert run(tmp_path / "out", "-o", tmp_path / "bags").exit_code == 1
    assert run("--verify", tmp_path / "out").exit_code == 1
    monkeypatch.setattr(packages, "find_spec", lambda name: None)
    result = run(tmp_path / "out", "-o", tmp_path / "bags")
    assert result.exit_code == 1
    assert "pip install 'juesuan[archive]'" in result.stderr
