"""What the numbers of a decoded picture stand for: any mode of Pillow to RGB in [0, 1] on white.

Everything is computed on the stored values: no gamma, no profile.
"""

import contextlib
import io
import sys
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image, ImageCms, ImageFile

from sepviz.images.refusals import refusal

_FIRST = {"1": "L", "P": "RGB", "PA": "RGBA", "La": "LA", "YCbCr": "RGB"}
_SPLIT = ("RGB;16", "RGBX;16", "RGBA;16", "CMYK;16")
_OTHER_BYTE = {"B": "L", "L": "B", "N": "B" if sys.byteorder == "little" else "L"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What the mode does not say: the numbers for black and white, their type, a transparent colour."""

    low: float = 0
    high: float = 255
    dtype: str | None = None
    inverted: bool = False
    key: tuple[int, ...] = ()
    orientation: int = 1  # as EXIF counts, 1 to 8


def low_bytes(image: ImageFile.ImageFile, data: bytes) -> ImageFile.ImageFile | None:
    """Return the picture of the lower bytes of 16-bit colours, to be decoded; None where there are none.

    Pillow keeps the higher bytes alone: told that the other byte comes first, it keeps the others.
    """
    args = image.tile[0].args if image.tile else None
    raw, *rest = args if isinstance(args, tuple) else (args,)
    if raw == "LA;16B":  # four bytes a pixel as well: kept whole
        image.tile = [tile._replace(args="RGBA") for tile in image.tile]
    if not str(raw).startswith(_SPLIT):
        return None
    low = Image.open(io.BytesIO(data), formats=(str(image.format),))
    other = str(raw)[:-1] + _OTHER_BYTE[str(raw)[-1]]
    low.tile = [tile._replace(args=(other, *rest) if rest else other) for tile in low.tile]
    return low


def other_meaning(image: Image.Image, data: bytes) -> Meaning:
    """Return what the numbers of another file stand for; Pillow spreads small greys, but not the key."""
    orientation = exif_orientation(image.info.get("exif", b""))
    if image.format != "PNG":
        return Meaning(orientation=orientation)
    if image.mode == "P":
        if 3 * np.max(np.asarray(image.getextrema())) >= len(image.getpalette() or ()):
            raise refusal("image_damaged")
        return Meaning(orientation=orientation)
    depth, key = data[24], image.info.get("transparency", ())
    scale = 255 // (2**depth - 1) if depth < 8 else 1
    key = tuple(value * scale for value in ((key,) if isinstance(key, int) else key))
    dtype = ">u2" if depth == 16 and data[25] == 4 else None  # grey with alpha
    return Meaning(high=65535 if depth == 16 else 255, dtype=dtype, key=key, orientation=orientation)


def tiff_meaning(image: Any) -> Meaning:
    """Return what the numbers of a TIFF stand for.

    Unsigned samples are divided by the largest of their depth. Signed samples, and floating point ones
    that leave [0, 1], have no agreed white: the smallest becomes 0 and the largest 1.
    """
    tags, wide = image.tag_v2, image.mode in ("I;16", "I;16B", "I", "F")
    kind, depth = tags.get(339, (1,))[0], tags.get(258, (1,))[0]
    inverted = tags.get(262, 0) == 0 and wide
    if kind == 1:
        high, dtype = 2.0**depth - 1 if depth > 8 else 255, "u4" if image.mode == "I" else None
        return Meaning(high=high, dtype=dtype, inverted=inverted)
    dtype = "f4" if kind == 3 else "i4" if wide else "i1"
    low, high = np.inf, -np.inf
    for top in range(0, image.height, 64):
        band = np.asarray(image.crop((0, top, image.width, min(top + 64, image.height))))
        values = band.view(dtype).astype(float)
        finite = np.isfinite(values)
        low, high = values.min(where=finite, initial=low), values.max(where=finite, initial=high)
    if low > high or (kind == 3 and low >= 0 and high <= 1):
        low, high = 0, 1
    return Meaning(low=low, high=high, dtype=dtype, inverted=inverted)


def to_rgb(band: Image.Image, low: Image.Image | None, meaning: Meaning) -> np.ndarray:
    """Convert some rows to float32 RGB (H, W, 3); `low` has the lower bytes of 16-bit colours."""
    if band.mode == "LAB":
        profiles = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
        band = ImageCms.profileToProfile(band, *profiles, outputMode="RGB") or band
    see_through = band.mode == "P" and "transparency" in band.info
    mode = "RGBA" if see_through else _FIRST.get(band.mode, band.mode)
    samples = np.asarray(band if mode == band.mode else band.convert(mode))
    if low is not None:
        samples = samples * np.uint16(256) + np.asarray(low)
    if meaning.dtype:
        samples = samples.view(meaning.dtype)
    samples = samples.reshape(*samples.shape[:2], -1)
    exact = np.float32 if samples.itemsize < 4 else np.float64
    values = (samples - exact(meaning.low)) / exact((meaning.high - meaning.low) or 1)
    if samples.itemsize == 4:
        values = np.nan_to_num(values).clip(0, 1).astype(np.float32)
    if meaning.inverted:
        values = 1 - values
    if mode == "CMYK":
        values = (1 - values[:, :, :3]) * (1 - values[:, :, 3:])
    elif values.shape[2] in (2, 4):
        values = values[:, :, :-1] * values[:, :, -1:] + (1 - values[:, :, -1:])
    if meaning.key:
        values[(samples == np.array(meaning.key)).all(axis=2)] = 1
    return np.broadcast_to(values, (*values.shape[:2], 3))


def exif_orientation(data: bytes) -> int:
    """Return the orientation, 1 to 8, in a block of EXIF data; 1 where there is none that makes sense."""
    exif = Image.Exif()
    with contextlib.suppress(Exception):  # broken data: what came before the damage counts
        exif.load(data[: 1 << 16])  # as much as fits into a JPEG segment
    found = exif.get(274)
    return found if isinstance(found, int) and 1 <= found <= 8 else 1


def orient(image: np.ndarray, orientation: int) -> np.ndarray:
    """Return a view of an array (H, W, ...), turned by an EXIF orientation of 1 to 8."""
    if orientation in (5, 6, 7, 8):
        image = image.swapaxes(0, 1)
    if orientation in (3, 4, 7, 8):
        image = image[::-1]
    return image[:, ::-1] if orientation in (2, 3, 6, 7) else image
