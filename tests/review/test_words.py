"""The pages' texts are in every catalogue, and notes are told in the browser's language."""

from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from extractor.service.http.pages import rendering
from extractor.service.http.pages.notes import _NOTES, note_in
from extractor.service.http.pages.words import CATALOGUES, language_of, translations

TEMPLATES = Path(rendering.HERE) / "templates"


def told() -> set[str]:
    """Every text of the templates and of the notes; of those with a plural the singular."""
    method = [("**.html", "jinja2.ext:babel_extract")]
    options = {"**.html": {"extensions": "jinja2.ext.i18n", "trim_blocks": "true", "newstyle_gettext": "true"}}
    found = extract_from_dir(TEMPLATES, method, options)
    texts = {text[0] if isinstance(text, tuple) else text for _, _, text, _, _ in found}
    return texts | {text for _, text in _NOTES}


@pytest.mark.parametrize("language", [path.name for path in CATALOGUES.iterdir()])
def test_a_catalogue_has_every_text(language):
    with (CATALOGUES / language / "LC_MESSAGES" / "pages.po").open("rb") as stream:
        catalogue = read_po(stream, locale=language)
    known = {message.id[0] if isinstance(message.id, tuple) else message.id for message in catalogue if message.string}
    assert len(told()) > 150
    assert sorted(told() - known) == []


def test_notes_keep_what_they_name():
    gettext = translations("zh").gettext
    assert note_in(gettext, "the check income.row-sum[208] fails") == "检查 income.row-sum[208] 不成立"
    assert note_in(gettext, "read with confidence 0.71") == "识别置信度 0.71"
    assert note_in(gettext, "something new") == "something new"


@pytest.mark.parametrize(
    ("header", "language"),
    [("zh-CN,zh;q=0.9,en;q=0.8", "zh"), ("de,en;q=0.5", "en"), ("en;q=0.1,zh-TW", "zh"), ("", "en"), (";q=x,,", "en")],
)
def test_the_language_is_the_browsers(header, language):
    assert language_of(header) == language
