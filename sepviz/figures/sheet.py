"""A sheet of feature maps: one tile a channel with its number, as one PNG with a palette."""

import io
import zlib
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from sepviz.figures.colour import TRANSPARENT, Scale, colour_indices, label_indices, palette

GAP = 6
STRIP = 22
_FONT_SIZE = 18
# A tile narrower than this can no longer be told from its neighbours.
_SMALLEST_TILE = 56
_LARGEST_TILE = 288
_AT_A_TIME = 8
# Up to so many maps, so many columns.
_COLUMNS = ((3, 3), (8, 4), (24, 6))


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLayout:
    """Where the tiles of a sheet stand, in pixels; a click is looked up in the same numbers."""

    columns: int
    rows: int
    tile_height: int
    tile_width: int
    count: int

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the sheet."""
        return (
            self.columns * (self.tile_width + GAP) - GAP,
            self.rows * (self.tile_height + STRIP + GAP) - GAP,
        )

    def corner(self, index: int) -> tuple[int, int]:
        """Top and left of a tile's label strip."""
        row, column = divmod(index, self.columns)
        return row * (self.tile_height + STRIP + GAP), column * (self.tile_width + GAP)


def sheet_layout(count: int, height: int, width: int, *, sheet_width: int = 960) -> SheetLayout:
    """Choose columns and tile size for ``count`` maps of ``height`` x ``width`` pixels.

    Examples
    --------
    >>> sheet_layout(3, 256, 256).columns, sheet_layout(64, 256, 256).columns
    (3, 8)
    """
    columns = next((limit for most, limit in _COLUMNS if count <= most), 8)
    columns = max(1, min(count, columns))
    side = min(max((sheet_width + GAP) // columns - GAP, _SMALLEST_TILE), _LARGEST_TILE)
    factor = side / max(height, width)
    if factor > 1:
        # Whole factors keep the pixels square and equal.
        factor = max(1, int(factor))
    return SheetLayout(
        columns=columns,
        rows=-(-count // columns),
        tile_height=max(1, round(height * factor)),
        tile_width=max(1, round(width * factor)),
        count=count,
    )


def sheet_png(
    maps: NDArray[np.floating],
    scales: Scale | list[Scale],
    labels: list[str],
    *,
    sheet_width: int = 960,
) -> bytes:
    r"""Draw maps (H, W, C) as a PNG of C labelled tiles; pixels between the tiles are transparent.

    Parameters
    ----------
    maps : ndarray of shape (H, W, C)
        Feature maps, channels last.
    scales : Scale or list of Scale
        One scale for all tiles, or one for each; all signed or all unsigned.
    labels : list of str
        A short label for each tile.
    sheet_width : int, default 960
        Width in pixels that the sheet must not exceed.

    Returns
    -------
    bytes
        The PNG file.

    Examples
    --------
    >>> png = sheet_png(np.zeros((8, 8, 2)), Scale(limit=1.0, signed=True), ["0", "1"])
    >>> png[:4]
    b'\x89PNG'
    """
    height, width, count = maps.shape
    layout = sheet_layout(count, height, width, sheet_width=sheet_width)
    canvas = np.full(layout.size[::-1], TRANSPARENT, np.uint8)
    tiles = resized(maps, layout.tile_height, layout.tile_width)
    colours, signed = tile_colours(tiles, scales)
    for index in range(count):
        top, left = layout.corner(index)
        right = left + layout.tile_width
        canvas[top : top + STRIP, left:right] = _label(labels[index], layout.tile_width)
        top += STRIP
        canvas[top : top + layout.tile_height, left:right] = colours[:, :, index]
    return palette_png(canvas, signed=signed)


def tile_colours(
    tiles: NDArray[np.floating], scales: Scale | list[Scale]
) -> tuple[NDArray[np.uint8], bool]:
    """Return the palette indices of tiles (H, W, C) in one scale or one for each, and if it is signed."""
    if isinstance(scales, Scale):
        return colour_indices(tiles, scales), scales.signed
    colours = [colour_indices(tiles[:, :, c], scale) for c, scale in enumerate(scales)]
    return np.stack(colours, axis=2), scales[0].signed


def map_png(values: NDArray[np.floating], scale: Scale, *, side: int = 960) -> bytes:
    """Draw one map (H, W) as large as fits into ``side`` pixels, small ones by a whole factor."""
    height, width = values.shape
    factor = max(1, side // max(height, width))
    drawn = resized(values, height * factor, width * factor)
    return palette_png(colour_indices(drawn, scale), signed=scale.signed)


def rgb_png(image: NDArray[np.floating], *, side: int = 960) -> bytes:
    """Draw an RGB picture (H, W, 3) with values in [0, 1] as a PNG."""
    height, width = image.shape[:2]
    factor = max(1, side // max(height, width))
    pixels = np.round(np.clip(np.nan_to_num(image), 0, 1) * 255).astype(np.uint8)
    large = pixels.repeat(factor, axis=0).repeat(factor, axis=1)
    return _png(Image.fromarray(large))


def resized(maps: NDArray[np.floating], height: int, width: int) -> NDArray[np.floating]:
    """Return maps (H, W) or (H, W, C) averaged down, or repeated up, to a size.

    A pixel of the result is the mean of the area under it, first down the columns and then along the
    rows, for all maps at once: many times faster than a picture library map by map.
    """
    old_height, old_width = maps.shape[:2]
    if (old_height, old_width) == (height, width):
        return maps
    if height % old_height == 0 and width % old_width == 0:
        return maps.repeat(height // old_height, axis=0).repeat(width // old_width, axis=1)
    channels = (maps if maps.ndim == 3 else maps[:, :, None]).astype(np.float32, copy=False)
    rows = np.empty((height, old_width * channels.shape[2]), np.float32)
    for part, under, shares in _areas(old_height, height):
        np.matmul(shares, channels[under].reshape(shares.shape[1], -1), out=rows[part])
    if not np.isfinite(rows.sum()):
        # A product with 0 has spread a NaN over its whole map: take the nearest pixel instead.
        return maps[np.arange(height) * old_height // height][:, np.arange(width) * old_width // width]
    rows = rows.reshape(height, old_width, -1)
    result = np.empty((height, width, rows.shape[2]), np.float32)
    for part, under, shares in _areas(old_width, width):
        np.matmul(shares, rows[:, under], out=result[:, part])
    return result.reshape(height, width, *maps.shape[2:])


@lru_cache(maxsize=64)
def _areas(size: int, target: int) -> list[tuple[slice, slice, NDArray[np.float32]]]:
    """Return the ``target`` pixels a few at a time, the old ones under them, and each's share in each area.

    A product for all of them would be nearly all zeros, and one for each would be nearly all call.
    """
    areas = []
    for start in range(0, target, _AT_A_TIME):
        stop = min(target, start + _AT_A_TIME)
        new = np.arange(start, stop)[:, None]
        old = np.arange(start * size // target, -(-stop * size // target))
        covered = np.minimum((new + 1) * size, (old + 1) * target) - np.maximum(new * size, old * target)
        shares = (covered.clip(0) / size).astype(np.float32)
        areas.append((slice(start, stop), slice(old[0], old[-1] + 1), shares))
    return areas


def palette_png(indices: NDArray[np.uint8], *, signed: bool) -> bytes:
    """Encode palette indices as a PNG whose TRANSPARENT index shows the page behind it."""
    picture = Image.fromarray(indices)
    picture.putpalette(palette(signed=signed).tobytes())
    return _png(picture, transparency=TRANSPARENT)


def _png(picture: Image.Image, **options: int) -> bytes:
    """Encode fast: looking only for runs takes less time than level 1 by itself, for a smaller file."""
    file = io.BytesIO()
    picture.save(file, "PNG", compress_level=1, compress_type=zlib.Z_RLE, **options)
    return file.getvalue()


@lru_cache(maxsize=1024)
def _label(text: str, width: int) -> NDArray[np.uint8]:
    """Return the palette indices of a strip with a label."""
    strip = Image.new("L", (width, STRIP), 0)
    ImageDraw.Draw(strip).text((5, 0), text, fill=255, font=_font())
    return label_indices(np.asarray(strip))


@lru_cache(maxsize=1)
def _font() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Return Pillow's own font, so that a sheet looks the same on every machine."""
    return ImageFont.load_default(_FONT_SIZE)
