"""Bytes to samples: the bit depths and byte orders that pictures are stored with."""

import numpy as np


def unpack_bits(rows: np.ndarray, depth: int, count: int) -> np.ndarray:
    """Split bytes (rows, bytes) into samples of 1, 2, 4 or 8 bits, the high bits first, `count` a row.

    Examples
    --------
    >>> unpack_bits(np.array([[0b00011011]], np.uint8), 2, 3)
    array([[0, 1, 2]], dtype=uint8)
    """
    shifts = np.arange(8 - depth, -1, -depth, dtype=np.uint8)
    return (rows[:, :, None] >> shifts & ((1 << depth) - 1)).reshape(len(rows), -1)[:, :count]


def unpack_odd_bits(rows: np.ndarray, depth: int, count: int) -> np.ndarray:
    """Split bytes (rows, bytes) into `count` samples of any depth up to 31 bits, packed without gaps.

    Examples
    --------
    >>> unpack_odd_bits(np.array([[0xAB, 0xCD, 0xEF]], np.uint8), 12, 2)
    array([[2748, 3567]], dtype=uint32)
    """
    bits = np.unpackbits(rows, axis=1, count=depth * count).reshape(len(rows), count, depth)
    samples = np.zeros((len(rows), count), np.uint32)
    for position in range(depth):
        samples = samples << np.uint32(1) | bits[:, :, position]
    return samples
