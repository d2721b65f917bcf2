"""XML documents built from plain data."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, ElementTree, indent, tostring

# What no XML document may have.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def element(name: str, *children: Element | str, **attributes: object) -> Element:
    """An element with its children, or its text; attributes without a value are left out."""
    made = Element(name, {key: _clean(str(value)) for key, value in attributes.items() if value is not None})
    for child in children:
        if isinstance(child, str):
            made.text = _clean(child)
        else:
            made.append(child)
    return made


def xml_bytes(root: Element) -> bytes:
    """The document in UTF-8."""
    indent(ElementTree(root))
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
