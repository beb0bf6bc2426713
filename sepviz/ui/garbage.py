"""Garbage collection that a class can afford.

Streamlit collects everything after every run of a page. With all that the imports made in sight that
takes 80 ms, and with the widgets of sixty sessions 30 ms, in which nobody else is served. One collection
sees the garbage of all sessions, so one every few seconds is enough: in between, what is there is frozen,
and Streamlit's collections find next to nothing to look at.
"""

import gc
import threading
import time

from sepviz.images.worker import give_memory_back

SECONDS = 10.0
"""From one collection to the next; a full one takes 0.1 to 0.2 s."""

_collecting = threading.Lock()
_last = 0.0


def rest() -> None:
    """Take everything out of the collector's sight, having looked through it where that is due."""
    global _last  # noqa: PLW0603 (the garbage is the process's own, so is the time)
    if time.monotonic() - _last > SECONDS and _collecting.acquire(blocking=False):
        _last = time.monotonic()
        gc.unfreeze()
        gc.collect()
        give_memory_back()
        _collecting.release()
    gc.freeze()
