"""Terms and their definitions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractor.layouts.narrative import Sections
from extractor.narrative.paragraphs import Paragraph
from extractor.narrative.sections import Section


class Term(NamedTuple):
    """A term, what it means, and the page it stands on."""

    term: str
    definition: str
    page: int


def read_glossary(roots: Sequence[Section], sections: Sections) -> list[Term]:
    """The terms of all glossary sections in document order."""
    found: list[Term] = []
    for section, _ in (pair for root in roots for pair in root.walk()):
        if section.kind != "glossary":
            continue
        # A term may be a heading of its own with the definition below it.
        title = sections.bare(section.title) if section.level > 1 and section.paragraphs else ""
        for paragraph in section.paragraphs:
            _take(found, paragraph, title, sections)
            title = ""
    return found


def _take(found: list[Term], paragraph: Paragraph, title: str, sections: Sections) -> None:
    """A paragraph's term; a paragraph without one goes on with the definition before it."""
    match = sections.glossary_pattern.match(sections.bare(paragraph.text))
    if title:
        found.append(Term(title, paragraph.text, paragraph.page))
    elif match:
        found.append(Term(match["term"], match["definition"], paragraph.page))
    elif found and sections.sentence_pattern.search(paragraph.text):
        last = found[-1]
        found[-1] = last._replace(definition=last.definition + paragraph.text)
