"""From named values to verdicts: the accounts check themselves."""

from extractor.checks.ledger import Key
from extractor.checks.narrative import narrative_key
from extractor.checks.proof import Proof, prove
from extractor.checks.second_reader import SecondReader
from extractor.checks.untrusted_layers import count_misfits, find_distrusted

__all__ = ["Key", "Proof", "SecondReader", "count_misfits", "find_distrusted", "narrative_key", "prove"]
