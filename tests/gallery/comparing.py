"""Comparing screenshots so that another minor version of browser or font makes no difference, and a block that moved,
went missing or changed its colour does.

Both are reduced to the mean colour of small cells, in which the shapes of letters vanish. A patch of cells counts
when enough of them are clearly another colour.
"""

import io
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw

from local.processes import ROOT

#: Pixels on the side of a cell, and cells on the side of a patch.
CELL, PATCH = 8, 3
#: From here on (of 255, in any of the three colours) a cell is another colour.
CLEARLY = 24
#: The share of a patch's cells that makes it count.
ENOUGH = 0.3
#: By how much pages may differ in height, in pixels or as a share of it, whichever is more.
HIGHER, HIGHER_SHARE = 6, 0.01
#: The commonest that a baseline keeps, beside those of the stylesheet.
COLOURS = 28
#: So far apart are the parts of a colour that no shade of grey has: bars that the browser draws.
BRIGHT = 100
STYLESHEET = ROOT / "layers/shared/samspill/pages/static/pages.css"


@dataclass(frozen=True)
class Comparison:
    """What differs: `patches` in pixels (left, top, right, bottom), or the sizes themselves."""

    patches: tuple[tuple[int, int, int, int], ...]
    sizes: tuple[tuple[int, int], tuple[int, int]] | None = None

    @property
    def same(self) -> bool:
        """Nothing that anybody would see."""
        return not self.patches and self.sizes is None

    def __str__(self) -> str:
        if self.sizes is not None:
            return f"{self.sizes[0]} pixels instead of {self.sizes[1]}"
        return f"{len(self.patches)} patches differ, the first at {self.patches[0]}" if self.patches else "the same"


def compared(actual: Image.Image, expected: Image.Image) -> Comparison:
    """Compare two screenshots."""
    allowed = max(HIGHER, expected.height * HIGHER_SHARE)
    if actual.width != expected.width or abs(actual.height - expected.height) > allowed:
        return Comparison((), (actual.size, expected.size))
    size = (actual.width // CELL, min(actual.height, expected.height) // CELL)
    cells = ImageChops.difference(_reduced(actual, size), _reduced(expected, size))
    clear = Image.new("L", size)
    for band in cells.split():
        clear = ImageChops.lighter(clear, band.point(lambda by: 255 if by >= CLEARLY else 0))
    patches = clear.resize((size[0] // PATCH, size[1] // PATCH), Image.Resampling.BOX)
    side = CELL * PATCH
    found = (
        (x * side, y * side, (x + 1) * side, (y + 1) * side)
        for place, share in enumerate(patches.tobytes()) if share >= ENOUGH * 255
        for y, x in [divmod(place, patches.width)]
    )  # fmt: skip
    return Comparison(tuple(found))


def shown(actual: Image.Image, comparison: Comparison) -> Image.Image:
    """The screenshot with what differs framed in red."""
    drawn = actual.convert("RGB")
    pen = ImageDraw.Draw(drawn)
    for patch in comparison.patches:
        pen.rectangle(patch, outline=(220, 0, 0), width=2)
    return drawn


def opened(png: bytes) -> Image.Image:
    """A screenshot as it came from the browser."""
    return Image.open(io.BytesIO(png)).convert("RGB")


def keep(screenshot: Image.Image, path: Path) -> None:
    """Write a baseline. Flat colours stay as they are, shades of letters come down to the commonest; so WebP without
    loss takes half of what it would."""
    counted = screenshot.getcolors(screenshot.width * screenshot.height) or []
    found = [colour for _, colour in sorted(counted, reverse=True)]
    rest = found[COLOURS:]
    bright = [colour for colour in rest if max(_three(colour)) - min(_three(colour)) >= BRIGHT][:COLOURS]
    kept = [*found[:COLOURS], *(colour for colour in rest if colour in _flat()), *bright]
    palette = Image.new("P", (1, 1))
    palette.putpalette([value for colour in (kept * 256)[:256] for value in _three(colour)])
    few = screenshot.quantize(palette=palette, dither=Image.Dither.NONE)
    few.convert("RGB").save(path, lossless=True, quality=60)


@cache
def _flat() -> frozenset[object]:
    """The colours of the stylesheet."""
    return frozenset(
        tuple(bytes.fromhex(digits)) for digits in re.findall(r"#([0-9a-f]{6})\b", STYLESHEET.read_text())
    )


def _three(colour: object) -> tuple[int, ...]:
    assert isinstance(colour, tuple)
    return colour


def _reduced(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    whole = image.convert("RGB").crop((0, 0, size[0] * CELL, size[1] * CELL))
    return whole.resize(size, Image.Resampling.BOX)
