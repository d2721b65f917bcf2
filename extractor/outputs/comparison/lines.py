"""Comparisons as lines for people."""

from __future__ import annotations

from extractor.outputs.comparison.records import Comparison


def comparison_line(comparison: Comparison) -> str:
    """Verdict, name, unit, formula with figures; where it fails, what is off, and the pages."""
    parts = [f"{comparison.result:5}", comparison.id, comparison.unit_name, comparison.formula]
    if comparison.result == "fails":
        parts.append(f"off by {comparison.difference} 元 (rounding explains {comparison.tolerance})")
        parts.append("; ".join(f"{cell.document} page {cell.page}" for cell in comparison.cells))
    return "  ".join(parts)
