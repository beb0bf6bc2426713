"""What the process tells its C library about memory: where to allocate, and when to give memory back.

Only glibc has these settings; elsewhere (macOS, musl, Windows) nothing is done.
"""

import ctypes
import os
from contextlib import suppress
from typing import Any

_M_ARENA_MAX, _M_MMAP_THRESHOLD = -8, -3  # malloc.h of glibc
_MAPPED_FROM = 2 * 2**20


def configure_allocator() -> None:
    """Let all threads share one arena, and map large arrays on their own.

    Every run of a page is a thread of its own, and glibc keeps what a thread has freed for that thread's
    arena: after forty uploads 75 MB. Python's lock lets one thread allocate at a time anyway.
    glibc also raises the size from which it maps memory on its own with each such array that is freed, up
    to 32 MB: feature maps then lie in the heap, where one small object above them keeps them all. With a
    fixed threshold they go back to the system when they are freed.
    """
    with suppress(OSError, AttributeError, TypeError):
        library = ctypes.CDLL(None)
        library.mallopt(_M_ARENA_MAX, 1)
        library.mallopt(_M_MMAP_THRESHOLD, _MAPPED_FROM)


def give_memory_back() -> None:
    """Return freed memory to the system; glibc alone would keep some tens of megabytes."""
    if _malloc_trim is not None:
        _malloc_trim(0)


def _find_malloc_trim() -> Any:
    """Return glibc's function, None on systems without it."""
    return getattr(ctypes.CDLL(None), "malloc_trim", None) if os.name == "posix" else None


_malloc_trim = _find_malloc_trim()
