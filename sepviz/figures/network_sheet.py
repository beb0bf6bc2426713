"""The bars of one or two networks as a PNG, to take home."""

import io
from collections.abc import Sequence
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from sepviz.figures.network_strip import KIND_COLOURS, LayerBar

_WIDTH, _HEIGHT, _MARGIN, _HEAD = 1200, 220, 40, 34
_LEGEND, _SWATCH, _FONT_SIZE = 44, 16, 18
_INK, _AXIS = "#10202e", "#8a95a1"


def network_sheet(
    networks: Sequence[tuple[str, Sequence[LayerBar]]], *, top: float, legend: Sequence[tuple[str, str]]
) -> bytes:
    """Draw each network as a row of bars on one linear scale from 0.

    Parameters
    ----------
    networks : list of (str, list of LayerBar)
        Title and bars of each, from top to bottom; in Latin letters, which Pillow's own font has.
    top : float
        The share at the upper end of the scale.
    legend : list of (str, str)
        Kinds and their names.

    Returns
    -------
    bytes
        A PNG.

    Examples
    --------
    >>> bar = LayerBar(parts=(("standard", 0.25),), words="")
    >>> network_sheet([("a", [bar])], top=0.5, legend=[("standard", "standard")])[1:4]
    b'PNG'
    """
    height = len(networks) * (_HEAD + _HEIGHT + _MARGIN) + _LEGEND
    sheet = Image.new("RGB", (_WIDTH, height), "white")
    draw = ImageDraw.Draw(sheet)
    for index, (title, bars) in enumerate(networks):
        y = index * (_HEAD + _HEIGHT + _MARGIN) + _HEAD
        draw.text((_MARGIN, y - _HEAD + 8), title, fill=_INK, font=_font())
        _bars(draw, y, bars, top)
    _legend(draw, height - _LEGEND + 8, legend)
    file = io.BytesIO()
    sheet.save(file, "PNG", optimize=True)
    return file.getvalue()


def _bars(draw: ImageDraw.ImageDraw, y: int, bars: Sequence[LayerBar], top: float) -> None:
    """Draw one network: its bars, the axis at 0, and the share at the upper end."""
    bottom, step = y + _HEIGHT, (_WIDTH - 3 * _MARGIN) / max(1, len(bars))
    for index, bar in enumerate(bars):
        left, base = 2 * _MARGIN + index * step, float(bottom)
        for kind, share in bar.parts:
            rise = _HEIGHT * share / top if top else 0
            right = max(left + step - min(2, step / 4), left + 0.5)
            draw.rectangle((left, base - rise, right, base), fill=KIND_COLOURS[kind])
            base -= rise
    draw.line((2 * _MARGIN, bottom, _WIDTH - _MARGIN, bottom), fill=_AXIS)
    draw.text((8, y - 4), f"{100 * top:.1f} %", fill=_INK, font=_font())
    draw.text((8, bottom - _FONT_SIZE), "0", fill=_INK, font=_font())


def _legend(draw: ImageDraw.ImageDraw, y: int, legend: Sequence[tuple[str, str]]) -> None:
    """Draw a swatch and a name for each kind."""
    x = 2.0 * _MARGIN
    for kind, name in legend:
        draw.rectangle((x, y + 3, x + _SWATCH, y + 3 + _SWATCH), fill=KIND_COLOURS[kind])
        draw.text((x + _SWATCH + 6, y), name, fill=_INK, font=_font())
        x += _SWATCH + 30 + draw.textlength(name, font=_font())


@lru_cache(maxsize=1)
def _font() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Return Pillow's own font, so that a sheet looks the same on every machine."""
    return ImageFont.load_default(_FONT_SIZE)
