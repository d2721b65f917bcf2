import numpy as np

from extractor.structure import find_grids
from extractor.structure.draw import draw_evidence, draw_structure
from tests.building import page_of
from tests.structure.pages import exported, line, rows_of_text


def test_the_picture_shows_texts_lines_and_borders(tmp_path):
    xs, ys = [45, 150, 250], [112, 132, 152]
    rows = [["Item", "Budget", "Final"], ["Water", "12.30", "11.20"], ["Roads", "4.50", "4.50"]]
    page = exported(tmp_path, line(40, 98, 400, 98) + line(40, 158, 400, 158) + rows_of_text(xs, ys, rows))
    evidence, structure = draw_evidence(page), draw_structure(page, find_grids(page))
    assert structure.shape == evidence.shape == (*page.image.shape, 3)
    assert 2 <= len(_colours(evidence)) < len(_colours(structure))


def _colours(picture) -> set[tuple[int, ...]]:
    return {tuple(colour) for colour in picture.reshape(-1, 3).tolist() if len(set(colour)) > 1}


def test_the_picture_of_a_page_without_words_is_the_page():
    page = page_of([])
    assert np.all(draw_structure(page, []) == 255)
