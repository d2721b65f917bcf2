"""The page's account: every word and every line that was read ends in exactly one place."""

from extractor.balance.balance import Account, account_of
from extractor.balance.items import Item, Place

__all__ = ["Account", "Item", "Place", "account_of"]
