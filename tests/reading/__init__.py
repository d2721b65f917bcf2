"""Tests of `extractor.reading`."""
