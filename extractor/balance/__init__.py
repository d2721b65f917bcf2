"""The page's balance: every word and every line that was read ends in exactly one place."""

from extractor.balance.balance import Balance, balance_readings
from extractor.balance.items import Item, Place

__all__ = ["Balance", "Item", "Place", "balance_readings"]
