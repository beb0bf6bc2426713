"""Collect garbage at times that a class does not notice, and give freed memory back.

Streamlit collects all garbage after every run of a page. With everything that the imports made in sight
that takes 80 ms, and with the widgets of sixty sessions 30 ms, in which nobody else is served. One
collection sees the garbage of all sessions, so one every few seconds is enough: in between, all objects
are frozen, and Streamlit's collections find next to nothing to look at.
"""

import gc
import threading
import time

from sepviz.allocator import give_memory_back

SECONDS = 10.0
"""From one collection to the next; a full one takes 0.1 to 0.2 s."""

_collecting = threading.Lock()
_last = 0.0
_idle: threading.Timer | None = None


def collect_if_due() -> None:
    """Collect garbage if the last collection is long enough ago, then freeze what is left.

    Called behind each page. When no page follows, the garbage of the last ones is collected as well.
    """
    if time.monotonic() - _last > SECONDS:
        _collect()
    gc.freeze()
    _collect_when_idle()


def _collect() -> None:
    """Collect the garbage of all sessions and give their memory back, unless another thread is at it."""
    global _last  # noqa: PLW0603 (the garbage is the process's own, so is the time)
    if _collecting.acquire(blocking=False):
        try:
            _last = time.monotonic()
            gc.unfreeze()
            gc.collect()
            give_memory_back()
            gc.freeze()
        finally:
            _collecting.release()


def _collect_when_idle() -> None:
    """Start the wait for an idle server anew."""
    global _idle  # noqa: PLW0603
    if _idle is not None:
        _idle.cancel()
    _idle = threading.Timer(SECONDS, _collect)
    _idle.daemon = True
    _idle.start()
