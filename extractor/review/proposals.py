"""What people named becomes a proposal for layouts of one's own: never a change by itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple

from extractor.document import Document
from extractor.layouts import Form, Layouts
from extractor.review.decisions import Decision, standing
from extractor.review.structure import ReadAgain

Axis = Literal["title", "column", "row"]


class Proposal(NamedTuple):
    """A printed word that a form lacks: another of its titles, or another name of a column or a row (`key`)."""

    form: str
    axis: Axis
    key: str
    printed: str


class Choice(NamedTuple):
    """What a printed word can be called: a column or a row of a form."""

    form: str
    axis: Axis
    key: str


def choices_of(table: str, document: Document, layouts: Layouts) -> list[Choice]:
    """The columns and the fixed rows of a table's forms."""
    forms = [form for form in layouts.of_table(table) if document.kind in (form.kind, "unknown")]
    columns = [Choice(form.id, "column", column.key) for form in forms for column in form.all_columns]
    return [*columns, *(Choice(form.id, "row", label) for form in forms for label in _labels(form))]


def proposals_of(decided: Iterable[Sequence[Decision]], layouts: Layouts) -> dict[Proposal, list[Decision]]:
    """What the decisions of several documents propose that the layouts do not have, with who said so."""
    found: dict[Proposal, list[Decision]] = {}
    for decisions in decided:
        for decision in standing(list(decisions)):
            for proposal in _proposed(decision):
                form = layouts.forms.get(proposal.form)
                if form is not None and proposal.printed not in _known(form, proposal):
                    found.setdefault(proposal, []).append(decision)
    return found


def with_names(form: Form, proposals: Iterable[Proposal]) -> Form:
    """The form with the proposed names."""
    content: dict[str, Any] = form.model_dump(mode="json", exclude_defaults=True)
    for proposal in proposals:
        if proposal.axis == "title":
            content["titles"].append(proposal.printed)
        elif proposal.axis == "column":
            column = next(each for each in _columns(content) if each["key"] == proposal.key)
            column["names"].append(proposal.printed)
        else:
            row = next(each for each in _rows(content) if each.get("label") == proposal.key)
            row["aliases"] = [*row.get("aliases", ()), proposal.printed]
    return Form.model_validate(content)


def _proposed(decision: Decision) -> Iterable[Proposal]:
    if decision.kind == "name":
        detail = decision.detail
        yield Proposal(detail["form"], detail["axis"], detail["key"], decision.subject.raw)
    if decision.kind == "structure" and decision.detail["form"]:
        read = ReadAgain.model_validate(decision.detail["read"])
        yield from (Proposal(decision.detail["form"], "title", "", table.title) for table in read.tables)


def _known(form: Form, proposal: Proposal) -> set[str]:
    if proposal.axis == "title":
        return {form.title, *form.titles}
    if proposal.axis == "column":
        return {name for column in form.all_columns if column.key == proposal.key for name in column.names}
    rows = [row for block in form.blocks for row in block.rows if row.label == proposal.key]
    rows += [row for row in form.labels if row.label == proposal.key]
    return {name for row in rows for name in (row.label, *row.aliases)} if rows else {proposal.printed}


def _labels(form: Form) -> list[str]:
    rows = [row for block in form.blocks for row in block.rows] + list(form.labels)
    return [row.label for row in rows if row.label]


def _columns(content: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        *content.get("columns", ()),
        *(column for block in content.get("blocks", ()) for column in block["columns"]),
    ]


def _rows(content: dict[str, Any]) -> list[dict[str, Any]]:
    return [*content.get("labels", ()), *(row for block in content.get("blocks", ()) for row in block["rows"])]
