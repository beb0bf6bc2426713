"""Samples as a file stores them to planes of red, green and blue (or grey) in [0, 1].

Samples come as (rows, width, channels) integers, planes leave as (channels, rows, width) float32.
Everything is computed on the stored values: no gamma, no profile.
"""

import numpy as np


def planes_of(samples: np.ndarray, largest: float) -> np.ndarray:
    """Divide integer samples by the largest that their depth can hold (65535 for 16 bits)."""
    return np.divide(np.moveaxis(samples, 2, 0), np.float32(largest), order="C", dtype=np.float32)


def on_white(colour: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    """Lay a picture with straight alpha on white."""
    return colour * alpha + (1 - alpha)


def associated_on_white(colour: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    """Lay a picture whose colours were multiplied by alpha already on white."""
    return np.minimum(colour + (1 - alpha), 1)


def with_alpha(planes: np.ndarray) -> np.ndarray:
    """Lay planes whose last one is straight alpha on white; pass grey and RGB through."""
    return planes if len(planes) in (1, 3) else on_white(planes[:-1], planes[-1:])


def from_cmyk(planes: np.ndarray) -> np.ndarray:
    """Convert ink (0 = none) to light without a profile: (1 - C)(1 - K) and so on."""
    return (1 - planes[:3]) * (1 - planes[3:4])


def from_palette(indices: np.ndarray, palette: np.ndarray) -> np.ndarray:
    """Look indices (rows, width) up in a palette (entries, 3); an index beyond it is an IndexError."""
    return palette.astype(np.float32).T.take(indices, axis=1)


def from_ycc(planes: np.ndarray) -> np.ndarray:
    """Convert Y, Cb, Cr (all 0..1, ITU-R BT.601, full range) to RGB."""
    luma, blue, red = planes[0], planes[1] - np.float32(128 / 255), planes[2] - np.float32(128 / 255)
    rgb = np.stack([luma + 1.402 * red, luma - 0.344136 * blue - 0.714136 * red, luma + 1.772 * blue])
    return rgb.clip(0, 1).astype(np.float32)


def from_lab(planes: np.ndarray) -> np.ndarray:
    """Convert CIE L*a*b* (D50; L in 0..100, a and b signed) to sRGB, clipped to what sRGB can show.

    CIE 15:2004 for Lab; the matrix is Bradford's adaptation to D65 followed by IEC 61966-2-1.
    """
    lightness, green_red, blue_yellow = planes
    y = (lightness + 16) / 116
    xyz = np.stack([y + green_red / 500, y, y - blue_yellow / 200])
    xyz = np.where(xyz > 6 / 29, xyz**3, 3 * (6 / 29) ** 2 * (xyz - 4 / 29))
    linear = np.einsum("ij,jyx->iyx", _XYZ_D50_TO_SRGB * _WHITE_D50, xyz).clip(0, 1)
    srgb = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return srgb.clip(0, 1).astype(np.float32)


_WHITE_D50 = np.array([0.96422, 1.0, 0.82521])
_XYZ_D50_TO_SRGB = np.array(
    [
        [3.1338561, -1.6168667, -0.4906146],
        [-0.9787684, 1.9161415, 0.0334540],
        [0.0719453, -0.2289914, 1.4052427],
    ]
)
