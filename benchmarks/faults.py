"""Fault injection: readings of true facts are changed at random, and what becomes of them is counted."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from benchmarks.truth import BOX, ledger_of, values_of_facts
from extractor.checks.expansion import expand_identities
from extractor.checks.ledger import Key, Ledger
from extractor.checks.proof import Proof, build_case, evaluate, settle
from extractor.checks.relations import Relation
from extractor.checks.second_reader import Again, nobody
from extractor.layouts import Layouts, load_layouts
from extractor.model import Reading
from extractor.tables.table import TableCell
from extractor.tables.values import Value

# What the simulated engine says of every reading, right or wrong: no hint from its confidence.
CONFIDENCE = 0.99
# How often the simulated second reader sees what is printed; else it cannot say, as often as it sees another digit.
SECOND_RIGHT = 0.95


@dataclass
class Fault:
    """A changed reading: what is printed at `key` and what was read (None: blank)."""

    kind: str
    key: Key
    printed: str | None
    read: str | None


# Relations that hold in truth, with the places that take part.
Made = Sequence[tuple[Relation, set[Key]]]


def digit(text: str, chance: random.Random) -> str | None:
    """Another digit in one place, or two neighbours swapped."""
    places = [index for index, character in enumerate(text) if character.isdigit()]
    place = chance.choice(places)
    if chance.random() < 0.5 and place + 1 < len(text) and text[place + 1].isdigit():
        return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    other = chance.choice([d for d in "0123456789" if d != text[place]])
    return text[:place] + other + text[place + 1 :]


def point(text: str, chance: random.Random) -> str | None:
    """The point is lost."""
    return text.replace(".", "") if "." in text else None


def minus(text: str, chance: random.Random) -> str | None:
    """The minus is lost."""
    return text[1:] if text.startswith("-") else None


CHANGES: dict[str, Callable[[str, random.Random], str | None]] = {"digit": digit, "point": point, "minus": minus}


def faults_at(keys: Sequence[Key], ledger: Ledger, chance: random.Random) -> list[Fault]:
    """One random fault; a swap is two changed readings."""
    kind = chance.choice([*CHANGES, "swap", "dropped", "invented"])
    key = chance.choice(keys)
    text = ledger.values[key].value
    if kind in CHANGES:
        if kind == "minus":
            negative = [k for k in keys if ledger.figures[k].amount < 0]
            if not negative:
                return []
            key = chance.choice(negative)
            text = ledger.values[key].value
        read = CHANGES[kind](text, chance)
        return [] if read is None else [Fault(kind, key, text, read)]
    if kind == "swap":
        near = [k for k in keys if k.table == key.table and (k.row == key.row) != (k.column == key.column)]
        if not near:
            return []
        other = chance.choice(near)
        return [
            Fault(kind, key, text, ledger.values[other].value),
            Fault(kind, other, ledger.values[other].value, text),
        ]
    if kind == "dropped":
        return [Fault(kind, key, text, None)]
    sheet = ledger.sheets[key.table]
    blank = [Key(key.table, key.row, column) for column in sheet.columns]
    blank = [k for k in blank if k not in ledger.values]
    return [Fault(kind, chance.choice(blank), None, text)] if blank else []


def harmless(fault: Fault, ledger: Ledger) -> bool:
    """Whether the reading means the same amount, or zero where blank means zero."""
    before, after = (Decimal(text or 0) for text in (fault.printed, fault.read))
    return before == after


def covered(fault: Fault, faults: Sequence[Fault], made: Made) -> bool:
    """Whether an identity holds for the true figure that is not blind to the change: two figures swapped within
    every identity that either stands in leave all sums as they were.
    """
    if fault.kind != "swap":
        return any(fault.key in keys for _, keys in made)
    both = {f.key for f in faults if f.kind == "swap"}
    return any(len(both & keys) == 1 for _, keys in made)


def misread(tables: dict[str, list[Value]], faults: Sequence[Fault]) -> dict[str, list[Value]]:
    """The tables as they would be read."""
    changed = {fault.key: fault for fault in faults}
    found: dict[str, list[Value]] = {}
    for table, values in tables.items():
        kept = []
        for value in values:
            fault = changed.pop(Key(table, value.row, value.column), None)
            if fault is None:
                kept.append(value)
            elif fault.read is not None:
                kept.append(as_read(value, fault.read))
        found[table] = kept
    for key, fault in changed.items():
        mate = next(v for v in tables[key.table] if v.row == key.row)
        assert fault.read is not None
        new = as_read(mate, fault.read)
        new.column = key.column
        found[key.table].append(new)
    return found


def as_read(value: Value, text: str) -> Value:
    """The value with another text in its cell."""
    cell = value.cell._replace(reading=Reading(text, CONFIDENCE, "simulated"), text=text)
    return Value(value.row, value.column, text, value.unit, value.label, cell)


def second_reader(truth: Ledger, ledger: Ledger, blanks: dict[Key, TableCell], chance: random.Random) -> Again:
    """Sees what is printed, mostly."""
    of_cell = {id(value.cell): key for key, value in ledger.values.items()}
    of_cell |= {id(cell): key for key, cell in blanks.items()}

    def again(cells: Sequence[TableCell]) -> list[Reading | None]:
        readings: list[Reading | None] = []
        for cell in cells:
            key = of_cell[id(cell)]
            text = truth.values[key].value if key in truth.values else ""
            luck = chance.random()
            if luck > SECOND_RIGHT and text:
                text = (digit(text, chance) or "") if luck > (1 + SECOND_RIGHT) / 2 else "?"
            readings.append(Reading(text, 0.9, "simulated second"))
        return readings

    return again


def tried(
    tables: dict[str, list[Value]],
    truth: Ledger,
    faults: Sequence[Fault],
    layouts: Layouts,
    chance: random.Random,
    with_second: bool,
) -> Proof:
    """The proof of a document with these faults."""
    wrong = misread(tables, faults)
    ledger = ledger_of(wrong, layouts)
    blanks = {
        fault.key: TableCell(0, 0, 1, 1, "", Reading("", 1.0, "simulated"), 1, BOX)
        for fault in faults
        if fault.read is None
    }
    again = second_reader(truth, ledger, blanks, chance) if with_second else nobody
    return settle(build_case(ledger, blanks, layouts), again)


def verdict_on(fault: Fault, proof: Proof, made: Made) -> str:
    """Corrected, suspect, reported (a blank: a check that covers it fails), miscorrected, verified wrong or silent."""
    now = next(
        (v.value for v in proof.values[fault.key.table] if (v.row, v.column) == (fault.key.row, fault.key.column)),
        None,
    )
    verdict = proof.verdicts.get(fault.key)
    status = verdict.status if verdict else None
    same = (now is None) == (fault.printed is None) and Decimal(now or 0) == Decimal(fault.printed or 0)
    if status == "suspect":
        return "suspect"
    if same:
        return "corrected"
    if status == "corrected":
        return "miscorrected"
    if status == "verified":
        return "verified wrong"
    failing = {check.id for check in proof.checks if check.result == "fails"}
    if now is None and any(relation.id in failing for relation, keys in made if fault.key in keys):
        return "reported"
    return "silent"


def run_faults(trials: int, seed: int, paths: Sequence[Path]) -> None:
    """Print how many faults of each kind were caught, with and without a second reader."""
    layouts = load_layouts()
    chance = random.Random(seed)
    documents = []
    for path in paths:
        tables = {t: v for t, v in values_of_facts(path, "simulated", CONFIDENCE).items() if t in layouts.forms}
        truth = ledger_of(tables, layouts)
        checked = evaluate(truth, [r for _, several in expand_identities(truth, layouts) for r in several])
        made = [(r, set(r.keys)) for r, o in checked if o.result == "holds" and r.level == "error"]
        documents.append((tables, truth, made))
    counts: Counter[tuple[bool, str, str]] = Counter()
    collateral: Counter[tuple[bool, str]] = Counter()
    done = 0
    while done < trials:
        tables, truth, made = chance.choice(documents)
        faults = [
            fault for _ in range(chance.choice([1, 2])) for fault in faults_at(list(truth.figures), truth, chance)
        ]
        if not faults or len({f.key for f in faults}) < len(faults) or any(harmless(f, truth) for f in faults):
            continue
        with_second = bool(done % 2)
        proof = tried(tables, truth, faults, layouts, chance, with_second)
        done += 1
        for fault in faults:
            kind = fault.kind if covered(fault, faults, made) else f"{fault.kind}, not covered"
            counts[with_second, kind, verdict_on(fault, proof, made)] += 1
        keys = {fault.key for fault in faults}
        for key, verdict in proof.verdicts.items():
            if key in truth.values and key not in keys:
                collateral[with_second, verdict.status] += 1
    show_faults(counts, collateral)


def show_faults(counts: Counter[tuple[bool, str, str]], collateral: Counter[tuple[bool, str]]) -> None:
    """One line a kind of fault; last the share caught of those that an identity covers."""
    caught_as = ("corrected", "suspect", "reported", "silent", "verified wrong", "miscorrected")
    for second in (False, True):
        print("with" if second else "without", "a second reader")
        kinds = sorted({kind for s, kind, _ in counts if s == second})
        total = caught = 0
        for kind in kinds:
            of = {result: counts[second, kind, result] for result in caught_as}
            print(f"  {kind:24}", *(f"{result} {number}" for result, number in of.items()))
            if "not covered" not in kind:
                total += sum(of.values())
                caught += of["corrected"] + of["suspect"] + of["reported"]
        print(f"  caught of covered: {caught} of {total} ({100 * caught / max(total, 1):.2f} %)")
        print("  other figures:", {status: n for (s, status), n in collateral.items() if s == second})
