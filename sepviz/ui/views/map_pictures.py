"""Finished pictures by the digest of what they show: a class asks for the same ones again and again.

What is kept is PNG bytes and a few numbers, never feature maps, and no more than fits.
A cached run's feature maps are not computed at all. All arguments are named: Streamlit looks the names of
others up in the signature, at each call.
"""

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from sepviz.figures.colour import Scale, clipped_share, scale_of
from sepviz.figures.sheet import map_png, rgb_png, sheet_png
from sepviz.figures.sprite import Sprite, sprite
from sepviz.ui.session.run import Run

MAPS_A_PAGE = 64
_FEW, _FEW_WIDTH, _WIDTH = 16, 660, 720
"""The page shows a sheet in some 600 px; it travels, and is encoded, with each change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A finished picture with the numbers that its legend names."""

    png: bytes
    low: float
    high: float
    scale: Scale
    clipped: float
    missing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Thumbnails:
    """Small pictures of some maps of a stage, with the range of each map's values."""

    sprite: Sprite
    ranges: tuple[tuple[float, float], ...]


@st.cache_data(max_entries=400, max_size="40MB", show_spinner=False)
def sheet(
    *, key: str, stage: str, page: int, shared: bool, labels: str, _run: Run, channel: int = 0
) -> Drawn:
    """Return one page of a stage's maps; ``key`` and ``stage`` say which maps these are.

    There is a line of ``labels`` for each map: Streamlit looks at every item of a list by itself.
    """
    start = page * MAPS_A_PAGE
    every = _run.maps(stage, channel)
    maps = np.ascontiguousarray(every[:, :, start : start + MAPS_A_PAGE])  # it is read five times
    width = _FEW_WIDTH if maps.shape[2] <= _FEW else _WIDTH
    png = sheet_png(maps, _scales(_run, stage, maps, shared=shared), labels.splitlines(), sheet_width=width)
    return _drawn(png, maps, _run.scale(stage), shared=shared)


@st.cache_data(max_entries=200, max_size="20MB", show_spinner=False)
def one_map(*, key: str, stage: str, channel: int, shared: bool, _run: Run) -> Drawn:
    """Return one map of a stage, each of its values a pixel or a square; the page shows it larger."""
    values = _run.maps(stage)[:, :, channel]
    scale = _run.scale(stage) if shared else scale_of(values, signed=_run.is_signed(stage))
    return _drawn(map_png(values, scale, side=256), values, scale, shared=True)


@st.cache_data(max_entries=400, max_size="15MB", show_spinner=False)
def thumbnails(*, key: str, stage: str, channels: tuple[int, ...], shared: bool, _run: Run) -> Thumbnails:
    """Return thumbnails of these channels; ``key`` and ``stage`` say of which maps."""
    every = _run.maps(stage)
    maps = every if len(channels) == every.shape[2] else every[:, :, list(channels)]
    return Thumbnails(
        sprite=sprite(maps, _scales(_run, stage, maps, shared=shared)),
        ranges=tuple(zip(*_extents(maps), strict=True)),
    )


@st.cache_data(max_entries=100, max_size="20MB", show_spinner=False)
def channel(*, key: str, index: int, _run: Run) -> NDArray[np.float32]:
    """Return the values of one output map, which the microscope writes out."""
    return np.ascontiguousarray(_run.maps(_run.stage_names[-1])[:, :, index])


@st.cache_data(max_entries=60, max_size="30MB", show_spinner=False)
def picture_png(*, digest: str, _values: NDArray[np.float32]) -> bytes:
    """Return the working image in colour."""
    return rgb_png(_values, side=512)


def _scales(run: Run, stage: str, maps: NDArray[np.floating], *, shared: bool) -> Scale | list[Scale]:
    """Return the one scale of a stage, or one for each of these maps."""
    if shared:
        return run.scale(stage)
    signed = run.is_signed(stage)
    return [scale_of(maps[:, :, index], signed=signed) for index in range(maps.shape[2])]


def _drawn(png: bytes, values: NDArray[np.floating], scale: Scale, *, shared: bool) -> Drawn:
    """Gather what the legend says of a picture."""
    missing = bool(np.isnan(values.min()))
    low, high = _extent(values)
    clipped = clipped_share(values, scale) if shared else 0.0
    return Drawn(png=png, low=low, high=high, scale=scale, clipped=clipped, missing=missing)


def _extent(values: NDArray[np.floating]) -> tuple[float, float]:
    """Return the least and the greatest value that is a number."""
    low, high = float(values.min()), float(values.max())
    return (float(np.nanmin(values)), float(np.nanmax(values))) if np.isnan(low) else (low, high)


def _extents(maps: NDArray[np.floating]) -> tuple[list[float], list[float]]:
    """Return the same of each of several maps."""
    # Whole rows at a time: along two axes at once, NumPy goes pixel by pixel.
    low, high = maps.min(axis=0).min(axis=0), maps.max(axis=0).max(axis=0)
    if np.isnan(low).any():
        low, high = np.nanmin(maps, axis=(0, 1)), np.nanmax(maps, axis=(0, 1))
    return low.tolist(), high.tolist()
