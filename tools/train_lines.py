"""Trains the network that finds the lines of scanned pages, and writes it as ONNX.

    python tools/train_lines.py OUT.onnx EXPORTED.pdf... [--minutes 25]

The pages of the exported files are drawn, damaged (`lines/damage.py`) and shown to the network; what it shall say are
the lines that the exported page has, carried through the same damage. Where OUT.pt is there, training goes on from
its weights. Needs PyTorch, onnx and onnxscript.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
import torch
from torch import Tensor, nn
from torch.nn import functional

from extractor.pages.line_masks import find_lines
from lines.damage import Image, damaged

# Pixels a point of what the network sees, its windows in pixels.
SCALE, SIDE = 2.0, 256
DPIS = (130, 150, 150, 200, 200, 200, 240, 300)
# Share of pages without lines that are kept.
PROSE = 0.15
BATCH, MOST_PAGES = 12, 520
# How much more a pixel of a line counts.
WEIGHT = 2.0


def block(inside: int, outside: int, stride: int = 1) -> nn.Sequential:
    """Convolution, normalisation, rectifier."""
    return nn.Sequential(
        nn.Conv2d(inside, outside, 3, stride, 1, bias=False), nn.BatchNorm2d(outside), nn.ReLU(inplace=True)
    )


class Net(nn.Module):
    """A small U-Net (Ronneberger et al. 2015) at half resolution; two logits a pixel: horizontal, vertical line."""

    def __init__(self) -> None:
        super().__init__()
        a, b, c, d = 12, 20, 32, 48
        self.stem = nn.Sequential(nn.Conv2d(1, a, 5, 2, 2, bias=False), nn.BatchNorm2d(a), nn.ReLU(inplace=True))
        self.one = block(a, a)
        self.two = nn.Sequential(block(a, b, 2), block(b, b))
        self.three = nn.Sequential(block(b, c, 2), block(c, c))
        self.four = nn.Sequential(block(c, d, 2), block(d, d), block(d, d))
        self.up_three, self.up_two, self.up_one = block(d + c, c), block(c + b, b), block(b + a, 16)
        self.head = nn.Conv2d(16, 8, 3, 1, 1)

    def forward(self, grey: Tensor) -> Tensor:
        """Logits (batch × 2 × height × width) of pictures (batch × 1 × height × width) from -1 (black) to 1."""
        one = self.one(self.stem(grey))
        two = self.two(one)
        three = self.three(two)
        four = self.four(three)
        three = self.up_three(torch.cat([functional.interpolate(four, scale_factor=2.0, mode="nearest"), three], 1))
        two = self.up_two(torch.cat([functional.interpolate(three, scale_factor=2.0, mode="nearest"), two], 1))
        one = self.up_one(torch.cat([functional.interpolate(two, scale_factor=2.0, mode="nearest"), one], 1))
        return functional.pixel_shuffle(self.head(one), 2)


def pages_of(files: Sequence[Path], random: np.random.Generator) -> Iterator[tuple[Image, Image, float]]:
    """Each page drawn in grey, its lines at the same scale, and dots an inch."""
    for file in files:
        with pdfium.PdfDocument(file) as document:
            for page in document:
                lines = find_lines(page, SCALE)
                if not lines.vertical.any() and not lines.horizontal.any() and random.random() > PROSE:
                    continue
                dpi = float(random.choice(DPIS))
                grey = page.render(scale=dpi / 72, grayscale=True).to_numpy()
                grey = np.ascontiguousarray(grey.reshape(grey.shape[:2]))
                wide = cv2.dilate(lines.horizontal, np.ones((3, 1), np.uint8))
                high = cv2.dilate(lines.vertical, np.ones((1, 3), np.uint8))
                yield grey, np.stack([wide, high], axis=2) * 255, dpi


class Pages(torch.utils.data.IterableDataset[tuple[Tensor, Tensor]]):
    """Windows of damaged pages without end."""

    def __init__(self, pages: Sequence[tuple[Image, Image, float]]) -> None:
        self.pages = pages

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        cv2.setNumThreads(1)
        random = np.random.default_rng()
        while True:
            page = self.pages[random.integers(len(self.pages))]
            other = self.pages[random.integers(len(self.pages))]
            grey, lines = window(page, other[0], random)
            if random.random() < 0.5:
                grey, lines = grey.T, lines.transpose(1, 0, 2)[:, :, ::-1]
            if random.random() < 0.5:
                grey, lines = grey[:, ::-1], lines[:, ::-1]
            if random.random() < 0.5:
                grey, lines = grey[::-1], lines[::-1]
            picture = torch.from_numpy(np.ascontiguousarray(grey, dtype=np.float32))[None] / 127.5 - 1
            target = torch.from_numpy(np.ascontiguousarray(lines.transpose(2, 0, 1) > 110, dtype=np.float32))
            yield picture, target


def window(page: tuple[Image, Image, float], other: Image, random: np.random.Generator) -> tuple[Image, Image]:
    """A damaged window of SIDE pixels, and its lines."""
    grey, lines, dpi = page
    ratio = dpi / 72 / SCALE
    side = round(SIDE * ratio)
    for _ in range(8):  # rather where lines are
        top, left = random.integers(0, max(lines.shape[0] - SIDE, 1)), random.integers(0, max(lines.shape[1] - SIDE, 1))
        own = lines[top : top + SIDE, left : left + SIDE]
        if own.any():
            break
    own = _whole(own, SIDE)
    part = _whole(grey[round(top * ratio) :, round(left * ratio) :][:side, :side], side)
    place = random.integers(0, max(other.shape[0] - side, 1)), random.integers(0, max(other.shape[1] - side, 1))
    behind = _whole(other[place[0] : place[0] + side, place[1] : place[1] + side], side)
    large = cv2.resize(own, (side, side), interpolation=cv2.INTER_LINEAR)
    bad, carried = damaged(part, large, behind, dpi, random)
    size = (SIDE, SIDE)
    return cv2.resize(bad, size, interpolation=cv2.INTER_AREA), cv2.resize(carried, size, interpolation=cv2.INTER_AREA)


def _whole(part: Image, side: int) -> Image:
    """A window at a page's edge, as large as others."""
    fill = 0 if part.ndim == 3 else 255
    below, beside = side - part.shape[0], side - part.shape[1]
    whole = cv2.copyMakeBorder(part, 0, below, 0, beside, cv2.BORDER_CONSTANT, value=(fill, fill))
    return np.asarray(whole, np.uint8)


def trained(pages: Sequence[tuple[Image, Image, float]], minutes: float, weights: Path) -> Net:
    """The network after so many minutes more; its weights are read from and written to a file."""
    net = Net()
    if weights.exists():
        net.load_state_dict(torch.load(weights))
    print(sum(p.numel() for p in net.parameters()), "weights", flush=True)
    loader = iter(torch.utils.data.DataLoader(Pages(pages), BATCH, num_workers=1, prefetch_factor=4))
    best = torch.optim.AdamW(net.parameters(), lr=3e-3, weight_decay=1e-4)
    begun, step, sums = time.monotonic(), 0, [0.0, 0.0, 0.0, 0.0]
    while (gone := (time.monotonic() - begun) / 60 / minutes) < 1:
        for group in best.param_groups:
            group["lr"] = 3e-3 * min(1.0, (step + 1) / 100) * (0.5 * (1 + np.cos(np.pi * gone)) + 0.01)
        picture, target = next(loader)
        logits = net(picture)
        weight = 1 + (WEIGHT - 1) * target
        loss = functional.binary_cross_entropy_with_logits(logits, target, weight)
        probable = torch.sigmoid(logits)
        loss = loss + 0.3 * (1 - (2 * (probable * target).sum() + 1) / (probable.sum() + target.sum() + 1))
        best.zero_grad()
        loss.backward()
        best.step()
        said, true = probable > 0.5, target > 0.5
        counts = (said & true).sum(), (said & ~true).sum(), (~said & true).sum()
        sums = [a + float(b) for a, b in zip(sums, (loss.detach(), *counts), strict=True)]
        step += 1
        if step % 100 == 0:
            right, false, missed = sums[1:]
            print(
                f"step {step} {gone:.0%} loss {sums[0] / 100:.4f} precision {right / max(right + false, 1):.4f} "
                f"recall {right / max(right + missed, 1):.4f}",
                flush=True,
            )
            sums = [0.0, 0.0, 0.0, 0.0]
            torch.save(net.state_dict(), weights)
    return net


def export(net: Net, file: Path) -> None:
    """Write the network, probabilities at its end, for pictures of any size that is a multiple of 16."""
    whole = nn.Sequential(net, nn.Sigmoid()).eval()
    sizes = {0: "batch", 2: "height", 3: "width"}
    torch.onnx.export(
        whole,
        (torch.zeros(1, 1, SIDE, SIDE),),
        str(file),
        input_names=["grey"],
        output_names=["lines"],
        dynamic_axes={"grey": sizes, "lines": sizes},
        dynamo=False,
    )


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--minutes", type=float, default=25.0)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    random = np.random.default_rng(1)
    every = list(pages_of(arguments.files, random))
    random.shuffle(every)
    print(len(every), "pages", flush=True)
    weights = arguments.out.with_suffix(".pt")
    export(trained(every[:MOST_PAGES], arguments.minutes, weights), arguments.out)


if __name__ == "__main__":
    main()
