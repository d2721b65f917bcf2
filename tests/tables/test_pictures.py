"""Tables of no known form that are pictures alone, 200 dots an inch: every cell comes out under its names."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from extractor import extract
from tests.typesetting import FONT

pytestmark = pytest.mark.slow

DPI = 200
LEFT, TOP, WIDE, HIGH = 150, 330, 330, 72
Colour = tuple[int, int, int]


class Picture:
    """A sheet of A4 with a title and a table, in pixels."""

    def __init__(self, title: str, unit: str) -> None:
        self.image = Image.new("RGB", (round(8.27 * DPI), round(11.69 * DPI)), "white")
        self.draw = ImageDraw.Draw(self.image)
        self._text(self.image.width / 2, 200, title, 48, (0, 0, 0))
        self._text(self.image.width - 320, 290, f"单位：{unit}", 30, (0, 0, 0))

    def table(
        self,
        rows: Sequence[Sequence[str]],
        *,
        head: Colour | None = None,
        bands: Colour | None = None,
        lines: Colour | None = (0, 0, 0),
    ) -> None:
        """Rows of texts: the `head`'s ground (its texts are then white), every second row's, and the lines' colour."""
        for number, row in enumerate(rows):
            y = TOP + number * HIGH
            ground = head if number == 0 else bands if number % 2 == 0 else None
            ink = (255, 255, 255) if number == 0 and head else (20, 20, 20)
            for place, text in enumerate(row):
                x = LEFT + place * WIDE
                box = (x, y, x + WIDE, y + HIGH)
                self.draw.rectangle(box, fill=ground, outline=lines, width=2 if lines else 0)
                self._text(x + WIDE / 2, y + HIGH / 2, text, 32, ink)

    def watermark(self, text: str) -> None:
        """Grey words aslant over the middle of the table."""
        layer = Image.new("RGBA", self.image.size, (0, 0, 0, 0))
        font = ImageFont.truetype(str(FONT), 150)
        at = (self.image.width / 2, TOP + 3 * HIGH)
        ImageDraw.Draw(layer).text(at, text, (170, 170, 170, 90), font, anchor="mm")
        layer = layer.rotate(30, center=at)
        self.image.paste(layer, (0, 0), layer)

    def write(self, path: Path) -> Path:
        self.image.save(path, dpi=(DPI, DPI))
        return path

    def _text(self, x: float, y: float, text: str, size: int, ink: Colour) -> None:
        self.draw.text((x, y), text, ink, ImageFont.truetype(str(FONT), size), anchor="mm")


RESEARCH = [
    ["来源", "年初结余", "本年收入", "本年支出"],
    ["纵向课题", "1,208.30", "2,460.00", "2,115.75"],
    ["横向课题", "316.42", "905.18", "880.60"],
    ["校内课题", "45.00", "120.00", "98.35"],
    ["合计", "1,569.72", "3,485.18", "3,094.70"],
]
ASSETS = [
    ["资产名称", "年初数", "本年增加", "年末数"],
    ["房屋构筑物", "86,500.00", "1,250.40", "87,750.40"],
    ["专用设备", "12,408.66", "760.25", "13,168.91"],
    ["图书档案", "980.15", "33.70", "1,013.85"],
    ["家具用具", "1,450.08", "12.60", "1,462.68"],
    ["合计", "101,338.89", "2,056.95", "103,395.84"],
]
GRANTS = [
    ["项目", "学生人数", "资助金额", "其中国家资助"],
    ["国家奖学金", "12", "96000.00", "96000.00"],
    ["助学贷款", "438", "3504000.00", "3066000.00"],
    ["勤工助学", "256", "614400.00", "0.00"],
    ["合计", "706", "4214400.00", "3162000.00"],
]


@pytest.mark.parametrize(
    ("rows", "unit", "look", "mark"),
    [
        (RESEARCH, "万元", {"head": (31, 78, 140)}, ""),
        (ASSETS, "万元", {"bands": (221, 232, 243), "lines": None}, ""),
        (GRANTS, "元", {}, "内部资料"),
    ],
    ids=["white-on-blue", "zebra-without-lines", "watermark"],
)
def test_every_cell_of_a_picture(tmp_path, rows, unit, look, mark):
    picture = Picture("某某学院有关情况明细", unit)
    picture.table(rows, **look)
    if mark:
        picture.watermark(mark)
    table = extract(picture.write(tmp_path / "table.png")).table("other/1")
    found = {(fact.row, fact.column): fact.value for fact in table.facts}
    head, *body = rows
    assert found == {
        (row[0], name): text.replace(",", "") for row in body for name, text in zip(head[1:], row[1:], strict=True)
    }
