from extractor.geometry import Box
from extractor.model import Line
from extractor.tables.running_headers import find_running, is_dirt, is_running
from tests.building import line, read_page, reading


def pages(*texts: str, y: float = 20):
    return [read_page([], number, [line(text, y=y)]) for number, text in enumerate(texts, 1)]


def test_what_three_pages_repeat_is_running(layouts):
    running = find_running(pages("某市档案馆 1", "某市档案馆 2", "某市档案馆 3"), layouts.common)
    assert running == {"某市档案馆"}
    assert is_running("某市档案馆 4", running, layouts.common)


def test_two_pages_are_too_few(layouts):
    assert not find_running(pages("某市档案馆", "某市档案馆", "第二部分"), layouts.common)


def test_what_stands_inside_the_page_is_not_running(layouts):
    assert not find_running(pages(*["某市档案馆"] * 4, y=400), layouts.common)


def test_titles_and_unit_lines_are_of_their_tables(layouts):
    for text in ("项目支出绩效自评表", "单位：万元", "公开部门：某市档案馆", "公开02表"):
        assert not find_running(pages(*[text] * 4), layouts.common)


def test_a_misread_running_line_is_known(layouts):
    running = find_running(pages(*["某市档案馆年度部门决算公开"] * 3), layouts.common)
    assert is_running("某市档秦馆年度部门决算公开", running, layouts.common)


def test_page_numbers_are_always_running(layouts):
    for text in ("7", "- 7 -", "第7页", "第7页/共30页", "7/30"):
        assert is_running(text, (), layouts.common)
    assert not is_running("2024年度部门决算", (), layouts.common)


def test_dirt_that_was_read_is_no_title():
    for text, engine, dirt in (("8.5", "rapidocr", True), ("好", "rapidocr", True), ("注：合计", "rapidocr", False)):
        assert is_dirt(Line(Box(0, 0, 9, 9), reading(text, engine, 0.7))) is dirt
    assert not is_dirt(line("8.5"))
