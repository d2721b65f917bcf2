"""Documents as people left them, kept in memory while they are worked on."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import TypeVar

from extractor.errors import InputError
from extractor.layouts import Layouts
from extractor.review import Reading, Review, Spot, reading_of, reviewed
from extractor.review.deciding import ask_second, decide, draw, name, sign, undo
from extractor.review.decisions import Decision, Ruling
from extractor.review.proposals import Choice
from extractor.review.structure import record_at
from extractor.service.http.pages.shelf import Entry, Shelf
from extractor.service.redraw import Redrawer
from extractor.structure.drawn import Drawn

# Documents, and states of them, that are kept in memory.
READINGS, REVIEWS = 16, 64

Kept = TypeVar("Kept")


class Reviewing:
    """The desk's work on the documents of a shelf, by any number of threads."""

    def __init__(self, shelf: Shelf, layouts: Layouts, redrawer: Redrawer) -> None:
        self._shelf, self.layouts, self._redrawer = shelf, layouts, redrawer
        self._readings: OrderedDict[Hashable, Reading] = OrderedDict()
        self._reviews: OrderedDict[Hashable, Review] = OrderedDict()
        self._lock = threading.Lock()

    def reading(self, entry: Entry) -> Reading:
        """The document as it was read.  Raises `FileNotFoundError` where it is gone."""
        key = entry.id, entry.version
        found = self._kept(self._readings, key)
        if found is None:
            found = reading_of(self._shelf.document(entry), self.layouts)
            self._keep(self._readings, key, found, READINGS)
        return found

    def review(self, entry: Entry, viewer: str | None) -> Review:
        """The document with the decisions about it, as a viewer may see it."""
        reading = self.reading(entry)
        decisions = self._shelf.decisions(entry).of(reading.document.source.sha256)
        second = any(decision.kind == "ask-second" for decision in decisions)
        key = entry.id, entry.version, len(decisions), viewer if second else None
        found = self._kept(self._reviews, key)
        if found is None:
            found = reviewed(reading, decisions, viewer)
            self._keep(self._reviews, key, found, REVIEWS)
        return found

    def decide(self, entry: Entry, spot: Spot, ruling: Ruling, who: str, text: str, why: str) -> None:
        """Keep what a person says of a place.  Raises `InputError` where it cannot be."""
        after = decide(self.review(entry, who), self._shelf.decisions(entry), spot, ruling, who, text, why)
        key = entry.id, entry.version, len(after.decisions), who if after.rulings.second else None
        self._keep(self._reviews, key, after, REVIEWS)
        self._publish(entry)

    def name(self, entry: Entry, spot: Spot, choice: Choice, who: str) -> None:
        """Keep what a person calls a heading or a label.  Raises `InputError` where the form has no such thing."""
        name(self.review(entry, who), self._shelf.decisions(entry), spot, choice, who)
        self._publish(entry)

    def draw(self, entry: Entry, drawn: Drawn, form: str, who: str) -> None:
        """Read a table again as a person has drawn it.

        Raises `FileNotFoundError` without the original, a `JuesuanError` where nothing comes of it.
        """
        before = self.review(entry, who)
        document = before.document
        record = record_at(document, drawn.page, drawn.box.rounded())
        pages = sorted({place.page for place in record.places}) if record else [drawn.page]
        with self._shelf.original(entry) as path:
            again = self._redrawer.read(path, document.source, drawn, pages, form, document.year)
        draw(before, self._shelf.decisions(entry), drawn, form, again, who)
        self._publish(entry)

    def undo(self, entry: Entry, who: str) -> Decision | None:
        """Take a person's last decision back."""
        undone = undo(self.reading(entry), self._shelf.decisions(entry), who)
        self._publish(entry)
        return undone

    def sign(self, entry: Entry, who: str) -> None:
        """Sign.  Raises `InputError` where doubts are left."""
        sign(self.reading(entry), self._shelf.decisions(entry), who)
        self._publish(entry)

    def ask_second(self, entry: Entry, who: str) -> None:
        """Ask for a second reviewer.  Raises `InputError` where one is asked for already."""
        if self.review(entry, who).rulings.second:
            raise InputError("a second reviewer is asked for already")
        ask_second(self.reading(entry), self._shelf.decisions(entry), who)
        self._publish(entry)

    def _publish(self, entry: Entry) -> None:
        self._shelf.decided(entry, self.review(entry, None))

    def _kept(self, kept: OrderedDict[Hashable, Kept], key: Hashable) -> Kept | None:
        with self._lock:
            found = kept.get(key)
            if found is not None:
                kept.move_to_end(key)
            return found

    def _keep(self, kept: OrderedDict[Hashable, Kept], key: Hashable, value: Kept, most: int) -> None:
        with self._lock:
            kept[key] = value
            while len(kept) > most:
                kept.popitem(last=False)
