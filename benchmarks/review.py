"""The review desk in a browser: `python -m benchmarks.review [FILE.pdf]`.

First paint of a document's page (browser's own clock, a new visitor each time), the next suspect after the key `n`, and
a decision after Enter, from the key to the panel of the next place.  Medians of RUNS, of the decisions of SUSPECTS; of
these also the keys, the answers of the desk, and how long a person waits in all.
"""

import statistics
import sys
import tempfile
from pathlib import Path

import pikepdf
from playwright.sync_api import Page

from extractor import extract
from extractor.outputs import write_document
from tests.review.desks import at_work, chromium, desk, opened

SAMPLE = Path(__file__).parents[1] / "samples" / "model-mixed.pdf"
PAGES, RUNS = 30, 15
# What a person is to get through in five minutes.
SUSPECTS, SECONDS = 60, 300
# From a key to the frame after the panel has changed, by the browser's clock.
TIMED = """key => new Promise(done => {
  const started = performance.now();
  new MutationObserver((_, watch) => {
    watch.disconnect();
    requestAnimationFrame(() => done(performance.now() - started));
  }).observe(document.body, {childList: true, subtree: true});
  document.body.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
})"""


def sample_of_pages(source: Path, target: Path) -> None:
    """The file with its first pages again until it has PAGES."""
    with pikepdf.open(source) as document:
        while len(document.pages) < PAGES:
            document.pages.append(document.pages[len(document.pages) - 27])
        document.save(target)


def first_paint(page: Page, address: str) -> float:
    """Milliseconds from the request to the first paint with content."""
    page.goto(address)
    paint = 'performance.getEntriesByName("first-contentful-paint")[0]?.startTime'
    page.wait_for_timeout(200)
    return float(page.evaluate(paint))


def main() -> None:
    """Print the medians."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "sample.pdf"
        if len(sys.argv) > 1:
            file = Path(sys.argv[1])
        else:
            sample_of_pages(SAMPLE, file)
        document = extract(file)
        out = folder / "out"
        write_document(document, out / "sample")
        with desk(out, "--originals", file) as url, chromium() as browser:
            page = opened(browser, url)
            address = url + (page.locator("a.open").get_attribute("href") or "")
            paints = []
            for _ in range(RUNS):
                other = opened(browser, url)
                paints.append(first_paint(other, address))
                other.context.close()
            page.goto(address)
            at_work(page)
            nexts, decided = [], []
            for _ in range(RUNS):
                nexts.append(float(page.evaluate(TIMED, "n")))
                at_work(page)
            asked: list[str] = []
            page.on("request", lambda each: each.resource_type in ("xhr", "fetch") and asked.append(each.url))
            for _ in range(SUSPECTS):
                decided.append(float(page.evaluate(TIMED, "Enter")))
                at_work(page)
        print(f"{len(document.pages)} pages, {len(document.facts)} facts")
        for what, times in (("first paint", paints), ("next suspect", nexts), ("decision and next", decided)):
            print(f"  {what:18} {statistics.median(times):6.1f} ms (most {max(times):.1f})")
        waits = sum(decided) / 1000
        told = f"{len(decided)} keys, {len(asked)} answers, {waits:.1f} s of waiting"
        left = (SECONDS - waits) / SUSPECTS
        print(f"  {SUSPECTS} suspects, all confirmed: {told}; of {SECONDS} s {left:.1f} are left for each")


if __name__ == "__main__":
    main()
