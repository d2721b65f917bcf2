"""The text of a document from its pages: sections, glossary, figures, and what runs at the pages' edges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.layouts import DocumentKind, Layouts
from extractor.model import ReadPage
from extractor.narrative.figures import ToldFigure, read_figures
from extractor.narrative.glossary import Term, read_glossary
from extractor.narrative.links import HasValues
from extractor.narrative.paragraphs import Paragraph, join_rows
from extractor.narrative.sections import Section, build_sections
from extractor.narrative.text_rows import Row, read_rows


@dataclass(slots=True)
class Narrative:
    """All text outside tables; `running` holds headers, footers and page numbers, `paragraphs` all else in order."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    glossary: list[Term] = field(default_factory=list)
    narrative: list[ToldFigure] = field(default_factory=list)
    running: list[Row] = field(default_factory=list)


def read_narrative(
    pages: Sequence[ReadPage],
    known: Sequence[HasValues],
    layouts: Layouts,
    unit_name: str | None,
    year: int | None,
    kind: DocumentKind | None = None,
) -> Narrative:
    """Rows → paragraphs → sections → terms and figures, whose measures are named as documents of the kind do."""
    texts = read_rows(pages)
    items = join_rows(texts, layouts.sections)
    sections = build_sections(items, layouts.sections)
    figures = read_figures(sections, known, layouts, unit_name, year)
    names = layouts.narrative.measures_by_kind.get(kind or "", {})
    for figure in figures:
        figure.measure = names.get(figure.measure, figure.measure)
    return Narrative(
        [item for item in items if isinstance(item, Paragraph)],
        sections,
        read_glossary(sections, layouts.sections),
        figures,
        [row for text in texts for row in text.running],
    )
