"""True facts: where they are, how the contract's scorer counts, and as what a perfect reading would give."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from extractor import Document
from extractor.checks.ledger import Ledger
from extractor.geometry import Box
from extractor.layouts import Layouts
from extractor.model import Reading
from extractor.outputs import fact_lines
from extractor.tables.table import TableCell
from extractor.tables.values import Value
from extractor.text import normalise

BOX = Box(0, 0, 9, 9)


def values_of_facts(path: Path, engine: str = "text-layer", confidence: float = 1.0) -> dict[str, list[Value]]:
    """The facts of a JSON Lines file by table, each as if `engine` had read it."""
    tables: dict[str, list[Value]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        fact = json.loads(line)
        text = fact["value"]
        cell = TableCell(0, 0, 1, 1, normalise(text), Reading(text, confidence, engine), fact.get("page") or 1, BOX)
        value = Value(fact["row"], fact["column"], text, fact.get("unit"), fact.get("label"), cell)
        tables.setdefault(fact["table"], []).append(value)
    return tables


def ledger_of(tables: dict[str, list[Value]], layouts: Layouts) -> Ledger:
    """A ledger of these tables; blanks are zero where the form says so."""
    ledger = Ledger(layouts.common.amount_units)
    for table, values in tables.items():
        form = layouts.forms.get(table)
        ledger.add(table, values, blank_is_zero=form is not None and form.blank_is_zero)
    return ledger


def ledger_of_facts(path: Path, layouts: Layouts) -> Ledger:
    """A file's facts as a ledger."""
    return ledger_of(values_of_facts(path), layouts)


def disclosures(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Pairs of a disclosure and its true facts."""
    for truth in sorted(folder.rglob("*.facts.jsonl")):
        name = truth.name.removesuffix(".facts.jsonl")
        source = truth.with_name("doc.pdf" if name == "truth" else f"{name}.pdf")
        if source.exists():
            yield source, truth


def score_of(document: Document, truth: Path, scorer: Path) -> dict[str, float]:
    """The scorer's totals for one document."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as found:
        found.writelines(line + "\n" for line in fact_lines(document))
        found.flush()
        run = [sys.executable, str(scorer), str(truth), found.name, "--json"]
        answer = subprocess.run(run, check=True, capture_output=True, text=True).stdout
    total: dict[str, float] = json.loads(answer)["total"]
    return total
