"""The words of the pages in the browser's language: gettext catalogues beside the templates, else English."""

from __future__ import annotations

import io
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel.core import negotiate_locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

CATALOGUES = Path(__file__).with_name("locale")
LANGUAGES = ("en", "zh")
MOST_HEADER = 200


def language_of(accepted: str) -> str:
    """The language that fits an Accept-Language header best."""
    wanted: list[tuple[float, str]] = []
    for part in accepted[:MOST_HEADER].split(","):
        name, _, weight = part.partition(";q=")
        try:
            wanted.append((-float(weight or 1), name.strip()))
        except ValueError:
            continue
    names = [name.split("-")[0] for _, name in sorted(wanted, key=lambda each: each[0])]
    return negotiate_locale(names, LANGUAGES) or "en"


@cache
def translations(language: str) -> NullTranslations:
    """The catalogue of a language, compiled when it is first asked for."""
    path = CATALOGUES / language / "LC_MESSAGES" / "pages.po"
    if not path.is_file():
        return NullTranslations()
    compiled = io.BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)
