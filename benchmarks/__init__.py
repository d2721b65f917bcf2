"""Measurements of the extractor: degraded documents, scores, timings."""
