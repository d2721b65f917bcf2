"""What is wrong with a folder of layouts: each fault with its file, the line and the key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import yaml

from extractor.errors import LayoutError
from extractor.layouts.identities import parse_reference
from extractor.layouts.loading import Layouts, load_form, load_layouts, shipped_folder
from extractor.layouts.tables import Form

# Files of a folder of layouts, with those inside its folders.
FILES = frozenset({"common.yaml", "identities.yaml", "narrative.yaml", "sections.yaml"})
# The outputs' own, which no folder of a user replaces.
OUTPUTS = frozenset({"comparison.yaml", "export.yaml"})
CODES = frozenset({"codes/functional.csv", "codes/economic.csv"})
FOLDERS = frozenset({"tables", "scorecards"})
# Kinds of identities whose names are columns; keys of an identity that name columns or cells.
COLUMN_KINDS = frozenset({"columns", "quotient"})
NAMING = ("total", "parts", "cells", "result", "numerator", "denominator")


class Fault(NamedTuple):
    """What is wrong, and where."""

    file: Path
    line: int
    key: str
    text: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else str(self.file)
        return f"{place}: {f'{self.key}: ' if self.key else ''}{self.text}"


def find_faults(folder: Path) -> list[Fault]:
    """Every fault of a user's folder of layouts."""
    found = list(_strays(folder))
    forms: dict[Path, Form] = {}
    for path in sorted((folder / "tables").glob("*.yaml")):
        try:
            forms[path] = load_form(path)
        except LayoutError as error:
            found.append(_fault_of(error))
    for path, form in forms.items():
        found += _unknown_names(path, form)
    found += _repeated_ids({path: form.id for path, form in forms.items()})
    found += _repeated_ids(_ids_of_cards(folder))
    if found:
        return found
    try:
        layouts = load_layouts(folder)
    except LayoutError as error:
        return [_fault_of(error)]
    return [*_repeated_titles(forms, layouts), *_unknown_tables(folder, layouts)]


def _fault_of(error: LayoutError) -> Fault:
    """A file that cannot be loaded, with the line of the key that the error names."""
    path = Path(str(error.file))
    key = error.message.split(":")[0] if ":" in error.message else ""
    return Fault(path, find_line(path, key), "", error.message)


def _ids_of_cards(folder: Path) -> dict[Path, str]:
    """The ids of the forms of scorecards, where their files can be read."""
    ids: dict[Path, str] = {}
    for path in sorted((folder / "scorecards").glob("*.yaml")):
        with suppress(OSError, UnicodeDecodeError, yaml.YAMLError):
            data = yaml.safe_load(path.read_text(encoding="utf-8"))
            ids |= {path: str(data["id"])} if isinstance(data, dict) and "id" in data else {}
    return ids


def _strays(folder: Path) -> Iterator[Fault]:
    """Files that are not read: of another name, or outside their folder."""
    known = FILES | CODES | (OUTPUTS if folder == shipped_folder() else frozenset())
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        inside = path.relative_to(folder).as_posix()
        read = inside in known or (path.suffix == ".yaml" and path.relative_to(folder).parent.name in FOLDERS)
        if not read:
            yield Fault(path, 0, "", "is not read: forms are YAML files in tables/ or scorecards/")


def _unknown_names(path: Path, form: Form) -> Iterator[Fault]:
    """Columns in identities that the form does not have."""
    columns = {column.key for column in form.all_columns}
    for number, identity in enumerate(form.identities):
        told = identity.model_dump()
        for name in (part for key in NAMING for part in _all(told, key)):
            cell = parse_reference(name)
            column = cell.row if identity.kind in COLUMN_KINDS else cell.column
            if cell.number is None and column and not cell.table and column not in columns:
                key = f"identities.{number}"
                yield Fault(path, find_line(path, key), key, f"{identity.id}: no column {column}")


def _all(told: dict[str, object], key: str) -> list[str]:
    """A value of an identity as a list of names."""
    value = told.get(key, ())
    return [value] if isinstance(value, str) else [str(part) for part in value] if isinstance(value, tuple) else []


def _repeated_ids(ids: dict[Path, str]) -> Iterator[Fault]:
    """Two files of one id: the later replaces the earlier."""
    paths: dict[str, list[Path]] = defaultdict(list)
    for path, name in ids.items():
        paths[name].append(path)
    for name, of in paths.items():
        for path in of[1:]:
            yield Fault(path, find_line(path, "id"), "id", f"{name} is also the id of {of[0].name}")


def _repeated_titles(forms: dict[Path, Form], layouts: Layouts) -> Iterator[Fault]:
    """A title that another table of the kind has, too."""
    for path, form in forms.items():
        for number, title in enumerate(form.titles):
            others = [o for o in layouts.forms.values() if o.kind == form.kind and o.name != form.name]
            for other in others:
                if title in other.titles:
                    key = f"titles.{number}"
                    yield Fault(path, find_line(path, key), key, f"{title} is also a title of {other.id}")


def _unknown_tables(folder: Path, layouts: Layouts) -> Iterator[Fault]:
    """Tables in identities between tables that no form gives."""
    path = folder / "identities.yaml"
    if not path.is_file():
        return
    for number, identity in enumerate(layouts.between):
        told = identity.model_dump()
        cells = [part for key in ("total", "parts", "cells", "lines", "codes") for part in _all(told, key)]
        for table in {parse_reference(cell).table for cell in cells} - {""}:
            if not layouts.of_table(table):
                key = f"identities.{number}"
                yield Fault(path, find_line(path, key), key, f"{identity.id}: no table {table}")


def find_line(path: Path, key: str) -> int:
    """The line of a key (`blocks.0.rows.3.label`) in a YAML file; of as much of it as there is, 0 where it is none."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return 0
    line = 0
    for part in key.split(".") if key else ():
        node = _below(node, part)
        if node is None:
            break
        line = node.start_mark.line + 1
    return line


def _below(node: yaml.Node | None, part: str) -> yaml.Node | None:
    """The value of a key of a mapping, or an item of a sequence."""
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == part), None)
    if isinstance(node, yaml.SequenceNode) and part.isdigit():
        items: Sequence[yaml.Node] = node.value
        return items[int(part)] if int(part) < len(items) else None
    return None
