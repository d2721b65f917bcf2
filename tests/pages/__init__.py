"""Tests of `extractor.pages`."""
