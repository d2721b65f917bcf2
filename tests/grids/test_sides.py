from extractor.grids.rules import Rule
from extractor.grids.sides import Table, with_last_rules, without_strays

HEADER = [Rule(103, 53, 792, 0.8), Rule(122, 53, 338, 0.8), Rule(167, 56, 788, 0.8)]


def test_the_last_rule_need_be_as_long_as_one_of_the_wide_rules_above_it():
    last = Rule(240, 55, 771, 0.8)
    assert [table.level for table in with_last_rules([Table(HEADER, []), Table([last], [])])] == [[*HEADER, last]]


def test_a_rule_as_long_as_a_short_one_above_it_is_of_another_table():
    other = Rule(240, 55, 338, 0.8)
    assert [table.level for table in with_last_rules([Table(HEADER, []), Table([other], [])])] == [HEADER, [other]]


def test_a_short_upright_that_no_level_rule_reaches_is_no_side_of_the_table():
    uprights = [Rule(53, 100, 240, 0.8), Rule(790, 100, 240, 0.8)]
    stray, whole, reached = Rule(860, 90, 150, 0.8), Rule(860, 90, 240, 0.8), Rule(400, 100, 130, 0.8)
    table = Table(HEADER, [*uprights, stray, whole, reached])
    assert without_strays(table) == Table(HEADER, [*uprights, whole, reached])
