"""The bytes behind whatever `load_image` was given, without reading more than is allowed."""

import os
import stat
from pathlib import Path
from typing import Any

from sepviz.errors import ImageError
from sepviz.images.refusals import MAX_FILE_BYTES, refusal


def read_source(source: Any) -> bytes:
    """Return the whole content of bytes, of a path, or of a file object from its start."""
    if isinstance(source, bytes | bytearray | memoryview):
        data = bytes(source)  # the same object where it is bytes already
    elif isinstance(source, str | os.PathLike):
        data = _read_path(source)
    elif callable(getattr(source, "read", None)):
        data = _read_file(source)
    else:
        raise refusal("image_source")
    if not data:
        raise refusal("image_empty")
    if len(data) > MAX_FILE_BYTES:
        raise _too_large()
    return data


def _too_large() -> ImageError:
    """Build the refusal of a file above the limit."""
    return refusal("image_too_large", limit=MAX_FILE_BYTES // 1_000_000)


def _read_path(path: str | os.PathLike[str]) -> bytes:
    """Read a regular file: a pipe or a device could block for ever, or never end."""
    try:
        place = Path(path)
        if not stat.S_ISREG(place.stat().st_mode):
            raise refusal("image_missing")
        with place.open("rb") as file:
            return _read_pieces(file)
    except ImageError:
        raise
    except Exception:  # no such file, no permission, NUL in the name, an object that cannot say its path
        raise refusal("image_missing") from None


def _read_file(file: Any) -> bytes:
    """Read a file object from its start, as often as it is handed in, and leave it open."""
    try:
        if callable(getattr(file, "seek", None)) and getattr(file, "seekable", lambda: True)():
            file.seek(0)
        return _read_pieces(file)
    except ImageError:
        raise
    except Exception:  # closed, opened as text, or anybody's object that raises anything
        raise refusal("image_source") from None


def _read_pieces(file: Any) -> bytes:
    """Read up to the limit; most files come in one piece, which is then not copied."""
    pieces, room = [], MAX_FILE_BYTES + 1
    while room > 0 and (piece := file.read(room)):
        if not isinstance(piece, bytes | bytearray | memoryview):
            raise refusal("image_source")
        room -= len(piece)
        pieces.append(bytes(piece))
    if room <= 0:
        raise _too_large()
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)
