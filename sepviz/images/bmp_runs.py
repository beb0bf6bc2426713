"""Run-length compressed BMP pictures (BI_RLE8 and BI_RLE4)."""

import numpy as np

from sepviz.images.refusals import refusal

MAX_RUN_BYTES = 2_000_000
"""Most compressed bytes that are read: a million runs, each a step of Python."""

_HALF_BYTES = bytes.maketrans(b"0123456789abcdef", bytes(range(16)))


def expand_runs(data: bytes, width: int, height: int, *, four_bits: bool) -> np.ndarray:
    """Return palette indices (height, width) in the order in which the file stores its rows.

    A run that leaves its row or the picture, or data that end before the end-of-bitmap code, are damage.
    Pictures with pixels that no run reaches are refused: nobody agrees what colour those have.
    """
    pixels = bytearray(width * height)
    x = y = position = filled = 0
    while True:
        if position > MAX_RUN_BYTES - 2:
            raise refusal("image_too_complex")
        count, value = data[position], data[position + 1]
        position += 2
        if count == 0 and value == 1:
            if filled < len(pixels):
                raise refusal("image_unsupported", format="BMP")
            return np.frombuffer(pixels, np.uint8).reshape(height, width)
        if count == 0 and value == 0:
            x, y = 0, y + 1
        elif count == 0 and value == 2:
            x, y, position = x + data[position], y + data[position + 1], position + 2
        else:
            if count:
                run = _repeated(count, value, four_bits=four_bits)
            else:
                run, position = _literal(data, position, value, four_bits=four_bits)
            if y >= height or x + len(run) > width:
                raise refusal("image_damaged")
            pixels[y * width + x : y * width + x + len(run)] = run
            x, filled = x + len(run), filled + len(run)


def _repeated(count: int, value: int, *, four_bits: bool) -> bytes:
    """Return one byte, or its two halves in turn, `count` pixels long."""
    return (bytes((value >> 4, value & 15)) * 128)[:count] if four_bits else bytes((value,)) * count


def _literal(data: bytes, position: int, count: int, *, four_bits: bool) -> tuple[bytes, int]:
    """Return `count` pixels that are stored as they are, and the position behind them (16-bit aligned)."""
    size = (count + 1) // 2 if four_bits else count
    stored = data[position : position + size]
    if len(stored) < size:
        raise refusal("image_truncated")
    if four_bits:
        stored = stored.hex().encode().translate(_HALF_BYTES)[:count]
    return stored, position + size + size % 2
