"""One relation between figures: does it hold, how far is it off, and which figures does it prove.

Rounding (metrology's usual argument): a figure printed to p decimals is off by at most half of its last place, so a
sum is off by at most the sum of its terms' halves: that is the tolerance.  A relation *proves* a figure only where
one unit more or less in that figure's last place would no longer satisfy it exactly.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from extractor.checks.ledger import Figure, Key, Ledger

Result = Literal["holds", "fails", "not applicable", "not evaluable"]
Figures = Mapping[Key, Figure]
ZERO = Decimal(0)


class Term(NamedTuple):
    """`factor` times the figure at `key`, or the plain `number` where there is no key."""

    factor: Decimal
    key: Key | None
    number: Decimal = ZERO
    name: str = ""


class Evaluation(NamedTuple):
    """What became of a relation; `proves` are the figures that it fixes to the last place.

    `unread`: it cannot be evaluated since something printed was not read as an amount.
    """

    result: Result
    difference: Decimal | None = None
    tolerance: Decimal | None = None
    unit: str | None = None
    proves: frozenset[Key] = frozenset()
    why: str = ""
    unread: bool = False


@dataclass(frozen=True, slots=True)
class Relation(ABC):
    """The common part: `id` names the instance, `identity` what was declared, `where` the row or column."""

    identity: str
    where: str
    level: Literal["error", "warning"]
    trimmed: int | None
    terms: tuple[Term, ...]

    @property
    def id(self) -> str:
        """A name that no other relation of the document has."""
        return f"{self.identity}[{self.where}]" if self.where else self.identity

    @property
    def keys(self) -> tuple[Key, ...]:
        """The places that take part."""
        return tuple(term.key for term in self.terms if term.key is not None)

    @abstractmethod
    def outcome(self, figures: Figures, ledger: Ledger) -> Evaluation:
        """Evaluate with `figures`, which may differ from the ledger's own."""

    def _missing(self, figures: Figures, ledger: Ledger) -> Evaluation | None:
        """Why the relation cannot be evaluated, if it cannot."""
        for key in self.keys:
            if key in figures:
                continue
            if ledger.unread(key):
                why = f"{key.row} / {key.column} could not be read as an amount"
                return Evaluation("not evaluable", why=why, unread=True)
            if not ledger.means_zero(key):
                return Evaluation("not evaluable", why=f"{key.row} / {key.column} is not printed")
        return None

    def half(self, figure: Figure, least: int = 0) -> Decimal:
        """Half of the last place that a figure is exact to: printed, `trimmed`, or `least`."""
        return Decimal(5).scaleb(-max(least, self.trimmed or 0, figure.places) - 1)

    def _least_places(self, figures: Iterable[Figure]) -> int:
        """Decimals that each of some figures has at least: the longest's where trailing zeros are not printed."""
        if self.trimmed is None:
            return 0
        return max([self.trimmed, *(figure.places for figure in figures)])


@dataclass(frozen=True, slots=True)
class Linear(Relation):
    """Σ factor · figure = 0: the first term is the sum of the others, negated; `bound`: or less than it.

    `numbered` is what the names of rows begin with that it sums and that are named by their place.
    """

    bound: bool = False
    numbered: str = ""

    def outcome(self, figures: Figures, ledger: Ledger) -> Evaluation:
        """See `Relation.outcome`; differences are in the unit of the first figure there is."""
        if (missing := self._missing(figures, ledger)) is not None:
            return missing
        present = [(term, figures[term.key]) for term in self.terms if term.key is not None and term.key in figures]
        units = {figure.unit for _, figure in present}
        convert = len(units) > 1 and all(figure.scale is not None for _, figure in present)
        if len(units) > 1 and not convert and None in units:
            return Evaluation("not evaluable", why="the unit of a figure is not known")
        base = present[0][1].scale if convert else None
        unit = present[0][1].unit if present else None
        places = self._least_places(figure for _, figure in present)
        difference = tolerance = coarsest = ZERO
        steps: list[tuple[Key, Decimal]] = []
        for term in self.terms:
            if term.key is None:
                difference += term.factor * term.number
                continue
            figure = figures.get(term.key)
            if figure is None:
                continue
            factor = term.factor if base is None or figure.scale is None else term.factor * figure.scale / base
            difference += factor * figure.amount
            half = abs(factor) * self.half(figure, places)
            tolerance += half
            coarsest = max(coarsest, half)
            steps.append((term.key, half))
        if self.bound and difference <= tolerance:
            return Evaluation("holds", difference, tolerance, unit)
        if abs(difference) > tolerance:
            return Evaluation("fails", difference, tolerance, unit)
        proves = frozenset(key for key, half in steps if 2 * half - abs(difference) > coarsest)
        exact = abs(difference) <= coarsest
        return Evaluation("holds", difference, tolerance, unit, proves if exact else frozenset())


@dataclass(frozen=True, slots=True)
class Ratio(Relation):
    """terms: result, numerator, denominator; result = numerator / denominator × `times`, rounded."""

    times: Decimal

    def outcome(self, figures: Figures, ledger: Ledger) -> Evaluation:
        """See `Relation.outcome`; the tolerance is the rounding of all three, to first order."""
        if (missing := self._missing(figures, ledger)) is not None:
            return missing
        if not all(key in figures for key in self.keys):
            return Evaluation("not applicable", why="a figure of the quotient is blank")
        result, above, below = (figures[key] for key in self.keys)
        if below.amount == 0:
            return Evaluation("not applicable", why="the denominator is zero")
        if above.unit != below.unit and None in (above.scale, below.scale):
            return Evaluation("not evaluable", why="the units differ")
        times = self.times if above.unit == below.unit else self.times * (above.scale or 1) / (below.scale or 1)
        least = self._least_places((above, below))
        halves = (
            self.half(result),
            self.half(above, least) * abs(times / below.amount),
            self.half(below, least) * abs(times * above.amount / below.amount**2),
        )
        difference = result.amount - times * above.amount / below.amount
        tolerance = sum(halves, ZERO)
        shown = round(difference, 6), round(tolerance, 6)
        if abs(difference) > tolerance:
            return Evaluation("fails", *shown, result.unit)
        exact = abs(difference) <= halves[0]
        proves = frozenset(
            key for key, half in zip(self.keys, halves, strict=True) if exact and 2 * half - abs(difference) > halves[0]
        )
        return Evaluation("holds", *shown, result.unit, proves)


@dataclass(frozen=True, slots=True)
class Growth(Relation):
    """terms: rate, change, figure now; rate = 100 × change / (now − change), rounded."""

    def outcome(self, figures: Figures, ledger: Ledger) -> Evaluation:
        """See `Relation.outcome`; the tolerance is the rounding of all three, to first order."""
        if (missing := self._missing(figures, ledger)) is not None:
            return missing
        if not all(key in figures for key in self.keys):
            return Evaluation("not applicable", why="a figure is blank")
        rate, change, now = (figures[key] for key in self.keys)
        if change.scale is None or now.scale is None:
            return Evaluation("not evaluable", why="the unit of a figure is not known")
        moved, level = change.amount * change.scale, now.amount * now.scale
        before = level - moved
        if before <= 0:
            return Evaluation("not applicable", why="there was nothing before")
        halves = (
            self.half(rate),
            self.half(change) * change.scale * 100 * abs(level) / before**2,
            self.half(now) * now.scale * 100 * abs(moved) / before**2,
        )
        difference, tolerance = rate.amount - 100 * moved / before, sum(halves, ZERO)
        shown = round(difference, 6), round(tolerance, 6)
        if abs(difference) > tolerance:
            return Evaluation("fails", *shown, rate.unit)
        proves = frozenset({self.keys[0]}) if abs(difference) <= halves[0] else frozenset()
        return Evaluation("holds", *shown, rate.unit, proves)


@dataclass(frozen=True, slots=True)
class Banded(Relation):
    """terms: the word, the number; `least` gives for each word the least number that earns it."""

    least: Mapping[str, Decimal]

    def outcome(self, figures: Figures, ledger: Ledger) -> Evaluation:
        """See `Relation.outcome`; a word proves no number."""
        word, number = self.keys
        if word not in ledger.values or number not in figures:
            return Evaluation("not evaluable", why="the word or its number is not printed")
        printed = ledger.values[word].value
        if printed not in self.least:
            return Evaluation("not evaluable", why=f"{printed} is no known word")
        amount = figures[number].amount
        earned = max((w for w in self.least if self.least[w] <= amount), key=lambda w: self.least[w], default="")
        if earned == printed:
            return Evaluation("holds", proves=frozenset({word}))
        return Evaluation("fails", why=f"{amount} would be {earned or 'none'}")
