"""Many documents into one table of facts and the tables around it, in the formats of spreadsheets and databases."""

from extractor.outputs.export.formats import FORMATS, FormatName
from extractor.outputs.export.results import Result, results_in
from extractor.outputs.export.run import Exported, export, export_documents

__all__ = ["FORMATS", "Exported", "FormatName", "Result", "export", "export_documents", "results_in"]
