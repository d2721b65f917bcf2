"""What is known of forms: the data of `layouts/`, loaded and checked."""

from extractor.layouts.loading import Layouts, bundled, form_in, layout_files, load_layouts
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
    "bundled",
    "form_in",
    "labels_of",
    "layout_files",
    "load_layouts",
]
