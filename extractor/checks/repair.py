"""The smallest set of changed readings that makes the sums right, by constraint programming (OR-Tools CP-SAT).

Every doubtful cell may take one of its candidates; a relation one of whose cells is changed must hold.  What is
minimised is, in this order: relations that go on failing, and what the changes cost.  An answer counts only if no
other answer is as good.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from extractor.checks.candidates import Candidate
from extractor.checks.ledger import Figure, Key, Ledger
from extractor.checks.relations import Figures, Linear, Relation
from extractor.checks.verdicts import Checked

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

# A relation that goes on failing outweighs every set of changes.
STILL_FAILING = 1000
# A second answer that costs no more than so much above the best makes it ambiguous.
MARGIN = 3
# More cells than this in one component is no misreading but a table gone wrong.
MOST_CELLS = 200
MOST_COMBINATIONS = 500
SECONDS = 5.0
# The solver's numbers have 64 bits; a sum has many terms.
LARGEST = 2**56


class Change(NamedTuple):
    """A cell and the candidate that it takes."""

    key: Key
    candidate: Candidate


class _Answer(NamedTuple):
    cost: int
    changes: tuple[Change, ...]


def find_repair(
    ledger: Ledger, checked: Checked, possible: Mapping[Key, Sequence[Candidate]]
) -> tuple[list[Change], set[Key]]:
    """The changes that are certain, and the cells that stay doubtful because several answers are as good."""
    changes: list[Change] = []
    ambiguous: set[Key] = set()
    for component in _components(checked, possible):
        found = _Component(component, ledger, possible)
        if len(found.cells) > MOST_CELLS:
            continue
        best = found.solved([])
        if best is None or not best.changes:
            continue
        other = found.solved([best])
        if other is not None and other.cost <= best.cost + MARGIN:
            ambiguous |= {change.key for answer in (best, other) for change in answer.changes}
        elif _confirmed(best, component, ledger):
            changes += best.changes
    return changes, ambiguous


def _components(checked: Checked, possible: Mapping[Key, Sequence[Candidate]]) -> Iterator[list[tuple[Relation, bool]]]:
    """Relations that hang together by cells that may change, with whether each fails; only where any fails."""
    usable = [
        (relation, outcome.result != "holds")
        for relation, outcome in checked
        if relation.level == "error" and (outcome.result in ("holds", "fails") or outcome.unread)
    ]
    of_key: dict[Key, list[int]] = defaultdict(list)
    for index, (relation, _) in enumerate(usable):
        for key in relation.keys:
            if key in possible:
                of_key[key].append(index)
    seen: set[int] = set()
    for start, (_, fails) in enumerate(usable):
        if not fails or start in seen:
            continue
        # Cells are changed only where a relation fails; their other relations come along to confirm.
        near = _reachable(start, usable, of_key)
        seen |= near
        keys = {key for index in near for key in usable[index][0].keys if key in possible}
        around = near | {index for key in keys for index in of_key[key]}
        yield [usable[index] for index in sorted(around)]


def _reachable(start: int, usable: Sequence[tuple[Relation, bool]], of_key: Mapping[Key, list[int]]) -> set[int]:
    """Failing relations that share cells that may change with the first, directly or through others that fail."""
    found, todo = {start}, [start]
    while todo:
        for key in usable[todo.pop()][0].keys:
            for index in of_key.get(key, ()):
                if usable[index][1] and index not in found:
                    found.add(index)
                    todo.append(index)
    return found


def _confirmed(answer: _Answer, component: Iterable[tuple[Relation, bool]], ledger: Ledger) -> bool:
    """Whether every changed cell is proved by a relation, evaluated anew, that failed before."""
    figures = dict(ledger.figures)
    for key, candidate in answer.changes:
        figures.pop(key, None)
        if candidate.figure is not None:
            figures[key] = candidate.figure
    failed = [relation for relation, fails in component if fails]
    proofs = [(relation, relation.outcome(figures, ledger)) for relation in failed]
    for key, candidate in answer.changes:
        mended = [outcome for relation, outcome in proofs if key in relation.keys]
        if not any(o.result == "holds" and (key in o.proves or candidate.figure is None) for o in mended):
            return False
    return True


class _Component:
    """One component as a model: a switch for every candidate of every cell that may change."""

    def __init__(
        self,
        relations: Sequence[tuple[Relation, bool]],
        ledger: Ledger,
        possible: Mapping[Key, Sequence[Candidate]],
    ) -> None:
        self.relations = relations
        self.ledger = ledger
        self.figures: Figures = ledger.figures
        failing = {key for relation, fails in relations if fails for key in relation.keys}
        self.cells = {key: possible[key] for key in possible if key in failing}

    def solved(self, without: Sequence[_Answer]) -> _Answer | None:
        """The best answer that is none of `without`; None where there is no other."""
        from ortools.sat.python import cp_model

        model = cp_model.CpModel()
        switches = {
            (key, index): model.new_bool_var(f"{key}/{index}")
            for key, options in self.cells.items()
            for index in range(len(options))
        }
        of_cell: dict[Key, list[cp_model.IntVar]] = defaultdict(list)
        for (key, _), switch in switches.items():
            of_cell[key].append(switch)
        for several in of_cell.values():
            model.add_at_most_one(several)
        costs: list[cp_model.LinearExprT] = [
            self.cells[key][index].cost * switch for (key, index), switch in switches.items()
        ]
        for relation, fails in self.relations:
            own = [switch for key in relation.keys for switch in of_cell.get(key, ())]
            if not own:
                continue
            holds = model.new_bool_var("holds")
            for switch in own:
                model.add_implication(switch, holds)
            if fails:
                costs.append(STILL_FAILING * holds.negated())
                # A relation that fails holds only by a change, one with unread cells when all of them are read.
                model.add_bool_or([holds.negated(), *own])
                for key in filter(self.ledger.unread, relation.keys):
                    model.add_bool_or([holds.negated(), *of_cell.get(key, ())])
            self._required(model, relation, switches, holds)
        for answer in without:
            chosen = {(key, self.cells[key].index(candidate)) for key, candidate in answer.changes}
            model.add_bool_or([switches[place].negated() for place in chosen])
        model.minimize(sum(costs))
        return self._answer(model, switches)

    def _answer(self, model: cp_model.CpModel, switches: Mapping[tuple[Key, int], cp_model.IntVar]) -> _Answer | None:
        from ortools.sat.python import cp_model

        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = SECONDS
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        if solver.solve(model) != cp_model.OPTIMAL:
            return None
        chosen = [place for place, switch in switches.items() if solver.boolean_value(switch)]
        changes = tuple(Change(key, self.cells[key][index]) for key, index in chosen)
        return _Answer(round(solver.objective_value), changes)

    def _required(
        self,
        model: cp_model.CpModel,
        relation: Relation,
        switches: Mapping[tuple[Key, int], cp_model.IntVar],
        holds: cp_model.IntVar,
    ) -> None:
        """The relation must hold where `holds` is on."""
        if isinstance(relation, Linear) and not relation.bound:
            self._linear(model, relation, switches, holds)
            return
        cells = [key for key in relation.keys if key in self.cells]
        ranges = [range(-1, len(self.cells[key])) for key in cells]
        allowed = []
        for choice in product(*ranges) if _size(ranges) <= MOST_COMBINATIONS else ():
            figures = dict(self.figures)
            for key, index in zip(cells, choice, strict=True):
                if index >= 0:
                    figure = self.cells[key][index].figure
                    figures.pop(key, None)
                    if figure is not None:
                        figures[key] = figure
            if relation.outcome(figures, self.ledger).result == "holds":
                allowed.append(choice)
        picks = []
        for choice in allowed:
            pick = model.new_bool_var("pick")
            for key, index in zip(cells, choice, strict=True):
                for other in range(len(self.cells[key])):
                    switch = switches[key, other]
                    model.add_implication(pick, switch if other == index else switch.negated())
            picks.append(pick)
        model.add_bool_or([holds.negated(), *picks])

    def _linear(
        self,
        model: cp_model.CpModel,
        relation: Linear,
        switches: Mapping[tuple[Key, int], cp_model.IntVar],
        holds: cp_model.IntVar,
    ) -> None:
        """|Σ factor · figure| ≤ tolerance in whole numbers; a sum of too large ones for the solver does not hold."""
        scales = self._scales(relation)
        exponent = (
            max(
                [figure.places for figure, _ in self._all_figures(relation, scales)]
                + [4 + max(relation.trimmed or 0, 0)]
            )
            + 2
        )
        unit = Decimal(10) ** exponent
        if any(abs(f.amount * by) * unit >= LARGEST for f, by in self._all_figures(relation, scales)):
            model.add_bool_or([holds.negated()])
            return
        parts: list[cp_model.LinearExprT] = []
        tolerance = Decimal(0)
        for term in relation.terms:
            if term.key is None:
                parts.append(int(term.factor * term.number * unit))
                continue
            factor = term.factor * scales.get(term.key, Decimal(1))
            now = self.figures.get(term.key)
            base = int(factor * now.amount * unit) if now else 0
            halves = [relation.half(now)] if now else []
            parts.append(base)
            for index, candidate in enumerate(self.cells.get(term.key, ())):
                amount = candidate.figure.amount if candidate.figure else Decimal(0)
                parts.append((int(factor * amount * unit) - base) * switches[term.key, index])
                halves += [relation.half(candidate.figure)] if candidate.figure else []
            tolerance += abs(factor) * min(halves, default=Decimal(0))
        bound = int(tolerance * unit)
        model.add_linear_constraint(sum(parts), -bound, bound).only_enforce_if(holds)

    def _scales(self, relation: Relation) -> dict[Key, Decimal]:
        """What a figure of each cell is worth, where the cells' units of money differ."""
        found = {key: f for key in relation.keys if (f := self._any_figure(key)) is not None}
        worths = {figure.scale for figure in found.values()}
        if len(worths) <= 1 or None in worths:
            return {}
        return {key: figure.scale for key, figure in found.items() if figure.scale is not None}

    def _any_figure(self, key: Key) -> Figure | None:
        known = self.figures.get(key)
        return known or next((c.figure for c in self.cells.get(key, ()) if c.figure), None)

    def _all_figures(self, relation: Relation, scales: Mapping[Key, Decimal]) -> Iterator[tuple[Figure, Decimal]]:
        for key in relation.keys:
            for figure in [self.figures.get(key), *(c.figure for c in self.cells.get(key, ()))]:
                if figure is not None:
                    yield figure, scales.get(key, Decimal(1))


def _size(ranges: Sequence[range]) -> int:
    size = 1
    for each in ranges:
        size *= len(each)
    return size
