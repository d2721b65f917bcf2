"""What the balance has to say to people: one message a page, table and reason."""

from __future__ import annotations

from itertools import groupby

from extractor.balance.balance import Balance
from extractor.balance.items import Item, Reason
from extractor.document import Message
from extractor.interpretation import Interpretation

# Texts shown of one group of items.
SHOWN = 3
# Codes of messages about rows.
ROWS = frozenset({"row-not-known", "row-not-read"})
_WHY: dict[Reason | None, tuple[str, str]] = {
    "column-not-known": ("column-not-known", "stand in a column whose heading is not known"),
    "unsure-column": ("unsure-column", "may as well stand in the next column: a border beside them is not sure"),
    "row-not-known": ("row-not-known", "stand in a row whose code or label is not known"),
    "in-header": ("row-not-known", "stand above the first row that was understood"),
    "form-not-known": ("table-not-known", "stand in a table that is like a known form, but was not recognised"),
    "repeated-form": ("table-not-known", "stand in a second table of the same form"),
    "scorecard-not-understood": ("table-not-known", "stand in a scorecard that was not understood"),
    "scorecard-cell": ("row-not-known", "stand in a scorecard in a cell without a known place"),
    "several-figures": ("figures-together", "stand in cells that hold the figures of several"),
    "no-table": ("figures-outside-tables", "stand outside all tables that were found"),
    "not-taken": ("figures-outside-tables", "were read and belong to no table or text"),
    "not-read": ("ink-not-read", "were seen and could not be read"),
    "dropped": ("dropped", "were removed as specks, since the sums hold without them"),
}


def balance_messages(balance: Balance, found: Interpretation) -> list[Message]:
    """A warning for every group of things that are printed and are no facts."""
    titles = {known.form.name: known.form.title for known in found.known}
    titles |= {card.name: card.title for card in found.scorecards}
    rows_named = {page for code, _, page in found.remarks if code in ROWS}

    def group(item: Item) -> tuple[int, str, str]:
        return item.spot.page, item.table or "", item.reason or ""

    messages = []
    for (page, table, _), items in groupby(sorted(balance.unplaced, key=group), group):
        listed = list(items)
        code, why = _WHY[listed[0].reason]
        if code in ROWS and page in rows_named:
            continue  # each of these rows has a remark of its own
        texts = [item.reading.text for item in listed if item.reading.text]
        shown = ", ".join(texts[:SHOWN]) + (" …" if len(texts) > SHOWN else "")
        title = f"{titles[table]}: " if table in titles else ""
        what = f"{len(listed)} texts ({shown})" if texts else f"{len(listed)} places with ink"
        messages.append(Message(level="warning", code=code, text=f"{title}{what} {why}; see unplaced", page=page))
    return messages
