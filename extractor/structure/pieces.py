"""The pieces between a table's borders, and which of them are one cell."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from extractor.structure.runs import Run

# A piece's row and column, and the texts that stand in each.
Place = tuple[int, int]
Held = dict[Place, list[Run]]


class Pieces:
    """The pieces of a table, joined to groups that hold one number at most."""

    def __init__(self, numbers: NDArray[np.int32]) -> None:
        self._columns: int = numbers.shape[1]
        self._parent = list(range(numbers.size))
        self._numbers: list[int] = numbers.ravel().tolist()

    def join(self, one: Place, other: Place) -> None:
        """Make two pieces one cell, unless it would hold two numbers."""
        a, b = self.root(one), self.root(other)
        if a != b and self._numbers[a] + self._numbers[b] <= 1:
            self._parent[b] = a
            self._numbers[a] += self._numbers[b]

    def root(self, place: Place) -> int:
        """The same for all pieces of one cell."""
        index = place[0] * self._columns + place[1]
        while self._parent[index] != index:
            index = self._parent[index]
        return index
