"""What holds of each place after all decisions: the last word of a person, or that of two who agree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from extractor.review.decisions import RULINGS, Decision
from extractor.review.spots import Spots


@dataclass(slots=True)
class Rulings:
    """The last decision of each person about each place, by the place's id.

    `second`: two people must see each doubt, neither with the other's answer before giving one's own.
    """

    second: bool = False
    of_spot: dict[str, dict[str, Decision]] = field(default_factory=dict)
    lost: list[Decision] = field(default_factory=list)

    def settled(self, spot: str, viewer: str | None = None) -> Decision | None:
        """The decision that holds; for a viewer who waits for the second reviewer, one's own."""
        given = self.of_spot.get(spot, {})
        if not given:
            return None
        if not self.second:
            return max(given.values(), key=lambda decision: decision.number)
        if len(given) > 1 and not self.differ(spot):
            return max(given.values(), key=lambda decision: decision.number)
        return given.get(viewer) if viewer is not None else None

    def differ(self, spot: str) -> bool:
        """Whether two people said different things."""
        return self.second and len({_said(decision) for decision in self.of_spot.get(spot, {}).values()}) > 1

    def shown(self, spot: str, viewer: str) -> Mapping[str, Decision]:
        """What a viewer may see: of two reviewers the other's answer only after one's own."""
        given = self.of_spot.get(spot, {})
        return given if not self.second or viewer in given else {}

    def done_by(self, spot: str, viewer: str) -> bool:
        """Whether a viewer has nothing more to do about a doubt, as far as is known."""
        given = self.of_spot.get(spot, {})
        if not self.second:
            return bool(given)
        return viewer in given and not self.differ(spot)

    def done(self, spot: str) -> bool:
        """Whether nobody has to look at a doubt any more."""
        return self.settled(spot) is not None


def rulings_of(decisions: Iterable[Decision], spots: Spots) -> Rulings:
    """Fold the standing decisions; those whose place the document does not have are lost."""
    found = Rulings()
    for decision in decisions:
        if decision.kind == "ask-second":
            found.second = True
        elif decision.kind in RULINGS:
            spot = spots.find(decision.subject)
            if spot is None:
                found.lost.append(decision)
            else:
                found.of_spot.setdefault(spot.id, {})[decision.who] = decision
    return found


def _said(decision: Decision) -> tuple[str | None, str]:
    """What a decision says: the value, and whether the print is wrong; to confirm and to type the same is the same."""
    return decision.after, "as-printed" if decision.kind == "as-printed" else ""
