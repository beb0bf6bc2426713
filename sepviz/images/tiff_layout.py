"""How the pixels of a TIFF page are cut up, compressed and stored (TIFF 6.0)."""

from dataclasses import dataclass

import numpy as np

from sepviz.images.refusals import check_size, refusal
from sepviz.images.tiff_directory import Directory

NONE, CCITT_RLE, CCITT_3, CCITT_4, LZW, JPEG, DEFLATE, PACKBITS, OLD_DEFLATE = (
    1,
    2,
    3,
    4,
    5,
    7,
    8,
    32773,
    32946,
)
WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, PALETTE, CMYK, YCBCR, LAB = 0, 1, 2, 3, 5, 6, 8
UNSIGNED, SIGNED, FLOATING = 1, 2, 3
_COMPRESSIONS = {NONE, CCITT_RLE, CCITT_3, CCITT_4, LZW, JPEG, DEFLATE, PACKBITS, OLD_DEFLATE}
_COLOUR_CHANNELS = {WHITE_IS_ZERO: 1, BLACK_IS_ZERO: 1, RGB: 3, PALETTE: 1, CMYK: 4, YCBCR: 3, LAB: 3}
_MAX_CHANNELS = 8
_MAX_SEGMENTS = 70_000
_MAX_FAX_ROWS = 30_000  # libtiff writes a line to the server's log for each row that is broken
_MAX_JPEG_SEGMENTS = 4096  # each starts a decoder
_MAX_BYTES = 200_000_000  # once they are decompressed
_MAX_SLOW_SAMPLES = 37_000_000  # of signed and floating point values and of Lab
_MAX_ODD_BITS = 480_000_000  # of depths that have to be put together bit by bit
_MAX_JPEG_TABLES = 1 << 16
_MAX_TILE_ROW_BYTES = 32_000_000  # tiles side by side are decoded together
_TILE_ALLOWANCE = 1 << 20  # pixels that the tiles of a small picture may waste


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One page, checked. A strip is a tile as wide as the picture; a segment is either.

    Parameters
    ----------
    byte_order : str
        `"<"` or `">"`.
    width, height, tile_width, tile_height : int
        In pixels.
    depth, sample_format : int
        Bits of each sample; unsigned, signed or floating.
    channels, colour_channels : int
        Samples of each pixel; those of them that are colour.
    alpha : int
        Meaning of the first sample that is not colour: 0 none, 1 associated alpha, 2 straight alpha.
    planar : bool
        Whether each channel has segments of its own.
    predictor : int
        1 none, 2 differences of samples, 3 differences of the bytes of floating point samples.
    palette : ndarray
        (entries, 3) in [0, 1].
    """

    byte_order: str
    width: int
    height: int
    tile_width: int
    tile_height: int
    depth: int
    sample_format: int
    channels: int
    colour_channels: int
    alpha: int
    planar: bool
    photometric: int
    compression: int
    predictor: int
    reversed_bits: bool
    fax_options: int
    jpeg_tables: bytes
    palette: np.ndarray

    @property
    def has_white(self) -> bool:
        """Whether the format says which value is white; otherwise all values are read once to find it."""
        return self.sample_format == UNSIGNED or self.photometric == LAB

    @property
    def stored_channels(self) -> int:
        """Samples of one pixel that lie next to each other."""
        return 1 if self.planar else self.channels

    @property
    def across(self) -> int:
        """Segments side by side."""
        return -(-self.width // self.tile_width)

    @property
    def down(self) -> int:
        """Segments one below the other."""
        return -(-self.height // self.tile_height)

    @property
    def row_bytes(self) -> int:
        """Bytes of one row of one segment."""
        return (self.tile_width * self.stored_channels * self.depth + 7) // 8


def read_layout(directory: Directory, max_pixels: int) -> Layout:
    """Check everything that decides how a page is decoded."""
    number, numbers = directory.number, directory.numbers
    width, height = number(256), number(257)
    check_size(width, height, max_pixels)
    photometric, compression, channels = number(262, BLACK_IS_ZERO), number(259, NONE), number(277, 1)
    depths, formats = set((numbers(258) or [1])[:channels]), set((numbers(339) or [UNSIGNED])[:channels])
    if (
        compression not in _COMPRESSIONS
        or not _COLOUR_CHANNELS.get(photometric, _MAX_CHANNELS) <= channels <= _MAX_CHANNELS
        or len(depths) != 1
        or len(formats) != 1
        or (photometric == YCBCR and compression != JPEG and numbers(530) != [1, 1])
    ):
        raise refusal("image_unsupported", format="TIFF")
    tiled = 324 in directory.tags
    layout = Layout(
        byte_order=directory.byte_order,
        width=width,
        height=height,
        tile_width=number(322) if tiled else width,
        tile_height=number(323) if tiled else min(number(278, height), height),
        depth=depths.pop(),
        sample_format=formats.pop(),
        channels=channels,
        colour_channels=_COLOUR_CHANNELS[photometric],
        alpha=_alpha(numbers(338), photometric, channels - _COLOUR_CHANNELS[photometric]),
        planar=number(284, 1) == 2 and channels > 1,
        photometric=photometric,
        compression=compression,
        predictor=number(317, 1) if compression in (LZW, DEFLATE, OLD_DEFLATE) else 1,
        reversed_bits=number(266, 1) == 2,
        fax_options=number(292, 0),
        jpeg_tables=directory.values(347)[:_MAX_JPEG_TABLES].tobytes(),
        palette=_palette(directory) if photometric == PALETTE else np.empty((0, 3)),
    )
    _check_samples(layout)
    _check_tiles(layout)
    return layout


def _alpha(extra: list[int], photometric: int, count: int) -> int:
    """Return what the first extra sample means; a fourth one without explanation is straight alpha."""
    if count == 0:
        return 0
    if not extra:
        return 2 if photometric == RGB and count == 1 else 0
    return extra[0] if extra[0] in (0, 1) else 2


def _palette(directory: Directory) -> np.ndarray:
    """Return the colour map; some writers fill only the low bytes of its 16-bit values."""
    values = directory.values(320)[: 3 * 256].astype(np.float64).reshape(3, -1).T
    return values / (65535 if values.max() > 255 else 255)


def _check_samples(layout: Layout) -> None:
    """Refuse depths that the format does not have, or that are not read here."""
    allowed: dict[int, tuple[int, ...]] = {
        UNSIGNED: (*range(1, 17), 32),  # writers disagree about the order of the bytes of 24 bits
        SIGNED: (8, 16, 32),
        FLOATING: (16, 32, 64),
    }
    if (
        layout.depth not in allowed.get(layout.sample_format, ())
        or (
            layout.compression in (CCITT_RLE, CCITT_3, CCITT_4)
            and (layout.depth, layout.stored_channels) != (1, 1)
        )
        or (
            layout.compression == JPEG
            and (layout.depth != 8 or layout.planar or layout.photometric == PALETTE)
        )
        or (layout.photometric == PALETTE and (layout.depth > 8 or layout.sample_format != UNSIGNED))
        or (layout.photometric == LAB and (layout.depth != 8 or layout.sample_format == FLOATING))
        or (layout.predictor == 2 and layout.depth not in (8, 16, 32, 64))
        or (layout.predictor == 3 and layout.sample_format != FLOATING)
        or layout.predictor not in (1, 2, 3)
    ):
        raise refusal("image_unsupported", format="TIFF")


def _too_much_work(layout: Layout) -> bool:
    """Tell whether decoding would take more than about a second."""
    samples = layout.width * layout.height * layout.channels
    if layout.sample_format != UNSIGNED or layout.photometric == LAB:
        return samples > _MAX_SLOW_SAMPLES
    if layout.depth not in (1, 2, 4, 8, 16, 32):
        return samples * layout.depth > _MAX_ODD_BITS
    return samples * layout.depth > 8 * _MAX_BYTES


def _check_tiles(layout: Layout) -> None:
    """Refuse tiles that make a small picture expensive, and too many of them."""
    width, height = layout.tile_width, layout.tile_height
    if width < 1 or height < 1:
        raise refusal("image_damaged")
    covered = layout.across * width * layout.down * height
    segments = layout.across * layout.down * (layout.channels if layout.planar else 1)
    if (
        covered > 4 * layout.width * layout.height + _TILE_ALLOWANCE
        or segments > (_MAX_JPEG_SEGMENTS if layout.compression == JPEG else _MAX_SEGMENTS)
        or (layout.compression in (CCITT_RLE, CCITT_3, CCITT_4) and layout.height > _MAX_FAX_ROWS)
        or _too_much_work(layout)
        or (layout.across > 1 and layout.across * layout.row_bytes * height > _MAX_TILE_ROW_BYTES)
    ):
        raise refusal("image_too_complex")
