"""Limit how many pages the process computes at once; the others wait in the order in which they came.

Python computes one page at a time whatever we do. Sixty pages at once share it out so that none is
finished before nearly all are; one after the other, each takes the 40 ms that it takes alone.
"""

import threading
from types import TracebackType

AT_ONCE = 2
"""One for each core: NumPy, Pillow and zlib let go of Python's lock, and a long run blocks nobody else."""


class PageSlots:
    """So many pages at once, and how many are asked for: what can wait lets them go first.

    Examples
    --------
    >>> slots = PageSlots(2)
    >>> with slots:
    ...     slots.asked
    1
    """

    def __init__(self, at_once: int) -> None:
        self.asked = 0
        slots = threading.Semaphore(at_once)
        self.acquire, self.release = slots.acquire, slots.release
        self._counting = threading.Lock()

    def __enter__(self) -> None:
        """Wait for a slot."""
        self._count(1)
        try:
            self.acquire()
        except BaseException:
            self._count(-1)
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the slot back."""
        self.release()
        self._count(-1)

    def _count(self, change: int) -> None:
        """Note that a page came or went."""
        with self._counting:
            self.asked += change


page_slot = PageSlots(AT_ONCE)
"""Held while a page is computed: ``with page_slot: ...``."""
