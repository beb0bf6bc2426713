"""Deflated data in pieces: never more of it in memory than is asked for."""

import zlib
from collections.abc import Iterable, Iterator

from sepviz.images.refusals import refusal

_INPUT = 1 << 16  # compressed bytes handed over at a time; zlib copies what it does not use up

_MAX_REST = 16  # pieces behind the last pixel; a bomb would have millions


class Inflater:
    """The bytes that chunks of one zlib stream inflate to.

    Parameters
    ----------
    chunks : iterable of bytes
        The stream, cut anywhere.

    Examples
    --------
    >>> inflater = Inflater([zlib.compress(b"separable")])
    >>> inflater.read(4), inflater.read(5)
    (b'sepa', b'rable')
    """

    def __init__(self, chunks: Iterable[bytes | memoryview]) -> None:
        self._decompressor = zlib.decompressobj()
        self._pieces = _cut(chunks)

    def read(self, size: int) -> bytes:
        """Return exactly `size` bytes; fewer in the stream are an error."""
        parts = []
        while size:
            part = self._some(size)
            if not part:
                raise refusal("image_truncated")
            parts.append(part)
            size -= len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def finish(self) -> None:
        """Check that the stream ends, with the right checksum; a few bytes more than needed are ignored."""
        for _ in range(_MAX_REST):
            if not self._some(_INPUT):
                break
        if not self._decompressor.eof:
            raise refusal("image_truncated")

    def _some(self, size: int) -> bytes:
        """Return between one byte and `size`, and none only at the end."""
        while not self._decompressor.eof:
            compressed = self._decompressor.unconsumed_tail or next(self._pieces, b"")
            part = self._decompressor.decompress(compressed, size)
            if part or not compressed:
                return part
        return b""


def _cut(chunks: Iterable[bytes | memoryview]) -> Iterator[memoryview]:
    """Cut chunks into small pieces."""
    for chunk in chunks:
        view = memoryview(chunk)
        for start in range(0, len(view), _INPUT):
            yield view[start : start + _INPUT]
