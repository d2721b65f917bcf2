from extractor.geometry import Box
from extractor.model import Word
from extractor.reading.text_layer import TextLayerReader
from tests.building import page_of, word

CELLS = [Box(50, 40, 100, 60), Box(100, 40, 150, 60), Box(150, 40, 200, 60)]


def texts(words: list[Word], boxes: list[Box] = CELLS) -> list[str]:
    return [reading.text for reading in TextLayerReader().read(page_of(words), boxes)]


def pieces(words: list[Word], boxes: list[Box] = CELLS) -> list[int]:
    return [reading.pieces for reading in TextLayerReader().read(page_of(words), boxes)]


def test_words_go_to_the_cell_that_holds_them():
    assert texts([word("12.30", 60, 45), word("9", 160, 45)]) == ["12.30", "", "9"]


def test_readings_are_certain():
    reading = TextLayerReader().read(page_of([word("1", 60, 45)]), CELLS)[0]
    assert (reading.confidence, reading.engine, reading.alternatives) == (1.0, "text-layer", ())


def test_a_word_with_a_gap_at_the_border_is_split_there():
    glyphs = ((80, 84), (85, 89), (90, 94), (106, 110), (111, 115))
    run = Word("12345", Box(80, 45, 115, 55), tuple((float(a), float(b)) for a, b in glyphs))
    assert texts([run]) == ["123", "45", ""]
    assert pieces([run]) == [1, 1, 0]


def test_a_word_over_three_cells_is_split_twice():
    glyphs = ((85.0, 90.0), (106.0, 111.0), (160.0, 165.0))
    assert texts([Word("123", Box(85, 45, 165, 55), glyphs)]) == ["1", "2", "3"]


def test_the_rest_of_a_word_that_crosses_the_last_border_is_a_line_outside():
    glyphs = ((180.0, 184.0), (185.0, 189.0), (206.0, 210.0), (211.0, 215.0))
    run = Word("1234", Box(180, 45, 215, 55), glyphs)
    assert texts([run]) == ["", "", "12"]
    assert [line.text for line in TextLayerReader().read_all(page_of([run]), [Box(50, 40, 200, 60)]).lines] == ["34"]


def test_an_overlong_figure_that_runs_over_a_border_stays_whole():
    assert texts([word("123,456,789.01", 52, 45)]) == ["123,456,789.01", "", ""]


def test_an_overlong_figure_set_to_the_right_stays_in_its_own_cell():
    figure = word("1,234,567.89", 89, 45)  # starts left of its cell, its middle is inside
    assert texts([figure]) == ["", "1,234,567.89", ""]


def test_lines_of_a_cell_join_and_words_of_a_line_keep_their_blank():
    cell = [Box(50, 40, 200, 80)]
    words = [word("beta", 60, 60), word("al", 60, 45), word("pha", 90, 45)]
    assert texts(words, cell) == ["al phabeta"]
    assert pieces(words, cell) == [3]


def test_words_outside_the_tables_are_lines():
    page = page_of([word("title", 60, 10), word("12.30", 60, 45), word("unit", 300, 10)])
    lines = TextLayerReader().read_all(page, [Box(50, 40, 200, 60)]).lines
    assert [line.text for line in lines] == ["title", "unit"]
    assert lines[0].box == Box(60, 10, 85, 20)


def test_words_near_each_other_are_one_line():
    page = page_of([word("two", 60, 10), word("words", 80, 10)])
    (line,) = TextLayerReader().read_all(page, []).lines
    assert (line.text, line.reading.pieces) == ("two words", 2)


def test_no_words():
    assert texts([]) == ["", "", ""]
    assert TextLayerReader().read_all(page_of([]), CELLS).lines == []
