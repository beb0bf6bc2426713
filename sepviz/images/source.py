"""The bytes behind whatever `load_image` was given, and the format that they announce."""

import os
import stat
from pathlib import Path
from typing import Any

from sepviz.images.refusals import MAX_FILE_BYTES, refusal

_STARTS = {"PNG": (b"\x89PNG\r\n\x1a\n",), "JPEG": (b"\xff\xd8\xff",), "GIF": (b"GIF87a", b"GIF89a")}
_STARTS["TIFF"] = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")  # the last two are BigTIFF
_BMP_HEADER_SIZES = (12, 40, 52, 56, 64, 108, 124)
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif", b"avis"}


def sniff(data: bytes) -> str | None:
    """Return the format that the first bytes announce, None for all others: names and types lie."""
    if data[:2] == b"BM" and int.from_bytes(data[14:18], "little") in _BMP_HEADER_SIZES:
        return "BMP"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WebP"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        return "HEIC"
    return next((name for name, starts in _STARTS.items() if data.startswith(starts)), None)


def read_source(source: Any) -> bytes:
    """Return the whole content of bytes, of a path, or of a file object from its start."""
    is_path = isinstance(source, str | os.PathLike)
    try:
        if is_path:
            data = _read_path(Path(source))
        elif isinstance(source, bytes | bytearray | memoryview):
            data = bytes(source)  # the same object where it is bytes already
        else:
            data = _read_file(source)
    except Exception:  # no such file, closed, opened as text, or anybody's object that raises anything
        raise refusal("image_missing" if is_path else "image_source") from None
    if not data:
        raise refusal("image_empty")
    if len(data) > MAX_FILE_BYTES:
        raise refusal("image_too_large", limit=MAX_FILE_BYTES // 1_000_000)
    return data


def _read_path(path: Path) -> bytes:
    """Read a regular file: a pipe or a device could block for ever, or never end."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise refusal("image_missing")
    with path.open("rb") as file:
        return file.read(MAX_FILE_BYTES + 1)


def _read_file(file: Any) -> bytes:
    """Read up to the limit; most files come in one piece, which is then not copied."""
    if callable(getattr(file, "seek", None)) and getattr(file, "seekable", lambda: True)():
        file.seek(0)
    pieces, room = [], MAX_FILE_BYTES + 1
    while room > 0 and (piece := file.read(room)):
        pieces.append(memoryview(piece).tobytes() if not isinstance(piece, bytes) else piece)
        room -= len(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)
