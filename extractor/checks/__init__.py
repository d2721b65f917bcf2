"""From named values to verdicts: the accounts check themselves."""

from extractor.checks.ledger import Key
from extractor.checks.narrative import told_key
from extractor.checks.proof import Proof, proved
from extractor.checks.second_reader import SecondReader
from extractor.checks.untrusted_layers import distrusted_pages, misfits

__all__ = ["Key", "Proof", "SecondReader", "distrusted_pages", "misfits", "proved", "told_key"]
