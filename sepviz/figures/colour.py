"""Colours of a map: grey for what cannot be negative, blue to orange around 0 for what can."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

LEVELS = 241
"""Colours of one map; odd, so that 0 has a colour of its own in the middle of a signed map."""

# Blue and orange stay apart for every common colour blindness, and equal distances from 0 are
# equally dark on both sides.
_SIGNED = ((0.0, "#08306b"), (0.25, "#3f86c9"), (0.5, "#f7f7f7"), (0.75, "#e07b1f"), (1.0, "#702b04"))
_GREY = ((0.0, "#000000"), (1.0, "#ffffff"))
# The rest of a 256-colour palette: what a sheet draws besides values.
TRANSPARENT, NOT_A_NUMBER, LABEL = 241, 242, 243
_LABEL_SHADES = 8
_LABEL_BACK, _LABEL_FRONT = "#24303d", "#ffffff"
_MAGENTA = "#ff00ff"
# Where black and white contrast equally by WCAG 2.2: sqrt(0.05 x 1.05) - 0.05.
_DARK_BELOW = 0.179


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """What a colour means: signed runs from -limit to limit, unsigned from 0 to limit."""

    limit: float
    signed: bool

    @property
    def lowest(self) -> float:
        """The value of the first colour."""
        return -self.limit if self.signed else 0.0


def scale_of(values: NDArray[np.floating], *, signed: bool, quantile: float = 1.0) -> Scale:
    """Return the scale that covers this share of the finite values.

    Examples
    --------
    >>> scale_of(np.array([[-2.0, 1.0]]), signed=True)
    Scale(limit=2.0, signed=True)
    """
    magnitudes = np.abs(values, dtype=np.float32)
    finite = magnitudes if np.isfinite(magnitudes.sum()) else magnitudes[np.isfinite(magnitudes)]
    if finite.size == 0:
        return Scale(limit=1.0, signed=signed)
    limit = float(finite.max() if quantile >= 1 else np.quantile(finite, quantile) or finite.max())
    return Scale(limit=limit or 1.0, signed=signed)


def colour_indices(values: NDArray[np.floating], scale: Scale) -> NDArray[np.uint8]:
    """Return the palette index of each value; values beyond the scale get its last colour."""
    span = scale.limit - scale.lowest
    with np.errstate(invalid="ignore", over="ignore"):
        levels = (values - scale.lowest) * ((LEVELS - 1) / span) + 0.5
        indices = np.clip(levels, 0, LEVELS - 1)
        missing = np.isnan(indices)
        if missing.any():
            indices[missing] = NOT_A_NUMBER
        return indices.astype(np.uint8)


def clipped_share(values: NDArray[np.floating], scale: Scale) -> float:
    """Return the share of values that lie beyond the scale, and so share its last colour."""
    beyond = np.count_nonzero(values > scale.limit) + np.count_nonzero(values < scale.lowest)
    return float(beyond / values.size)


@cache
def palette(*, signed: bool) -> NDArray[np.uint8]:
    """Return the 256 colours of a map, (256, 3): red, green and blue, read-only."""
    values = _ramp(_SIGNED if signed else _GREY, LEVELS)
    labels = _ramp(((0.0, _LABEL_BACK), (1.0, _LABEL_FRONT)), _LABEL_SHADES)
    table = np.zeros((256, 3), np.uint8)
    table[:LEVELS] = values
    table[NOT_A_NUMBER] = _rgb(_MAGENTA)
    table[LABEL : LABEL + _LABEL_SHADES] = labels
    table.setflags(write=False)
    return table


def label_indices(coverage: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the palette indices of white text on a dark strip from its coverage 0..255."""
    return (LABEL + np.round(coverage.astype(np.float32) / 255 * (_LABEL_SHADES - 1))).astype(np.uint8)


def ink(colour: NDArray[np.integer]) -> str:
    """Return black or white, whichever contrasts more with a colour of three values from 0 to 255.

    References
    ----------
    https://www.w3.org/TR/WCAG22/#dfn-relative-luminance

    Examples
    --------
    >>> ink(np.array([247, 247, 247])), ink(np.array([8, 48, 107]))
    ('#000', '#fff')
    """
    share = np.asarray(colour) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return "#000" if linear @ (0.2126, 0.7152, 0.0722) > _DARK_BELOW else "#fff"


@cache
def css_gradient(*, signed: bool) -> str:
    """Return the same colours as a CSS gradient, for a legend with real text beside it."""
    stops = ", ".join(f"{colour} {share:.0%}" for share, colour in (_SIGNED if signed else _GREY))
    return f"linear-gradient(to right, {stops})"


def _rgb(colour: str) -> tuple[int, ...]:
    """Return ``#rrggbb`` as three integers."""
    return tuple(bytes.fromhex(colour[1:]))


def _ramp(stops: tuple[tuple[float, str], ...], count: int) -> NDArray[np.uint8]:
    """Interpolate between colour stops."""
    at = np.linspace(0, 1, count)
    shares = [share for share, _ in stops]
    colours = np.array([_rgb(colour) for _, colour in stops])
    return np.stack([np.round(np.interp(at, shares, colours[:, c])) for c in range(3)], axis=1).astype(
        np.uint8
    )
