"""From named values to verdicts: the accounts check themselves."""

from extractor.checks.distrust import distrusted_pages, misfits
from extractor.checks.ledger import Key
from extractor.checks.prose import told_key
from extractor.checks.prove import Proof, proved
from extractor.checks.second import SecondReader

__all__ = ["Key", "Proof", "SecondReader", "distrusted_pages", "misfits", "proved", "told_key"]
