import numpy as np
import pytest

from extractor.grids.rules import Inked, Rule, Rules
from extractor.grids.solid import with_solid

LEVEL = [Rule(at, 0, 80, 1) for at in (10.5, 30.5, 50.5)]
UPRIGHT = Rule(40.5, 30.5, 50.5, 1)


@pytest.mark.parametrize(("end", "drawn"), [(30, True), (24, False)])
def test_a_stretch_that_is_solid_from_rule_to_rule_is_drawn(end, drawn):
    mask, blank = np.zeros((60, 80), np.uint8), np.zeros((60, 80), np.uint8)
    mask[10:end, 41] = 255
    rules = Rules([], [], blank, mask, blank, blank, Inked(blank, blank, 1.0))
    upright = np.zeros((80, 60), np.uint8)
    upright[40, 30:51] = 255
    whole = with_solid(upright, (LEVEL, [UPRIGHT]), rules)
    assert bool(whole[40, 10:51].all()) == drawn
    assert whole[40, 30:51].all()
