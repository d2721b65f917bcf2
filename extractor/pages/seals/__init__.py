"""Seals found on scans and taken off: coloured, grey, and as black as the print."""

from extractor.pages.seals.removal import Unsealed, remove_seals

__all__ = ["Unsealed", "remove_seals"]
