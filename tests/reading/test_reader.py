from dataclasses import replace

from extractor.geometry import Box
from extractor.model import Flag
from extractor.reading.reader import blank, group_levels, join_readings, unrecognised
from tests.building import reading


def test_lines_of_a_cell_join_without_a_break_and_are_as_sure_as_the_least():
    both = join_readings([reading("一般公共", confidence=0.9), reading("服务支出", confidence=0.7)], "x")
    assert (both.text, both.confidence, both.engine) == ("一般公共服务支出", 0.7, "x")


def test_one_line_keeps_its_alternatives():
    one = reading("1.20", others=["7.20"])
    assert join_readings([one], "x") is one


def test_joined_lines_keep_the_alternatives_of_each():
    both = join_readings([reading("尤偏", others=["无偏"]), reading("差", others=["羞"])], "x")
    assert [other.text for other in both.alternatives] == ["无偏差", "尤偏羞"]


def test_joined_lines_keep_the_places_where_a_character_was_not_read():
    both = join_readings(
        [replace(reading("尤偏"), unread=(1,)), reading("差"), replace(reading("无"), unread=(0, 1))], "x"
    )
    assert both.unread == (1, 3, 4)


def test_no_line_is_blank_and_sure():
    assert join_readings([], "x") == blank("x")
    assert (blank("x").text, blank("x").confidence, blank("x").pieces) == ("", 1.0, 0)


def test_joined_lines_have_the_flags_of_each_and_count_as_many_pieces():
    lines = [reading("一般公共", flags=[Flag.CROSSED]), reading("服务支出", flags=[Flag.LOST_END]), reading("等")]
    both = join_readings(lines, "x")
    assert (both.flags, both.pieces) == ({Flag.CROSSED, Flag.LOST_END}, 3)
    assert join_readings([both, reading("。")], "x").pieces == 4


def test_a_line_of_which_nothing_was_read_is_flagged_and_leaves_the_confidence_of_the_others():
    both = join_readings([reading("12.30", confidence=0.98), unrecognised("x")], "x")
    assert (both.text, both.confidence, both.flags, both.pieces) == ("12.30", 0.98, {Flag.UNREAD}, 2)
    only = join_readings([unrecognised("x")], "x")
    assert (only.text, only.confidence, only.flags, only.pieces) == ("", 0.0, {Flag.UNREAD}, 1)


def test_boxes_in_lines_of_text():
    boxes = [Box(100, 10, 120, 20), Box(10, 12, 60, 22), Box(10, 30, 60, 40)]
    assert group_levels(boxes) == [[1, 0], [2]]
