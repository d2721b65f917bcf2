"""Many documents into one table of facts and the tables around it, in the formats of spreadsheets and databases."""

from typing import TYPE_CHECKING

from extractor.lazy import load_on_use

if TYPE_CHECKING:
    from extractor.outputs.export.formats import FORMATS, FormatName
    from extractor.outputs.export.results import Result, results_in
    from extractor.outputs.export.run import Exported, export_documents
else:
    __getattr__ = load_on_use(
        __name__,
        {
            "FORMATS": "formats",
            "FormatName": "formats",
            "Result": "results",
            "results_in": "results",
            "Exported": "run",
            "export_documents": "run",
        },
    )

__all__ = ["FORMATS", "Exported", "FormatName", "Result", "export_documents", "results_in"]
