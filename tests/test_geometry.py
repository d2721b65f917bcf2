import math

import numpy as np
import pytest

from extractor.geometry import Box, around, clusters, runs, turn_box, unturn_box


def test_a_box_holds_its_left_and_top_edge_only():
    box = Box(10, 20, 30, 40)
    assert box.holds(10, 20)
    assert not box.holds(30, 25)
    assert not box.holds(25, 40)


def test_boxes_apart_overlap_in_nothing():
    assert Box(0, 0, 10, 10).overlap(Box(20, 20, 30, 30)).area == 0
    assert Box(0, 0, 10, 10).overlap(Box(5, 8, 30, 30)) == Box(5, 8, 10, 10)


def test_around_is_the_smallest_box_that_holds_all():
    assert around([Box(5, 1, 6, 2), Box(0, 3, 2, 9)]) == Box(0, 1, 6, 9)


def test_clusters_part_where_neighbours_are_further_apart_than_the_gap():
    assert clusters([9, 1, 2, 3.5, 10], 1.5) == [[1, 2, 3.5], [9, 10]]
    assert clusters([], 1) == []


def test_a_quarter_turn_swaps_width_and_height():
    quarter = np.array([[0.0, -1.0, 100.0], [1.0, 0.0, 0.0], [0, 0, 1]])
    assert turn_box(Box(10, 20, 40, 30), quarter) == Box(70, 10, 80, 40)


def test_a_turned_box_holds_its_corners():
    angle = math.radians(2)
    turn = np.array([[math.cos(angle), -math.sin(angle), 0], [math.sin(angle), math.cos(angle), 0], [0, 0, 1]])
    box = turn_box(Box(0, 0, 100, 10), turn)
    assert box.width == pytest.approx(100 * math.cos(angle) + 10 * math.sin(angle))


def test_unturned_undoes_a_quarter_turn_and_a_lean():
    quarter = np.array([[0.0, -1.0, 100.0], [1.0, 0.0, 0.0], [0, 0, 1]])
    angle = math.radians(3)
    lean = np.array([[math.cos(angle), -math.sin(angle), 0], [math.sin(angle), math.cos(angle), 0], [0, 0, 1]])
    for turn in quarter, lean, quarter @ lean:
        assert unturn_box(turn_box(Box(10, 20, 60, 30), turn), turn) == pytest.approx(Box(10, 20, 60, 30))


def test_unturned_nearly_undoes_a_perspective():
    turn = np.array([[1, 0.03, 5], [0.01, 1, -3], [1e-4, -5e-5, 1]])
    assert unturn_box(turn_box(Box(100, 200, 160, 214), turn), turn) == pytest.approx(Box(100, 200, 160, 214), abs=0.5)


def test_rounded_gives_hundredths():
    assert Box(1.23456, 2, 3.999, 4).rounded() == (1.23, 2, 4.0, 4)


def test_runs_of_flags():
    assert runs(np.array([True, True, False, True, False, False])) == [(0, 2), (3, 4)]
    assert runs(np.zeros(3, bool)) == []
