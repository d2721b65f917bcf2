"""ALTO and PREMIS have the structure of their schemas, as far as it is used: XSDs are not shipped with the tests.

Elements stand in the schemas' order, what is required is there, and what is referred to exists.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest

from extractor.document import Document
from extractor.model import Flag
from extractor.outputs.archive.alto import NAMESPACE as ALTO
from extractor.outputs.archive.alto import alto_page
from extractor.outputs.archive.premis import NAMESPACE as PREMIS
from extractor.outputs.archive.premis import READER, Agent, KeptFile, premis
from extractor.outputs.archive.provenance import deciding_events, people, reading_events
from extractor.outputs.archive.texts import blocks_of
from extractor.review import reading_of, reviewed
from extractor.review.deciding import decide
from tests.review.building import Memory

# Of each element the children that it may have, in their order (alto-4-2.xsd); "!": one at least.
ALTO_ORDER = {
    "alto": ["Description", "Layout!"],
    "Description": ["MeasurementUnit!", "sourceImageInformation", "Processing"],
    "sourceImageInformation": ["fileName"],
    "Processing": ["processingStepDescription", "processingStepSettings", "processingSoftware"],
    "processingSoftware": ["softwareCreator", "softwareName", "softwareVersion"],
    "Layout": ["Page!"],
    "Page": ["PrintSpace"],
    "PrintSpace": ["TextBlock"],
    "TextBlock": ["TextLine"],
    "TextLine": ["String!"],
}
ALTO_REQUIRED = {
    "Processing": {"ID"},
    "Page": {"ID", "PHYSICAL_IMG_NR"},
    "TextBlock": {"ID", "HPOS", "VPOS", "WIDTH", "HEIGHT"},
    "String": {"CONTENT"},
}
# premis-v3-0.xsd
PREMIS_ORDER = {
    "premis": ["object!", "event", "agent"],
    "object": ["objectIdentifier!", "objectCharacteristics!", "originalName"],
    "objectIdentifier": ["objectIdentifierType!", "objectIdentifierValue!"],
    "objectCharacteristics": ["fixity", "size", "format!"],
    "fixity": ["messageDigestAlgorithm!", "messageDigest!"],
    "format": ["formatDesignation!"],
    "formatDesignation": ["formatName!"],
    "event": [
        "eventIdentifier!",
        "eventType!",
        "eventDateTime!",
        "eventDetailInformation",
        "eventOutcomeInformation",
        "linkingAgentIdentifier",
        "linkingObjectIdentifier",
    ],
    "eventIdentifier": ["eventIdentifierType!", "eventIdentifierValue!"],
    "agent": ["agentIdentifier!", "agentName", "agentType", "agentVersion"],
    "agentIdentifier": ["agentIdentifierType!", "agentIdentifierValue!"],
}


def name_of(element: ElementTree.Element, namespace: str) -> str:
    assert element.tag.startswith(f"{{{namespace}}}"), element.tag
    return element.tag.rpartition("}")[2]


def check_order(root: ElementTree.Element, namespace: str, order: Mapping[str, list[str]]) -> None:
    for element in root.iter():
        name = name_of(element, namespace)
        found = [name_of(child, namespace) for child in element]
        if name not in order:
            assert not [child for child in element if len(child)], name
            continue
        known = [each.rstrip("!") for each in order[name]]
        assert set(found) <= set(known), (name, found)
        assert found == sorted(found, key=known.index), (name, found)
        assert {each[:-1] for each in order[name] if each.endswith("!")} <= set(found), (name, found)


@pytest.fixture(scope="module")
def sealed(exported) -> Document:
    """The sample with a cell under a seal on its first table's page."""
    table = exported.tables[0]
    first = table.cells[0].model_copy(update={"flags": (Flag.CROSSED,)})
    changed = table.model_copy(update={"cells": (first, *table.cells[1:])})
    return exported.model_copy(update={"tables": (changed, *exported.tables[1:])})


@pytest.fixture(scope="module")
def record(sealed, layouts) -> ElementTree.Element:
    reading, store = reading_of(sealed, layouts), Memory()
    fact = next(spot for spot in reading.spots.all if spot.unit)
    decide(reviewed(reading, []), store, fact, "correct", "王", "1.00", "why not")
    files = [KeptFile(f"data/{name}", "ab" * 32, 1, "application/pdf", name) for name in ("a.pdf", "facts.jsonl")]
    now = datetime.now(UTC)
    events = [*reading_events(sealed, "data/a.pdf", now), *deciding_events(store.rows, ["data/facts.jsonl"])]
    return ElementTree.fromstring(premis(files, events, [Agent(READER, "1"), *people(store.rows)]))


def test_every_page_of_alto_has_the_schema_s_structure(exported):
    blocks = blocks_of(exported)
    for page in exported.pages:
        root = ElementTree.fromstring(alto_page(exported, page, blocks.get(page.number, [])))
        check_order(root, ALTO, ALTO_ORDER)
        for element in root.iter():
            missing = ALTO_REQUIRED.get(name_of(element, ALTO), set()) - set(element.keys())
            assert not missing, (element.tag, missing)


def test_premis_has_the_schema_s_structure_and_refers_to_what_is_there(record):
    check_order(record, PREMIS, PREMIS_ORDER)
    assert record.get("version") == "3.0"

    def values(name: str) -> set[str | None]:
        return {each.text for each in record.iter(f"{{{PREMIS}}}{name}")}

    assert values("linkingObjectIdentifierValue") <= values("objectIdentifierValue")
    assert values("linkingAgentIdentifierValue") <= values("agentIdentifierValue")
    numbers = [each.text for each in record.iter(f"{{{PREMIS}}}eventIdentifierValue")]
    assert len(numbers) == len(set(numbers))


def test_premis_says_where_a_seal_was_taken_off_and_what_was_decided(record, sealed):
    said = {
        event.findtext(f"{{{PREMIS}}}eventType"): event.findtext(f".//{{{PREMIS}}}eventDetail")
        for event in record.iter(f"{{{PREMIS}}}event")
    }
    assert said["seal removal"].endswith(f"pages {sealed.tables[0].cells[0].page}")
    assert said["review"].startswith("decision 1, correct, page ") and said["review"].endswith("to 1.00 (why not)")
