"""From named values to verdicts: the accounts check themselves."""

from extractor.checks.ledger import Key
from extractor.checks.prose import told_key
from extractor.checks.prove import Proof, card_name, proved
from extractor.checks.second import SecondReader

__all__ = ["Key", "Proof", "SecondReader", "card_name", "proved", "told_key"]
