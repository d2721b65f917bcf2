"""Seals found on scans and taken off: coloured, grey, and as black as the print."""

from extractor.pages.seals.removal import Unsealed, without_seals

__all__ = ["Unsealed", "without_seals"]
