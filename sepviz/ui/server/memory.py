"""Keep the memory of the process small: what its C library and Python's garbage collector are told.

Streamlit collects all garbage after every run of a page. With everything that the imports made in sight
that takes 80 ms, and with the widgets of sixty sessions 30 ms, in which nobody else is served. One
collection sees the garbage of all sessions, so one every few seconds is enough: in between, all objects
are frozen, and Streamlit's collections find next to nothing to look at.
"""

import ctypes
import gc
import threading
import time

from sepviz.images.worker import give_memory_back

SECONDS = 10.0
"""From one collection to the next; a full one takes 0.1 to 0.2 s."""

_M_ARENA_MAX = -8  # malloc.h of glibc
_collecting = threading.Lock()
_last = 0.0


def share_arena() -> None:
    """Let all threads allocate from one arena of glibc, where the C library has such a setting.

    Every run of a page is a thread of its own, and glibc keeps what a thread has freed for that thread's
    arena: after forty uploads 75 MB. Python's lock lets one thread allocate at a time anyway.
    """
    try:
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)
    except (OSError, AttributeError, TypeError):  # macOS, musl, Windows
        return


def collect_if_due() -> None:
    """Collect garbage if the last collection is long enough ago, then freeze what is left."""
    global _last  # noqa: PLW0603 (the garbage is the process's own, so is the time)
    if time.monotonic() - _last > SECONDS and _collecting.acquire(blocking=False):
        _last = time.monotonic()
        gc.unfreeze()
        gc.collect()
        give_memory_back()
        _collecting.release()
    gc.freeze()
