"""Tests of `extractor.forms`."""
