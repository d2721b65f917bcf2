"""Tests of `extractor.grids`."""
