"""Tests of `extractor.tables`."""
