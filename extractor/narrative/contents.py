"""The tables that the contents page names and that were not found."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from extractor.layouts import DocumentKind, Form, Layouts
from extractor.narrative.sections import Section
from extractor.narrative.text import Narrative
from extractor.tables.matching import find_best
from extractor.text import key_text

# Of 100: an entry of the contents this like a form's title names the form.
SAME_TITLE = 90.0


class ListedTable(NamedTuple):
    """A form that the contents page names, with the page of that entry, and no table of the document is."""

    form: Form
    page: int


def read_contents(prose: Narrative) -> Iterator[Section]:
    """The sections that are the contents page."""
    for root in prose.sections:
        yield from (section for section, _ in root.walk() if section.kind == "contents")


def find_missing(
    prose: Narrative, found: Collection[str], kind: DocumentKind | None, layouts: Layouts
) -> list[ListedTable]:
    """Every form that an entry of the contents names and no table of the document is, once."""
    if kind is None:
        return []
    sections = layouts.sections
    titles = {key_text(title): form for form in layouts.forms.values() if form.kind == kind for title in form.titles}
    missing: dict[str, ListedTable] = {}
    for section in read_contents(prose):
        for paragraph in section.paragraphs:
            entry = sections.bare(sections.leader_pattern.sub("", paragraph.key))
            match = find_best(entry, titles, SAME_TITLE)
            form = titles[match.choice] if match else None
            if form is not None and form.name not in found:
                missing[form.name] = ListedTable(form, paragraph.page)
    return list(missing.values())
