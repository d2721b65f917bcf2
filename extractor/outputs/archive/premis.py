"""PREMIS 3: what the bag's files are, what was done, and by which program."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from xml.etree.ElementTree import Element

from extractor.outputs.archive.xml import element, xml_bytes

# The programs that read a document, and that archive it; they may be of different versions.
READER, ARCHIVER = "juesuan", "juesuan archive"
NAMESPACE = "http://www.loc.gov/premis/v3"


class KeptFile(NamedTuple):
    """A file of the bag."""

    path: str
    sha256: str
    size: int
    media_type: str
    original_name: str | None = None


class Event(NamedTuple):
    """Something that was done."""

    kind: str
    when: datetime
    detail: str
    outcome: str
    agent: str
    objects: Sequence[str]


class Agent(NamedTuple):
    """A program, or a person without a version, that did something."""

    name: str
    version: str | None = None


def premis(files: Sequence[KeptFile], events: Sequence[Event], agents: Sequence[Agent]) -> bytes:
    """The record of a bag."""
    root = element(
        "premis",
        *map(_object, files),
        *(_event(number, event) for number, event in enumerate(events, 1)),
        *map(_agent, agents),
        xmlns=NAMESPACE,
        version="3.0",
    )
    root.set("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
    return xml_bytes(root)


def _object(file: KeptFile) -> Element:
    fixity = element("fixity", element("messageDigestAlgorithm", "SHA-256"), element("messageDigest", file.sha256))
    kind = element("format", element("formatDesignation", element("formatName", file.media_type)))
    about = element("objectCharacteristics", fixity, element("size", str(file.size)), kind)
    name = [element("originalName", file.original_name)] if file.original_name else []
    made = element("object", _identifier("object", file.path), about, *name)
    made.set("xsi:type", "file")
    return made


def _event(number: int, event: Event) -> Element:
    return element(
        "event",
        _identifier("event", str(number)),
        element("eventType", event.kind),
        element("eventDateTime", event.when.isoformat(timespec="seconds")),
        element("eventDetailInformation", element("eventDetail", event.detail)),
        element("eventOutcomeInformation", element("eventOutcome", event.outcome)),
        _identifier("linkingAgent", event.agent),
        *(_identifier("linkingObject", path) for path in event.objects),
    )


def _agent(agent: Agent) -> Element:
    return element(
        "agent",
        _identifier("agent", agent.name),
        element("agentName", agent.name),
        element("agentType", "software" if agent.version else "person"),
        *([element("agentVersion", agent.version)] if agent.version else ()),
    )


def _identifier(what: str, value: str) -> Element:
    kind = element(f"{what}IdentifierType", "local")
    return element(f"{what}Identifier", kind, element(f"{what}IdentifierValue", value))
