"""Tests of `extractor.outputs`."""
