"""Juesuan: printed government accounts become data that can be trusted.

>>> from extractor import extract
>>> document = extract("samples/model-exported.pdf")
"""

from extractor.document import Document, Fact
from extractor.errors import JuesuanError
from extractor.pipeline import extract

__all__ = ["Document", "Fact", "JuesuanError", "extract"]
