"""Typeset a disclosure as a flat OpenDocument text, with the styles of a template."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from samples.cards import ON_NEW_PAGE, Card, card_table, orientation
from samples.document import (
    CONTENTS_TITLE,
    PART_HEADING,
    BodyElement,
    Disclosure,
    Form,
    Heading,
    Paragraph,
)
from samples.markup import element, qualified
from samples.table import TableLayout, table, table_styles

ORDINAL = re.compile("[一二三四五六七八九十]+、")

Layouts = Mapping[str, TableLayout]
"""Layouts by the number of the form, such as 公开01表."""


def read_layouts(path: Path) -> Layouts:
    """Read the layouts of the forms from TOML."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        number: TableLayout(**keys, centred_labels=data["centred_labels"]) for number, keys in data["forms"].items()
    }


def typeset_cards(cards: Mapping[int, Card], part: str, notes: Sequence[str], template: Path, target: Path) -> None:
    """Write scorecards, by their number in the disclosure, under the heading of their part to `target`."""
    document = ElementTree.parse(template)
    styles = document.find(qualified("office:automatic-styles"))
    text = document.find(f"{qualified('office:body')}/{qualified('office:text')}")
    assert styles is not None and text is not None
    for number, card in cards.items():
        rows, layout = card_table(card, number)
        name = f"Card{number}"
        styles.extend(table_styles(name, layout))
        first = number == min(cards)
        if first:
            text.append(_paragraph("Part", part))
        page = orientation(number).capitalize() if number in ON_NEW_PAGE and not first else ""
        text.append(_paragraph(f"FormTitle{page}", card["title"]))
        text.append(_paragraph("CardYear", f"（{card['year']}年度）"))
        text.append(table(name, rows, layout))
        text.extend(_paragraph("Note", note) for note in notes)
    document.write(target, encoding="utf-8", xml_declaration=True)


def typeset(disclosure: Disclosure, layouts: Layouts, template: Path, target: Path) -> None:
    """Write the disclosure to `target` as flat OpenDocument text."""
    document = ElementTree.parse(template)
    styles = document.find(qualified("office:automatic-styles"))
    text = document.find(f"{qualified('office:body')}/{qualified('office:text')}")
    assert styles is not None and text is not None
    for form in disclosure.body:
        if isinstance(form, Form):
            styles.extend(table_styles(form.number, layouts[form.number]))
    text.extend(_cover(disclosure.cover))
    text.extend(_contents(disclosure.contents))
    text.extend(_body(disclosure.body, layouts))
    document.write(target, encoding="utf-8", xml_declaration=True)


def _cover(lines: Sequence[str]) -> Iterator[Element]:
    """Yield the cover: the unit, then the title."""
    unit, title = lines
    yield _paragraph("CoverUnit", unit)
    yield _paragraph("CoverTitle", title)


def _contents(entries: Sequence[str]) -> Iterator[Element]:
    """Yield the contents; the office program fills in the page numbers."""
    yield _paragraph("ContentsTitle", CONTENTS_TITLE)
    for entry in entries:
        page = {"text:reference-format": "page", "text:ref-name": _bookmark(entry)}
        yield _paragraph(
            "ContentsPart" if PART_HEADING.match(entry) else "ContentsEntry",
            entry,
            element("text:tab"),
            element("text:bookmark-ref", page, "0"),
        )


def _body(body: Sequence[BodyElement], layouts: Layouts) -> Iterator[Element]:
    """Yield everything after the contents; pages are counted from the first part."""
    previous: BodyElement | None = None
    for current in body:
        match current:
            case Heading(text, 1):
                yield _paragraph("Part" if previous else "FirstPart", *_bookmarked(text))
            case Heading(text):
                yield _paragraph("Section", *_bookmarked(text))
            case Paragraph(text):
                yield _paragraph("Prose", text)
            case Form():
                on_new_page = not isinstance(previous, Heading)
                yield from _form(current, layouts[current.number], on_new_page)
        previous = current


def _form(form: Form, layout: TableLayout, on_new_page: bool) -> Iterator[Element]:
    """Yield a form: the lines above its table, the table, the notes below."""
    page = layout.orientation.capitalize()
    yield _paragraph(f"FormTitle{page if on_new_page else ''}", *_bookmarked(form.title))
    yield _paragraph("FormNumber", form.number)
    yield _paragraph(
        f"FormLine{page}",
        form.unit,
        element("text:tab"),
        form.period,
        element("text:tab"),
        form.currency,
    )
    yield table(form.number, form.rows, layout)
    for note in form.notes:
        yield _paragraph("Note", note)


def _paragraph(style: str, *content: Element | str) -> Element:
    """Return a paragraph in a named style."""
    return element("text:p", {"text:style-name": style}, *content)


def _bookmarked(text: str) -> tuple[Element, str, Element]:
    """Return the text between the marks that its line of the contents refers to."""
    name = {"text:name": _bookmark(text)}
    return element("text:bookmark-start", name), text, element("text:bookmark-end", name)


def _bookmark(text: str) -> str:
    """Return the name a line of the contents and its place in the body share."""
    return ORDINAL.sub("", text, count=1)
