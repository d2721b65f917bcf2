"""What people decide about a document: kept apart from its reading, applied to what is published.

A decision is a row that is never changed.  The reading stays as it was; what people see and what is exported is made of
both, and all checks are computed anew.
"""

from extractor.review.apply import Reading, Review, reading_of, reviewed
from extractor.review.decisions import Decision, Draft, Subject
from extractor.review.spots import Spot, Spots, spots_of

__all__ = [
    "Decision",
    "Draft",
    "Reading",
    "Review",
    "Spot",
    "Spots",
    "Subject",
    "reading_of",
    "reviewed",
    "spots_of",
]
