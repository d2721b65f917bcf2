"""From a page to the grids of its tables: evidence, candidates, one decoding, rows, cells."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractor.geometry import Box
from extractor.model import Grid, Page
from extractor.structure.candidates import Candidates, find_candidates
from extractor.structure.cells import remove_unused
from extractor.structure.columns import Columns, build_columns
from extractor.structure.decode import Segment, decode
from extractor.structure.evidence import Evidence, collect_evidence
from extractor.structure.frames import join_frames
from extractor.structure.rows import decode_rows
from extractor.structure.spans import build_cells

# The name of grids found here.
SOURCE = "structure"
# Borders of two parts of a frame so near (letters) are one.
NEAR = 0.3


def find_grids(page: Page, before: Sequence[float] = ()) -> list[Grid]:
    """The grids of an exported page from top to bottom.

    `before` are the borders and sides of the columns of a table that may go on from the page before.
    """
    evidence = collect_evidence(page)
    if not evidence.runs:
        return []
    found = find_candidates(evidence, before)
    return [
        join_frames([_grid(evidence, found, segment) for segment in frame], NEAR * evidence.em)
        for frame in _frames(decode(found, evidence.em), found)
    ]


def _frames(segments: Sequence[Segment], found: Candidates) -> list[list[Segment]]:
    """Segments with text, those together that touch: one frame whose columns change, as below a title in it."""
    frames: list[list[Segment]] = []
    for segment in segments:
        if not np.any((segment.first <= found.strip) & (found.strip < segment.end)):
            continue
        if frames and frames[-1][-1].end == segment.first:
            frames[-1].append(segment)
        else:
            frames.append([segment])
    return frames


def _grid(page: Evidence, found: Candidates, segment: Segment) -> Grid:
    table = _trimmed(page, build_columns(page, found, segment))
    rows = decode_rows(page, table)
    at = table.edges[list(rows.edges)]
    kept_rows, kept_columns, cells = remove_unused(at.tolist(), table.at.tolist(), build_cells(page, table, rows))
    return Grid(
        Box(kept_columns[0], kept_rows[0], kept_columns[-1], kept_rows[-1]),
        kept_rows,
        kept_columns,
        cells,
        SOURCE,
        segment.style == "ruled",
        _kept(at.tolist(), rows.margins, kept_rows),
        _kept(table.at.tolist(), table.margins, kept_columns),
    )


def _trimmed(page: Evidence, table: Columns) -> Columns:
    """The table without the blank above its first text or line and below its last, but for a letter's height."""
    edges = table.edges.copy()
    near = NEAR * page.em
    lines = [line.at for line in page.horizontal if edges[0] - near <= line.at <= edges[-1] + near]
    tops = [*(run.box.y0 for run in table.runs), *(at + page.em for at in lines)]
    bottoms = [*(run.box.y1 for run in table.runs), *(at - page.em for at in lines)]
    edges[0] = max(edges[0], min(min(tops) - page.em, edges[1] - page.em))
    edges[-1] = min(edges[-1], max(max(bottoms) + page.em, edges[-2] + page.em))
    return table._replace(edges=edges)


def _kept(places: Sequence[float], margins: Sequence[float], kept: Sequence[float]) -> tuple[float, ...]:
    """The margins of the borders that are kept."""
    margin_at = dict(zip(places, margins, strict=True))
    return tuple(margin_at[place] for place in kept)
