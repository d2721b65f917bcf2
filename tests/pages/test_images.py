import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw

from extractor.errors import DamagedError, PageRenderError, PageSizeError
from extractor.pages.images import A4_LONG_SIDE, MOST_SIDE, PictureSource
from extractor.pages.open import as_it_lies


def saved(path: Path, size: tuple[int, int], **options) -> Path:
    Pillow.new("L", size, 255).save(path, **options)
    return path


def test_a_stated_resolution_gives_the_size_in_points(tmp_path):
    page = PictureSource(saved(tmp_path / "a.png", (1000, 2000), dpi=(200, 200)), as_it_lies).pages(1)[0]
    assert (page.width, page.height) == pytest.approx((360, 720), abs=0.5)
    assert (page.kind, page.image.shape) == ("scanned", (2000, 1000))


@pytest.mark.parametrize("options", [{}, {"dpi": (1, 1)}], ids=["none", "absurd"])
def test_without_a_resolution_the_page_is_taken_for_a4(tmp_path, options):
    page = PictureSource(saved(tmp_path / "a.png", (1000, 1500), **options), as_it_lies).pages(1)[0]
    assert page.height == pytest.approx(A4_LONG_SIDE)


def test_frames_are_pages(tmp_path):
    frames = [Pillow.new("L", (200 + 100 * i, 300), 255) for i in range(3)]
    frames[0].save(tmp_path / "a.tif", save_all=True, append_images=frames[1:], dpi=(100, 100))
    source = PictureSource(tmp_path / "a.tif", as_it_lies)
    assert len(source) == 3
    assert [round(source.pages(n)[0].width) for n in (1, 2, 3)] == [144, 216, 288]


@pytest.mark.parametrize("lines", [98, 196])
def test_a_fax_has_square_pixels(tmp_path, lines):
    """Pages in CCITT group 4, each with a square frame of three inches."""
    frames = []
    for _ in range(2):
        frame = Pillow.new("1", (1728, 11 * lines), 1)
        ImageDraw.Draw(frame).rectangle((204, lines, 4 * 204, 4 * lines), outline=0, width=3)
        frames.append(frame)
    path = tmp_path / "fax.tif"
    frames[0].save(path, save_all=True, append_images=frames[1:], compression="group4", dpi=(204, lines))
    source = PictureSource(path, as_it_lies)
    assert len(source) == 2
    for number in (1, 2):
        (page,) = source.pages(number)
        assert (page.width, page.height) == pytest.approx((1728 / 204 * 72, 11 * 72), abs=0.5)
        assert page.resolution == lines
        rows, columns = np.nonzero(page.image < 128)
        frame = np.array([columns.min(), rows.min(), columns.max(), rows.max()]) / page.scale
        assert frame == pytest.approx([72, 72, 4 * 72, 4 * 72], abs=1.5)
        shown = source.displayed(number, 72)
        assert shown.shape[:2] == pytest.approx((11 * 72, 1728 / 204 * 72), abs=1)


@pytest.mark.parametrize(("kind", "options"), [("tif", {"compression": "tiff_lzw"}), ("jpg", {})])
def test_uneven_dots_of_a_picture_on_its_side_are_turned_with_it(tmp_path, kind, options):
    exif = Pillow.Exif()
    exif[0x0112] = 6
    path = saved(tmp_path / f"a.{kind}", (600, 400), dpi=(200, 100), exif=exif, **options)
    (page,) = PictureSource(path, as_it_lies).pages(1)
    assert (page.width, page.height) == pytest.approx((4 * 72, 3 * 72), abs=0.5)


def test_dots_too_uneven_are_not_believed(tmp_path):
    (page,) = PictureSource(saved(tmp_path / "a.png", (1000, 1500), dpi=(600, 100)), as_it_lies).pages(1)
    assert (page.height, page.resolution) == (pytest.approx(A4_LONG_SIDE), 0)


def test_exif_orientation_is_how_it_is_displayed(tmp_path):
    exif = Pillow.Exif()
    exif[0x0112] = 6  # a quarter turn clockwise
    page = PictureSource(saved(tmp_path / "a.jpg", (600, 300), exif=exif), as_it_lies).pages(1)[0]
    assert page.width < page.height


def test_a_huge_picture_is_read_smaller_but_keeps_its_points(tmp_path):
    page = PictureSource(saved(tmp_path / "a.png", (5000, 3000), dpi=(600, 600)), as_it_lies).pages(1)[0]
    assert max(page.image.shape) == MOST_SIDE
    assert page.width == pytest.approx(600, abs=0.5)


def test_a_decompression_bomb_is_refused(tmp_path):
    path = tmp_path / "bomb.png"
    path.write_bytes(bomb(60_000, 60_000))
    with pytest.raises(PageSizeError, match="pixels"):
        PictureSource(path, as_it_lies)


def test_a_truncated_picture(tmp_path):
    path = saved(tmp_path / "a.png", (400, 300))
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises((DamagedError, PageRenderError)) as caught:
        PictureSource(path, as_it_lies).pages(1)[0]
    assert caught.value.file == str(path)


def test_a_tiff_cut_inside_a_frame(tmp_path):
    frames = [Pillow.new("L", (200, 300), 255) for _ in range(3)]
    path = tmp_path / "a.tif"
    frames[0].save(path, save_all=True, append_images=frames[1:])
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    with pytest.raises(DamagedError):
        PictureSource(path, as_it_lies)


@pytest.mark.parametrize("size", [(1, 1), (9000, 8)], ids=["a dot", "a strip"])
def test_a_picture_too_small_for_a_table(tmp_path, size):
    with pytest.raises(PageSizeError) as caught:
        PictureSource(saved(tmp_path / "a.png", size), as_it_lies).pages(1)[0]
    assert caught.value.page == 1


def test_bytes_that_only_begin_like_a_picture(tmp_path):
    (tmp_path / "a.png").write_bytes(b"\x89PNG but nothing else")
    with pytest.raises(DamagedError):
        PictureSource(tmp_path / "a.png", as_it_lies)


def bomb(wide: int, high: int) -> bytes:
    """A PNG whose header promises more pixels than it is worth unfolding."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )
