"""What is known of forms: the data of `layouts/`, loaded and checked."""

from extractor.layouts.loading import Layouts, layout_files, load_data, load_form, load_layouts, shipped_folder
from extractor.layouts.tables import (
    BlockSpec,
    ColumnSpec,
    Common,
    DocumentKind,
    Form,
    KindPatterns,
    LevelSpec,
    RowSpec,
    labels_of,
)

__all__ = [
    "BlockSpec",
    "ColumnSpec",
    "Common",
    "DocumentKind",
    "Form",
    "KindPatterns",
    "Layouts",
    "LevelSpec",
    "RowSpec",
    "labels_of",
    "layout_files",
    "load_data",
    "load_form",
    "load_layouts",
    "shipped_folder",
]
