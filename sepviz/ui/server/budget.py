"""Memory that all visitors share: who does not fit in waits for those before to finish."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Budget:
    """Bytes of which each run takes what it needs and gives it back in the end.

    Parameters
    ----------
    size : int
        Bytes; whoever asks for more gets all of them.

    Examples
    --------
    >>> budget = Budget(100)
    >>> with budget.take(70):
    ...     budget.free
    30
    >>> budget.free
    100
    """

    def __init__(self, size: int) -> None:
        self.size = self.free = size
        self._given_back = threading.Condition()

    @contextmanager
    def take(self, size: int) -> Iterator[None]:
        """Wait until so many bytes are free, and hold them for the time of the block."""
        size = min(size, self.size)
        with self._given_back:
            self._given_back.wait_for(lambda: self.free >= size)
            self.free -= size
        try:
            yield
        finally:
            with self._given_back:
                self.free += size
                self._given_back.notify_all()


FEATURE_MAPS = Budget(128 * 2**20)
"""For the feature maps of all visitors who are being answered at this moment."""
