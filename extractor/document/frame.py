"""Facts as a data frame of pandas or polars."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Literal, get_args

from extractor.document.cells import Fact
from extractor.errors import PackageError

FrameLibrary = Literal["pandas", "polars"]
SIDES = ("x0", "y0", "x1", "y1")


def frame_of(facts: Sequence[Fact], library: FrameLibrary | None = None) -> Any:  # noqa: ANN401
    """A row a fact: the keys of facts.jsonl, the box as four columns; `number`, an exact decimal; `notes`."""
    name = library or next((each for each in get_args(FrameLibrary) if find_spec(each)), None)
    if name is None or find_spec(name) is None:
        missing = f"{name} is" if name else "neither pandas nor polars is"
        raise PackageError(f"{missing} not installed", hint=f"pip install {name or 'pandas'}")
    frames: Any = import_module(name)
    columns = _columns(facts)
    if name == "pandas":
        return frames.DataFrame(columns)
    types = dict.fromkeys(columns, frames.String) | dict.fromkeys((*SIDES, "confidence"), frames.Float64)
    return frames.DataFrame(columns, types | {"page": frames.Int64, "number": frames.Decimal(38, 10)})


def _columns(facts: Sequence[Fact]) -> dict[str, Any]:
    names = [name for name in Fact.model_fields if name not in ("bbox", "notes", "alternatives")]
    columns: dict[str, Any] = {name: [getattr(fact, name) for fact in facts] for name in names}
    columns |= {side: [fact.bbox[index] for fact in facts] for index, side in enumerate(SIDES)}
    columns["number"] = [fact.number for fact in facts]
    columns["notes"] = ["; ".join(fact.notes) for fact in facts]
    return columns
