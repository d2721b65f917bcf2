"""What happens to a PDF after the export: joined, turned, cropped, watermarked, saved again."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Page, Pdf
from PIL import Image, ImageDraw, ImageFont

from office.look import Look

Fact = dict[str, object]


def finish(parts: list[Path], target: Path, look: Look, seed: int, watermark: Path | None, picture: str,
           facts: list[Fact]) -> None:
    """Join the parts and do what `look` asks; moves the facts' boxes where the page's origin moves."""
    rng = random.Random(f"paper {seed}")
    with Pdf.new() as pdf:
        for part in parts:
            with Pdf.open(part) as source:
                pdf.pages.extend(source.pages)
        if watermark is not None:
            with Pdf.open(watermark) as source:
                mark = pdf.copy_foreign(source.pages[0].as_form_xobject())
        for number, page in enumerate(pdf.pages, 1):
            if watermark is not None:
                add_text(pdf, page, mark)
            elif look.watermark == "picture":
                add_picture(pdf, page, picture)
            if rng.random() < look.rotate:
                turn(pdf, page, rng.choice([90, 270]))
            if look.crop == "grown":
                grow(page, rng.choice([14, 36]))
            elif look.crop == "inset":
                left, top = rng.choice([5, 12]), rng.choice([5, 10])
                inset(page, left, top)
                move([f for f in facts if f["page"] == number], left, top)
        for key in ("/Outlines", "/Metadata", "/StructTreeRoot", "/MarkInfo"):
            if key in pdf.Root:
                del pdf.Root[key]
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        pdf.remove_unreferenced_resources()
        save(pdf, target, look.incremental)


def turn(pdf: Pdf, page: Page, angle: int) -> None:
    """Store the page's content turned, with /Rotate that turns it back: what is displayed stays the same."""
    width, height = float(page.mediabox[2]), float(page.mediabox[3])
    matrix = f"0 1 -1 0 {height} 0" if angle == 90 else f"0 -1 1 0 0 {width}"
    page.contents_add(pdf.make_stream(f"q {matrix} cm\n".encode()), prepend=True)
    page.contents_add(pdf.make_stream(b"\nQ"))
    page.obj.MediaBox = Array([0, 0, height, width])
    page.obj.Rotate = angle
    for key in ("/CropBox", "/TrimBox", "/ArtBox", "/BleedBox"):
        if key in page.obj:
            del page.obj[key]


def grow(page: Page, margin: float) -> None:
    """A media box larger than what is displayed, its origin outside the page."""
    box = [float(v) for v in page.mediabox]
    page.obj.CropBox = Array(box)
    page.obj.MediaBox = Array([box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin])


def inset(page: Page, left: float, top: float) -> None:
    """Cut a strip off the displayed page's left and top."""
    x0, y0, x1, y1 = (float(v) for v in page.mediabox)
    angle = int(page.obj.get("/Rotate", 0))
    if angle == 90:
        box = [x0 + top, y0 + left, x1, y1]
    elif angle == 270:
        box = [x0, y0, x1 - top, y1 - left]
    else:
        box = [x0 + left, y0, x1, y1 - top]
    page.obj.CropBox = Array(box)


def move(facts: list[Fact], left: float, top: float) -> None:
    """Move boxes as the displayed page's origin moves."""
    for fact in facts:
        x0, y0, x1, y1 = fact["bbox"]  # type: ignore[misc]
        fact["bbox"] = [round(x0 - left, 2), round(y0 - top, 2), round(x1 - left, 2), round(y1 - top, 2)]


def add_text(pdf: Pdf, page: Page, mark: pikepdf.Object) -> None:
    """A page of large grey text behind the page, fitted into its middle."""
    name = page.add_resource(mark, Name.XObject, Name.Watermark)  # a name of pikepdf's own would be random
    width, height = float(page.mediabox[2]), float(page.mediabox[3])
    scale = min(width / float(mark.BBox[2]), height / float(mark.BBox[3])) * 0.9
    left, bottom = (width - scale * float(mark.BBox[2])) / 2, (height - scale * float(mark.BBox[3])) / 2
    part = f"q {scale} 0 0 {scale} {left} {bottom} cm {name} Do Q\n"
    page.contents_add(pdf.make_stream(part.encode()), prepend=True)


def add_picture(pdf: Pdf, page: Page, text: str) -> None:
    """A grey slanting picture of `text` behind the page, as a sheet's header picture prints it."""
    font = ImageFont.truetype(picture_font(), 60)
    image = Image.new("L", (60 * len(text) + 40, 100), 255)
    ImageDraw.Draw(image).text((20, 15), text, font=font, fill=205)
    image = image.rotate(35, expand=True, fillcolor=255)
    data = io.BytesIO()
    image.save(data, "JPEG", quality=80)
    stream = pdf.make_stream(data.getvalue(), Dictionary(
        Type=Name.XObject, Subtype=Name.Image, Width=image.width, Height=image.height, ColorSpace=Name.DeviceGray,
        BitsPerComponent=8, Filter=Name.DCTDecode))
    name = page.add_resource(stream, Name.XObject, Name.Watermark)
    width, height = float(page.mediabox[2]), float(page.mediabox[3])
    size = min(width, height) * 0.7
    part = f"q {size} 0 0 {size * image.height / image.width} {(width - size) / 2} {height * 0.3} cm {name} Do Q\n"
    page.contents_add(pdf.make_stream(part.encode()), prepend=True)


def picture_font() -> str:
    """A font file with Chinese characters."""
    for folder in ("/usr/share/fonts", "/usr/local/share/fonts"):
        for pattern in ("**/wqy-zenhei.ttc", "**/NotoSansCJK*.ttc", "**/*.ttc"):
            for file in sorted(Path(folder).glob(pattern)):
                return str(file)
    raise FileNotFoundError("no Chinese font under /usr/share/fonts")


def save(pdf: Pdf, target: Path, incremental: bool) -> None:
    """Write the file; `incremental`: first with a wrong box of the last page, then an update that puts it right."""
    if not incremental:
        pdf.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return
    true_box = [float(v) for v in pdf.pages[-1].mediabox]
    pdf.pages[-1].obj.MediaBox = Array([0, 0, 300, 300])
    pdf.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    data = target.read_bytes()
    previous = int(data[data.rindex(b"startxref") + 9 :].split()[0])
    with Pdf.open(target) as saved:
        page = saved.pages[-1].obj
        page.MediaBox = Array(true_box)
        (number, generation), body = page.objgen, page.unparse(resolved=True)
        root, size = saved.Root.objgen[0], int(saved.trailer.Size)
    update = b"\n%d %d obj\n%s\nendobj\n" % (number, generation, body)
    table = b"xref\n%d 1\n%010d %05d n \ntrailer\n<</Size %d/Root %d 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        number, len(data) + 1, generation, size, root, previous, len(data) + len(update))
    target.write_bytes(data + update + table)
