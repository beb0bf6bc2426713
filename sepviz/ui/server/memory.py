"""Collect garbage at times that a class does not notice, and give freed memory back.

Streamlit collects all garbage after every run of a page. With everything that the imports made in sight
that takes 80 ms, and with the widgets of sixty sessions 30 ms, in which nobody else is served. One
collection sees the garbage of all sessions, so one every few seconds is enough: in between, all objects
are frozen, and Streamlit's collections find next to nothing to look at.
"""

import gc
import threading

from sepviz.allocator import give_memory_back

SECONDS = 10.0
"""From a page to the collection of its garbage, and all other; a full one takes 0.1 to 0.2 s."""

_awaited = threading.Lock()  # held from the page to its collection


def collect_soon() -> None:
    """Freeze what there is, and see that garbage is collected a little later; called behind each page."""
    gc.freeze()
    if _awaited.acquire(blocking=False):
        timer = threading.Timer(SECONDS, _collect)
        timer.daemon = True
        timer.start()


def _collect() -> None:
    """Collect the garbage of all sessions and give their memory back."""
    _awaited.release()
    gc.unfreeze()
    gc.collect()
    give_memory_back()
    gc.freeze()
