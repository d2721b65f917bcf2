"""`juesuan compare`: documents of one unit, compared over years and with the budget."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.display import console, show_error
from extractor.cli.statuses import DONE, FAILED
from extractor.errors import JuesuanError


def compare(
    results: Annotated[
        list[Path], typer.Argument(help="Folders of results, or document.json files.", show_default=False)
    ],
    failing: Annotated[bool, typer.Option("--failing", help="Only what differs.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a comparison.")] = False,
) -> None:
    """Print what documents of one unit say of each other: years that follow, a budget and its final accounts."""
    from extractor.outputs.comparison import Unread, compare_results
    from extractor.outputs.comparison.lines import comparison_line
    from extractor.outputs.export import results_in

    counts: Counter[str] = Counter()
    try:
        for found in compare_results(results_in(results)):
            if isinstance(found, Unread):
                counts["unread" if found.error else "without unit or year"] += 1
                if found.error:
                    show_error(found.error)
                continue
            counts[found.result] += 1
            if found.result == "fails" or not failing:
                typer.echo(found.model_dump_json() if as_json else comparison_line(found))
    except JuesuanError as error:
        show_error(error)
        raise typer.Exit(FAILED) from error
    told = ", ".join(f"{name}: {count}" for name, count in counts.items())
    console.print(told or "no two documents of one unit can be compared", highlight=False, markup=False, soft_wrap=True)
    raise typer.Exit(FAILED if counts["unread"] else DONE)
