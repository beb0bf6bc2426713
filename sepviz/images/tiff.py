"""TIFF and BigTIFF, first page: strips or tiles to planes of red, green and blue."""

from collections.abc import Callable, Iterator

import numpy as np

from sepviz.images.bits import unpack_bits, unpack_odd_bits
from sepviz.images.colour import (
    associated_on_white,
    from_cmyk,
    from_lab,
    from_palette,
    from_ycc,
    on_white,
    planes_of,
)
from sepviz.images.picture import BAND_PIXELS, Picture
from sepviz.images.tiff_directory import ORIENTATION, read_directory
from sepviz.images.tiff_layout import (
    CMYK,
    FLOATING,
    JPEG,
    LAB,
    PALETTE,
    SIGNED,
    UNSIGNED,
    WHITE_IS_ZERO,
    YCBCR,
    Layout,
    read_layout,
)
from sepviz.images.tiff_segments import Segments, find_segments, row_blocks


def open_tiff(data: bytes, max_pixels: int) -> Picture:
    """Check the first page of a TIFF file and return its picture, still to be decoded."""
    directory = read_directory(data)
    layout = read_layout(directory, max_pixels)
    segments = find_segments(data, directory, layout)
    orientation = directory.number(ORIENTATION, 1)
    return Picture(
        width=layout.width,
        height=layout.height,
        bands=_bands(layout, segments),
        orientation=orientation if 1 <= orientation <= 8 else 1,
    )


def _bands(layout: Layout, segments: Segments) -> Iterator[np.ndarray]:
    """Yield planes of the whole picture."""
    to_unit = _scaling(layout, segments)
    for samples in _samples(layout, segments):
        yield _colour(layout, samples, to_unit)


def _samples(layout: Layout, segments: Segments) -> Iterator[np.ndarray]:
    """Yield samples (rows, width, channels) of any number type, top to bottom."""
    planes = range(layout.channels if layout.planar else 1)
    step = max(1, BAND_PIXELS // layout.width)
    for blocks in zip(*(row_blocks(segments, plane) for plane in planes), strict=True):
        for top in range(0, len(blocks[0]), step):
            parts = [_unpack(layout, block[top : top + step]) for block in blocks]
            yield parts[0] if len(parts) == 1 else np.concatenate(parts, axis=2)


def _unpack(layout: Layout, rows: np.ndarray) -> np.ndarray:
    """Turn bytes (rows, tiles across, bytes of one tile) into samples (rows, width, stored channels)."""
    count = layout.tile_width * layout.stored_channels
    lines = np.ascontiguousarray(rows).reshape(-1, layout.row_bytes)
    if layout.predictor == 3:
        lines = _undo_float_predictor(layout, lines)
    if layout.depth in (8, 16, 32, 64):
        kind = {UNSIGNED: "u", SIGNED: "i", FLOATING: "f"}[layout.sample_format]
        order = ">" if layout.predictor == 3 else layout.byte_order
        lines = lines.view(f"{order}{kind}{layout.depth // 8}")
    else:
        lines = (unpack_bits if layout.depth in (1, 2, 4) else unpack_odd_bits)(lines, layout.depth, count)
    samples = lines[:, :count].reshape(len(lines), layout.tile_width, layout.stored_channels)
    if layout.predictor == 2:
        samples = _undo_differences(samples)
    return samples.reshape(len(rows), -1, layout.stored_channels)[:, : layout.width]


def _undo_differences(samples: np.ndarray) -> np.ndarray:
    """Sum up differences along each row of a tile; integers wrap around, floats are summed as integers."""
    whole = samples.view(f"{samples.dtype.str[0]}u{samples.itemsize}")
    return np.cumsum(whole, axis=1, dtype=whole.dtype.newbyteorder("=")).view(
        samples.dtype.newbyteorder("=")
    )


def _undo_float_predictor(layout: Layout, lines: np.ndarray) -> np.ndarray:
    """Undo Adobe's floating point predictor (TIFF technical note 3): high bytes first, as differences."""
    channels, size = layout.stored_channels, layout.depth // 8
    summed = np.cumsum(lines.reshape(len(lines), -1, channels), axis=1, dtype=np.uint8)
    return np.ascontiguousarray(summed.reshape(len(lines), size, -1).swapaxes(1, 2)).reshape(lines.shape)


def _scaling(layout: Layout, segments: Segments) -> Callable[[np.ndarray], np.ndarray]:
    """Return the function from samples to planes in [0, 1].

    Unsigned samples are divided by the largest of their depth. Signed samples, and floating point ones
    that leave [0, 1], have no agreed white: the smallest becomes 0 and the largest 1.
    """
    if layout.has_white:
        return lambda samples: planes_of(samples, 2.0**layout.depth - 1)
    low, high = _value_range(_samples(layout, segments))
    if layout.sample_format == FLOATING and low >= 0 and high <= 1:
        low, high = 0, 1
    spread = (high - low) or 1

    def scale(samples: np.ndarray) -> np.ndarray:
        values = (np.nan_to_num(samples.astype(np.float64), nan=low) - low) / spread
        return np.ascontiguousarray(np.moveaxis(values.clip(0, 1), 2, 0), dtype=np.float32)

    return scale


def _value_range(bands: Iterator[np.ndarray]) -> tuple[float, float]:
    """Return the smallest and the largest finite value."""
    low, high = np.inf, -np.inf
    for samples in bands:
        finite = samples[np.isfinite(samples)]
        if finite.size:
            low, high = min(low, float(finite.min())), max(high, float(finite.max()))
    return (low, high) if low <= high else (0.0, 1.0)


def _colour(layout: Layout, samples: np.ndarray, to_unit: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """Convert samples to planes on white, as the photometric interpretation says."""
    colour = _opaque(layout, samples[:, :, : layout.colour_channels], to_unit)
    if not layout.alpha:
        return colour
    alpha = to_unit(samples[:, :, layout.colour_channels : layout.colour_channels + 1])
    return (associated_on_white if layout.alpha == 1 else on_white)(colour, alpha)


def _opaque(layout: Layout, samples: np.ndarray, to_unit: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """Convert colour samples to planes of grey or RGB."""
    if layout.photometric == PALETTE:
        return from_palette(samples[:, :, 0], layout.palette)
    if layout.photometric == LAB:
        signed = samples.view(np.int8)[:, :, 1:]
        return from_lab(
            np.stack([samples[:, :, 0].view(np.uint8) / 2.55, signed[:, :, 0], signed[:, :, 1]])
        )
    planes = to_unit(samples)
    if layout.photometric == WHITE_IS_ZERO:
        return 1 - planes
    if layout.photometric == CMYK:
        return from_cmyk(planes)
    if layout.photometric == YCBCR and layout.compression != JPEG:  # libjpeg has converted it already
        return from_ycc(planes)
    return planes
