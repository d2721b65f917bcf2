"""How sure the checks are: `python -m benchmarks.proof faults|structure|coverage|scans …`.

faults TRIALS SEED FACTS…    one or two readings of true facts are changed at random; are they caught?
structure TRIALS SEED FACTS… a table's grid gets a fault (a column cut, shifted or joined, a row or all signs lost)
coverage FACTS…              which figures of the true facts no identity covers, or proves
scans SCORE.py SEEDS FOLDER… every disclosure of the folders, degraded and scored by the contract's scorer
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.faults import run_faults
from benchmarks.structure_faults import run_structure_faults
from benchmarks.truth import ledger_of, values_of_facts
from extractor.checks.expansion import expand_identities
from extractor.checks.proof import evaluate
from extractor.layouts import load_layouts


def run_coverage(paths: Sequence[Path]) -> None:
    """Print, by table and column, the figures that take part in no identity, or that none proves."""
    layouts = load_layouts()
    for path in paths:
        ledger = ledger_of(values_of_facts(path), layouts)
        checked = evaluate(ledger, [r for _, several in expand_identities(ledger, layouts) for r in several])
        part = {key for r, o in checked if o.result in ("holds", "fails") for key in r.keys}
        proved = {key for _, o in checked for key in o.proves}
        uncovered = [key for key in ledger.figures if key not in part]
        loose = [key for key in ledger.figures if key in part and key not in proved]
        print(f"{path}: {len(ledger.figures)} figures, {len(uncovered)} not covered, {len(loose)} covered, not proved")
        for name, keys in (("not covered", uncovered), ("not proved", loose)):
            for (table, column), number in Counter((k.table.split("/")[0], k.column) for k in keys).items():
                print(f"    {name}: {table} / {column}: {number}")


def run_scans(scorer: Path, seeds: int, folders: Sequence[Path]) -> None:
    """Score every disclosure on every kind of paper with `seeds` seeds; one line each."""
    from benchmarks.degrade import scan_pdf
    from benchmarks.truth import disclosures, score_of
    from extractor import extract

    papers = (("clean", 300), ("office", 200), ("office", 150))
    keys = ("truth", "verified", "silent_errors", "verified_wrong", "suspect", "suspect_wrong", "missed", "wrong")
    totals: dict[str, Counter[str]] = {}
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for source, truth in (pair for folder in folders for pair in disclosures(folder)):
            for paper, seed in _papers(papers, seeds):
                label = f"{paper[0]} {paper[1]} dpi" if paper else "exported"
                target = work / "scan.pdf"
                if paper:
                    scan_pdf(source, target, *paper, seed)
                total = score_of(extract(target if paper else source), truth, scorer)
                totals.setdefault(label, Counter()).update({key: int(total[key]) for key in keys})
                shown = " ".join(f"{key} {total[key]}" for key in keys)
                print(f"{source.parent.name}/{source.name:10} {label:16} seed {seed}  {shown}", flush=True)
    for label, total in totals.items():
        print(f"TOTAL {label:16}", *(f"{key} {total[key]}" for key in keys))


def _papers(papers: Sequence[tuple[str, int]], seeds: int) -> Iterator[tuple[tuple[str, int] | None, int]]:
    yield None, 0
    for paper in papers:
        for seed in range(1, seeds + 1):
            yield paper, seed


def main() -> None:
    """Run one of them."""
    match sys.argv[1:]:
        case ["faults", trials, seed, *facts] if facts:
            run_faults(int(trials), int(seed), [Path(path) for path in facts])
        case ["structure", trials, seed, *facts] if facts:
            run_structure_faults(int(trials), int(seed), [Path(path) for path in facts])
        case ["coverage", *facts] if facts:
            run_coverage([Path(path) for path in facts])
        case ["scans", scorer, seeds, *folders] if folders:
            run_scans(Path(scorer), int(seeds), [Path(folder) for folder in folders])
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
