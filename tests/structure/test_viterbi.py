import numpy as np
import pytest

from extractor.structure.viterbi import NEVER, find_best_path, score_without


def steps(size: int, scores: dict[tuple[int, int], float]) -> np.ndarray:
    found = np.full((size, size), NEVER, np.float32)
    for place, score in scores.items():
        found[place] = score
    return found


def test_the_best_way_passes_through_what_scores_most():
    step = steps(4, {(0, 1): 1, (1, 3): 1, (0, 2): 0, (2, 3): 0, (0, 3): 0, (1, 2): 0})
    score, path = find_best_path(step, np.array([0, 2, 1, 0], np.float32))
    assert (score, path) == (4, (0, 1, 3))


def test_what_a_place_is_worth_is_what_the_best_way_without_it_lacks():
    step = steps(4, {(0, 1): 1, (1, 3): 1, (0, 2): 0, (2, 3): 0, (0, 3): 0, (1, 2): 0})
    place = np.array([0, 2, 1, 0], np.float32)
    assert score_without(step, place, [(1, 1)]) == pytest.approx([1])
    assert score_without(step, place, [(1, 2)]) == pytest.approx([0])
