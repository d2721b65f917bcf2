"""Draws how a document looks: everything that spreadsheets let people choose, at random and together."""

from __future__ import annotations

import random
from dataclasses import dataclass

from office.forms import Content

SERIF = ["AR PL SungtiL GB", "AR PL UMing CN", "Noto Serif CJK SC", "AR PL KaitiM GB", "AR PL UKai CN"]
SANS = ["WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Noto Sans CJK SC"]
LATIN = ["Liberation Serif", "Liberation Sans"]

# Number formats, each with how it prints zero: as a number, as a dash, or not at all.
FORMATS = [
    ("#,##0.00", 8), ("0.00", 7), ("General", 5), ("#,##0.00;[Red]-#,##0.00", 2), ("#,##0.00_);(#,##0.00)", 2),
    ("#,##0.00_);[Red](#,##0.00)", 2), ("0.00;-0.00;;@", 2), ("#,##0.00;-#,##0.00;", 2), ("0.00_ ;[Red]-0.00 ", 2),
    ('_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', 5), ('_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)', 2),
    ("#,##0.00;[Red]#,##0.00", 0.5), ("#,##0", 1), ("#,##0.0", 1),
]


@dataclass
class Borders:
    """Styles of lines; an empty style is no line."""

    outer: str
    header: str
    horizontal: str
    vertical: str
    open_sides: frozenset[str]  # of the whole table: left, right, top, bottom
    half: bool  # each cell brings its top and left line only
    gridlines: bool  # the sheet's own grid is printed
    colour: str
    gaps: float  # share of the inner sides that are missing


@dataclass
class Look:
    """How one document looks."""

    font: str
    title_font: str
    latin: str
    size: float
    title_size: float
    borders: Borders
    title_inside: bool
    caption: str  # how number, unit's name and unit of amounts stand: split, joined, three, corner, none
    header_fill: str
    header_colour: str
    stripe: str
    total_fill: str
    bold_header: bool
    bold_total: bool
    amount_format: str
    amounts_as_text: bool
    zero: str  # for text and emptied cells: "", 0.00, -, — or format (left to the number format)
    minus: str
    amount_align: str
    label_align: str
    vertical_align: str
    fit: str  # width, page, none or scale
    scale: int
    squeeze: float  # factor of all widths
    labels: str  # wrap, shrink or overflow
    row_height: float | None
    uneven_rows: bool
    stacked: float  # share of the headings that are stacked, one character a line
    broken_headings: float  # share of the headings with a line break of their own
    hide_zero_rows: bool
    hide_line_numbers: bool
    repeat_header: bool
    repeat_labels: bool
    break_every: int  # rows; 0 for none
    group: int  # forms on one sheet
    gap: int
    footer: str
    header_text: bool
    restart_numbers: bool
    landscape: float  # share of the sheets
    paper: int  # 9 is A4, 8 is A3
    centred: bool
    note: str  # below, inside or none
    text: str  # writer, sheet or none
    cover: bool
    contents: bool
    prose: bool
    watermark: str  # none, text or picture
    rotate: float  # share of the pages
    crop: str  # none, grown (media box larger) or inset
    incremental: bool


def pick(rng: random.Random, weighted: list[tuple[str, float]]) -> str:
    """One of the names by weight."""
    return rng.choices([n for n, _ in weighted], [w for _, w in weighted])[0]


def draw_borders(rng: random.Random) -> Borders:
    """One scheme of lines."""
    scheme = pick(rng, [("all", 6), ("horizontal", 3), ("header", 2), ("gridlines", 2), ("mixed", 3),
                        ("no vertical", 2), ("double", 2), ("half", 1.5), ("outer only", 1)])
    line = pick(rng, [("thin", 6), ("hair", 2), ("dotted", 1.5), ("dashed", 1.5), ("medium", 1)])
    outer = header = horizontal = vertical = line
    if scheme == "horizontal":
        outer, vertical = rng.choice(["thin", "medium"]), ""
        return Borders(outer, outer, horizontal, "", frozenset({"left", "right"}), False, False, "FF000000", 0)
    if scheme == "no vertical":
        outer, vertical = rng.choice(["thin", "medium", "double"]), ""
    elif scheme == "header":
        outer, header, horizontal, vertical = "medium", "thin", "", ""
    elif scheme == "outer only":
        outer, header, horizontal, vertical = rng.choice(["thin", "double"]), "thin", rng.choice(["", "hair"]), "hair"
    elif scheme == "gridlines":
        outer = header = horizontal = vertical = ""
    elif scheme == "mixed":
        outer, header = rng.choice(["medium", "thick", "thin"]), rng.choice(["thin", "medium", "double"])
        horizontal, vertical = rng.choice(["hair", "dotted", "thin", "dashed"]), rng.choice(["hair", "dotted", "thin"])
    elif scheme == "double":
        outer, header = "double", rng.choice(["double", "thin"])
    sides = frozenset(s for s in ("left", "right", "bottom") if rng.random() < 0.12)
    if rng.random() < 0.12:
        sides |= {"left", "right"}
    colour = rng.choice(["FF000000"] * 6 + ["FF808080", "FFBFBFBF", "FF1F4E79"])
    gaps = rng.choice([0, 0, 0, 0, 0, 0.01, 0.06])
    return Borders(outer, header, horizontal, vertical, sides, scheme == "half", scheme == "gridlines", colour, gaps)


def draw_content(rng: random.Random) -> Content:
    """What is printed."""
    return Content(
        unit=rng.choices(["万元", "元"], [7, 3])[0],
        codes=rng.choices(["one", "merged", "three"], [5, 3, 3])[0],
        total_last=rng.random() < 0.2,
        line_numbers=rng.random() < 0.5,
        column_numbers=rng.random() < 0.55,
        all_lines=rng.random() < 0.65,
        blocks=rng.choices([1, 2, 3], [2, 3, 4])[0],
        three_public=rng.choices(["wide", "paired", "long"], [5, 2, 3])[0],
        capital_long=rng.random() < 0.4,
        unit_in_header=rng.random() < 0.12,
        group_header=rng.random() < 0.7,
        indent=rng.choice(["", "cell", "blanks", "wide"]),
        spread=rng.random() < 0.4,
        precision=rng.choices([2, 6], [19, 1])[0],
        code_numbers=rng.random() < 0.2,
        blank_rows=rng.choice([0, 1, 4]),
        drop_empty_columns=rng.random() < 0.1,
    )


def draw_look(rng: random.Random) -> Look:
    """How a document looks."""
    fonts = SERIF if rng.random() < 0.65 else SANS
    amounts_as_text = rng.random() < 0.15
    zero = rng.choice(["", "", "0.00", "-", "—", "——"]) if amounts_as_text else rng.choices(["", "format"], [4, 6])[0]
    fills = ["FFD9D9D9", "FFBDD7EE", "FFEEECE1", "FFE2EFDA", "FFFFF2CC", "FF1F4E79", "FF305496"]
    header_fill = rng.choice(fills) if rng.random() < 0.45 else ""
    dark = header_fill in fills[-2:]
    text = pick(rng, [("writer", 4), ("sheet", 3), ("none", 2)])
    return Look(
        font=rng.choice(fonts), title_font=rng.choice(SERIF + SANS),
        latin=rng.choice(LATIN) if rng.random() < 0.5 else "",
        size=rng.choice([8, 9, 10, 10.5, 11, 12]), title_size=rng.choice([14, 16, 18, 20, 22]),
        borders=draw_borders(rng), title_inside=rng.random() < 0.2,
        caption=pick(rng, [("split", 4), ("joined", 2), ("three", 3), ("corner", 2), ("none", 0.6)]),
        header_fill=header_fill, header_colour="FFFFFFFF" if dark else "FF000000",
        stripe=rng.choice(["FFF2F2F2", "FFEAF1DD", "FFDDEBF7"]) if rng.random() < 0.2 else "",
        total_fill=rng.choice(["FFFFFF99", "FFD9D9D9"]) if rng.random() < 0.15 else "",
        bold_header=rng.random() < 0.4, bold_total=rng.random() < 0.3,
        amount_format=pick(rng, FORMATS), amounts_as_text=amounts_as_text, zero=zero,
        minus="－" if rng.random() < 0.1 else "-",
        amount_align=pick(rng, [("right", 7), ("center", 3), ("left", 1)]),
        label_align=pick(rng, [("left", 8), ("center", 1), ("distributed", 1.5)]),
        vertical_align=pick(rng, [("center", 7), ("bottom", 2), ("top", 2)]),
        fit=pick(rng, [("width", 6), ("page", 2), ("none", 3), ("scale", 2)]), scale=rng.choice([55, 65, 75, 85, 100]),
        squeeze=rng.choice([0.75, 0.9, 1, 1, 1.2, 1.5]),
        labels=pick(rng, [("wrap", 5), ("shrink", 2), ("overflow", 2)]),
        row_height=rng.choice([None, 14.5, 18, 22, 28, 36]), uneven_rows=rng.random() < 0.2,
        stacked=rng.choice([0, 0, 0, 0, 0.3, 0.8]), broken_headings=rng.choice([0, 0, 0, 0.3, 0.8]),
        hide_zero_rows=rng.random() < 0.15, hide_line_numbers=rng.random() < 0.12,
        repeat_header=rng.random() < 0.5, repeat_labels=rng.random() < 0.5,
        break_every=rng.choice([0, 0, 0, 0, 12, 20, 30]),
        group=rng.choices([1, 2, 3, 9], [7, 2, 2, 1])[0], gap=rng.choice([1, 2, 4]),
        footer=rng.choice(["第 &P 页，共 &N 页", "- &P -", "— &P —", "&P", "第&P页", "&P/&N", "", "", "&A"]),
        header_text=rng.random() < 0.2, restart_numbers=rng.random() < 0.25,
        landscape=rng.choice([0, 0.3, 0.7, 1]), paper=rng.choices([9, 8], [9, 1])[0], centred=rng.random() < 0.6,
        note=pick(rng, [("below", 5), ("inside", 2), ("none", 3)]),
        text=text, cover=text != "none" and rng.random() < 0.8, contents=text != "none" and rng.random() < 0.6,
        prose=text != "none" and rng.random() < 0.8,
        watermark=pick(rng, [("none", 8), ("text", 1), ("picture", 1)]),
        rotate=rng.choice([0, 0, 0, 0, 0.4, 1]), crop=pick(rng, [("none", 7), ("grown", 1.5), ("inset", 1.5)]),
        incremental=rng.random() < 0.15,
    )
