"""Whether a table, and the whole document, belongs to a budget or to final accounts (shared contract: `kind`)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from extractor.layouts import DocumentKind, KindPatterns
from extractor.text import key_text


def kind_of_text(text: str, patterns: KindPatterns) -> DocumentKind | None:
    """The kind that a title names; None where it names neither.

    The names of funds are taken out first: 一般公共预算财政拨款支出决算表 belongs to final accounts.
    """
    bare = re.sub(patterns.fund_names_pattern, "", text)
    if re.search(patterns.final_pattern, bare):
        return "final"
    return "budget" if re.search(patterns.budget_pattern, bare) else None


def kind_of_table(title: str, heads: Iterable[str], patterns: KindPatterns) -> DocumentKind | None:
    """The kind of a table by its title, else by the heads of its columns; None where neither says it."""
    named = kind_of_text(title, patterns)
    if named is not None:
        return named
    texts = [key_text(head) for head in heads]
    if any(re.search(patterns.final_heads_pattern, text) for text in texts):
        return "final"
    return "budget" if any(re.search(patterns.budget_heads_pattern, text) for text in texts) else None


def scope_of(titles: Iterable[str], lines: Iterable[str], patterns: KindPatterns) -> str | None:
    """Whose accounts the titles name most often (of one that names both none is counted); where they name nobody's or
    are tied, the lines of unit names do.
    """
    for texts in (titles, lines):
        votes: Counter[str] = Counter()
        for text in texts:
            bare = re.sub(patterns.fund_names_pattern, "", text)
            named = [scope for scope, pattern in patterns.scopes.items() if re.search(pattern, bare)]
            votes.update(named if len(named) == 1 else [])
        most = votes.most_common(2)
        if most and (len(most) == 1 or most[0][1] > most[1][1]):
            return most[0][0]
    return None


def kind_of_document(
    tables: Sequence[DocumentKind | None], cover: Iterable[str], patterns: KindPatterns
) -> DocumentKind | None:
    """The kind of most of the tables; where they say nothing or are tied, of the cover and the contents."""
    for votes in (
        Counter(kind for kind in tables if kind),
        Counter(kind for line in cover if (kind := kind_of_text(line, patterns))),
    ):
        most = votes.most_common(2)
        if most and (len(most) == 1 or most[0][1] > most[1][1]):
            return most[0][0]
    return None
