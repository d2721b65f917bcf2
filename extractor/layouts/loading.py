"""Everything known about forms, loaded from `layouts/`: YAML checked by pydantic, a folder of the user's own
on top (same id: replaced; new id: added).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from extractor.errors import LayoutError
from extractor.layouts.codes import CodeBook
from extractor.layouts.identities import Between, Identity, Prose
from extractor.layouts.narrative import NarrativePatterns, Sections
from extractor.layouts.scorecards import ScorecardForm
from extractor.layouts.tables import (
    Common,
    Form,
)
from extractor.text import key_text

Model = TypeVar("Model", bound=BaseModel)

# How the keys end whose values are patterns.
PATTERN_KEYS = ("pattern", "patterns", "typical_codes")


class Layouts:
    """The forms, the scorecards, the code books and what they share."""

    def __init__(
        self,
        common: Common,
        forms: Sequence[Form],
        codes: dict[str, CodeBook],
        sections: Sections,
        narrative: NarrativePatterns,
        scorecards: Sequence[ScorecardForm] = (),
        between: Sequence[Identity] = (),
        prose: Prose | None = None,
    ) -> None:
        self.common = common
        self.sections = sections
        self.narrative = narrative
        self.between = tuple(between)
        self.prose = prose or Prose()
        self.forms = {form.id: form for form in forms}
        self.scorecards = {form.id: form for form in scorecards}
        self.functional = codes["functional"]
        self.economic = codes["economic"]

    def of_table(self, table: str) -> list[Form]:
        """The forms of a table."""
        return [form for form in self.forms.values() if form.name == table]

    @cached_property
    def numbering(self) -> frozenset[str]:
        """Words that number rows or columns, as keys compare."""
        return frozenset(map(key_text, self.common.numbering_labels))

    @cached_property
    def structural(self) -> frozenset[str]:
        """Words of headers that name no column, as keys compare."""
        return frozenset(map(key_text, self.common.structural_labels))

    @cached_property
    def headings(self) -> frozenset[str]:
        """The last parts of all columns' names, as keys compare."""
        specs = [spec for form in self.forms.values() for spec in form.all_columns]
        return frozenset(key_text(name.split("/")[-1]) for spec in specs for name in spec.names) - self.totals

    @cached_property
    def totals(self) -> frozenset[str]:
        """Words for a table's total, as keys compare."""
        return frozenset(map(key_text, self.common.total_labels))


def shipped_folder() -> Path:
    """The folder of the shipped layouts: inside the package when installed, beside it in a checkout."""
    inside = Path(__file__).with_name("data")
    return inside if inside.is_dir() else Path(__file__).parents[2] / "layouts"


def load_layouts(own: Path | None = None) -> Layouts:
    """The shipped layouts with the user's folder on top.

    The shipped ones are read once a process.  Raises `LayoutError` naming the file and what is wrong in it.
    """
    if own is None:
        return _shipped()
    if not own.is_dir():
        raise LayoutError("there is no such folder of layouts", file=own, hint="Check --layouts")
    return _loaded([shipped_folder(), own])


def load_data(kind: type[Model], path: Path) -> Model:
    """What a file declares, of some kind.  Raises `LayoutError` naming the file and what is wrong in it."""
    return _checked(kind, _yaml(path), path)


def load_form(path: Path) -> Form:
    """The form of a file.  Raises `LayoutError` naming the file and what is wrong in it."""
    return load_data(Form, path)


def layout_files(own: Path | None = None) -> Iterator[tuple[Path, str]]:
    """Every file that `load_layouts` may read, with its path inside the layouts; the user's own after the shipped."""
    for folder in (shipped_folder(), own):
        if folder is not None:
            files = [path for path in folder.rglob("*") if path.suffix in (".yaml", ".csv") and path.is_file()]
            yield from ((path, path.relative_to(folder).as_posix()) for path in sorted(files))


@cache
def _shipped() -> Layouts:
    return _loaded([shipped_folder()])


def _loaded(folders: Sequence[Path]) -> Layouts:
    """All files of the folders, the later on top of the earlier."""
    forms: dict[str, Form] = {}
    between: dict[str, Identity] = {}
    prose = Prose()
    cards: dict[Path, dict[str, Any]] = {}
    for folder in folders:
        for path in sorted((folder / "tables").glob("*.yaml")):
            form = load_form(path)
            forms[form.id] = form
        path = folder / "identities.yaml"
        if path.is_file():
            read = load_data(Between, path)
            between |= {identity.id: identity for identity in read.identities}
            prose = read.prose or prose
        for path in sorted((folder / "scorecards").glob("*.yaml")):
            cards |= {path: _yaml(path)}
    codes = {
        book: CodeBook.read([f / "codes" / f"{book}.csv" for f in folders if (f / "codes" / f"{book}.csv").is_file()])
        for book in ("functional", "economic")
    }
    return Layouts(
        _merged(Common, "common.yaml", folders),
        list(forms.values()),
        codes,
        _merged(Sections, "sections.yaml", folders),
        _merged(NarrativePatterns, "narrative.yaml", folders),
        list(_scorecards(cards)),
        list(between.values()),
        prose,
    )


def _scorecards(cards: Mapping[Path, dict[str, Any]]) -> Iterator[ScorecardForm]:
    """The forms of scorecards, the later of one id in the earlier's place, each with the keys of the one it is like."""
    of_id = {str(data.get("id")): path for path, data in cards.items()}
    for path in of_id.values():
        data = cards[path]
        like = of_id.get(str(data.get("like")))
        if "like" in data and (like is None or "like" in cards[like]):
            hint = "Name the id of a form that is like no other"
            raise LayoutError(f"like: no such scorecard: {data['like']}", file=path, hint=hint)
        yield _checked(ScorecardForm, (cards[like] if like else {}) | data, path)


def _merged(kind: type[Model], name: str, folders: Sequence[Path]) -> Model:
    """A file of the shipped layouts with the keys of the user's own on top."""
    files = [folder / name for folder in folders if (folder / name).is_file()]
    data: dict[str, Any] = {}
    for path in files:
        data |= _yaml(path)
    return _checked(kind, data, files[-1] if files else folders[0] / name)


def _yaml(path: Path) -> dict[str, Any]:
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise LayoutError(f"cannot be read as YAML: {error}", file=path) from error
    if not isinstance(data, dict):
        raise LayoutError("must be a mapping of keys to values", file=path)
    _check_patterns(data, path)
    return data


def _checked(kind: type[Model], data: dict[str, Any], path: Path) -> Model:
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise LayoutError(f"{place}: {first['msg']}", file=path, hint="See docs/layouts.md") from error


def _check_patterns(data: Any, path: Path, place: str = "", *, patterns: bool = False) -> None:  # noqa: ANN401
    """Raise `LayoutError` with file and key for a text that should be a pattern and does not compile."""
    if isinstance(data, dict):
        for key, value in data.items():
            named = patterns or str(key).endswith(PATTERN_KEYS)
            _check_patterns(value, path, f"{place}.{key}".lstrip("."), patterns=named)
    elif isinstance(data, list):
        for index, value in enumerate(data):
            _check_patterns(value, path, f"{place}.{index}", patterns=patterns)
    elif patterns and isinstance(data, str):
        try:
            re.compile(data)
        except re.error as error:
            raise LayoutError(f"{place}: pattern {data!r}: {error}", file=path, hint="See docs/layouts.md") from error
