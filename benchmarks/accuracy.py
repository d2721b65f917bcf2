"""Facts against their truth: `python -m benchmarks.accuracy SCORE.py FOLDER…`.

Each FOLDER holds disclosures with true facts beside them (`doc.pdf` with `truth.facts.jsonl`, or `NAME.pdf`
with `NAME.facts.jsonl`).  Every disclosure is extracted as it is, as a clean image-only scan at 300 dpi and as
an office scan at 200 dpi; SCORE.py (the contract's scorer) counts.
"""

import sys
import tempfile
from pathlib import Path

from benchmarks.degrade import scan_pdf
from benchmarks.truth import disclosures, score_of
from extractor import extract

SCANS = (("clean", 300), ("office", 200))
SEED = 7


def main() -> None:
    """One line a disclosure and kind of paper."""
    scorer, *folders = (Path(argument) for argument in sys.argv[1:])
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for source, truth in (pair for folder in folders for pair in disclosures(folder)):
            label = source.parent.name + "/" + source.name
            for profile, dpi in ((None, 0), *SCANS):
                paper = work / "scan.pdf"
                if profile:
                    scan_pdf(source, paper, profile, dpi, SEED)
                total = score_of(extract(paper if profile else source), truth, scorer)
                kind = f"{profile} {dpi} dpi" if profile else "exported"
                keys = ("num_f1", "cer", "wrong", "missed", "spurious", "silent_errors", "suspect")
                print(f"{label:20} {kind:16}", *(f"{key} {total[key]}" for key in keys), flush=True)


if __name__ == "__main__":
    main()
