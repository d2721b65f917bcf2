"""ALTO 4: one XML file a page, every line that was read with its place and confidence."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from extractor.document import BBox, Document, PageRecord
from extractor.outputs.archive.texts import Block, Text
from extractor.outputs.archive.xml import element, xml_bytes

NAMESPACE = "http://www.loc.gov/standards/alto/ns-v4#"
SCHEMA = f"{NAMESPACE} http://www.loc.gov/standards/alto/v4/alto-4-2.xsd"
# ALTO counts in twelve-hundredths of an inch.
UNITS_A_POINT = 1200 / 72


def alto_page(document: Document, page: PageRecord, blocks: Sequence[Block]) -> bytes:
    """The ALTO file of one page."""
    size = {"HEIGHT": _units(page.height), "WIDTH": _units(page.width)}
    space = element(
        "PrintSpace",
        *(_block(f"B{page.number}_{number}", block) for number, block in enumerate(blocks, 1)),
        HPOS=0,
        VPOS=0,
        **size,
    )
    layout = element("Layout", element("Page", space, ID=f"P{page.number}", PHYSICAL_IMG_NR=page.number, **size))
    root = element("alto", _description(document), layout, xmlns=NAMESPACE)
    root.set("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
    root.set("xsi:schemaLocation", SCHEMA)
    return xml_bytes(root)


def _description(document: Document) -> Element:
    made = document.made_with
    software = element(
        "processingSoftware",
        element("softwareName", "juesuan"),
        *([element("softwareVersion", made.software)] if made else ()),
    )
    settings = [element("processingStepSettings", f"{made.ocr} {made.ocr_version}, {made.rasterizer}")] if made else []
    step = element("processingStepDescription", "reading of text and tables")
    return element(
        "Description",
        element("MeasurementUnit", "inch1200"),
        element("sourceImageInformation", element("fileName", document.source.file)),
        element("Processing", step, *settings, software, ID="READING"),
    )


def _block(name: str, block: Block) -> Element:
    lines = (_line(f"{name}_{number}", line) for number, line in enumerate(block.lines, 1))
    return element("TextBlock", *lines, ID=name, **_box(block.bbox))


def _line(name: str, text: Text) -> Element:
    confidence = None if text.confidence is None else f"{text.confidence:.3f}"
    string = element("String", CONTENT=text.text, **_box(text.bbox), WC=confidence)
    return element("TextLine", string, ID=name, **_box(text.bbox))


def _box(bbox: BBox) -> dict[str, int]:
    x0, y0, x1, y1 = (_units(side) for side in bbox)
    return {"HPOS": x0, "VPOS": y0, "WIDTH": x1 - x0, "HEIGHT": y1 - y0}


def _units(points: float) -> int:
    return round(points * UNITS_A_POINT)
