"""Long work of all visitors, one piece at a time in the process, in the order in which it was asked for."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

Part = TypeVar("Part")


class Job(Generic[Part]):
    """One piece of work that gives its results part by part; it ends when nobody asks for them any more.

    Parameters
    ----------
    work : callable
        Returns an iterator of parts; it is not called before it is this job's turn.
    total : int
        How many parts there will be, for the progress.
    seconds : float
        After so many seconds of work it stops.
    patience : float
        So many seconds may pass between two looks at the job.
    """

    def __init__(
        self,
        work: Callable[[], Iterator[Part]],
        *,
        total: int,
        seconds: float = 60.0,
        patience: float = 15.0,
    ) -> None:
        self._work, self._seconds, self._patience = work, seconds, patience
        self.total = total
        self.parts: list[Part] = []
        self.cancelled = self.finished = self.failed = self.out_of_time = False
        self._seen = time.monotonic()

    def look(self) -> None:
        """Say that somebody still waits for it."""
        self._seen = time.monotonic()

    def cancel(self) -> None:
        """Stop before the next part."""
        self.cancelled = True

    @property
    def abandoned(self) -> bool:
        """Whether nobody has looked for too long."""
        return time.monotonic() - self._seen > self._patience

    def run(self) -> None:
        """Collect the parts until they end, somebody cancels, or time is up."""
        begin = time.monotonic()
        try:
            if not self._unwanted():
                for part in self._work():
                    self.parts.append(part)
                    self.out_of_time = time.monotonic() - begin > self._seconds
                    if self._unwanted() or self.out_of_time:
                        break
        except Exception:  # the page says so, and the next visitor's turn comes all the same
            logging.getLogger(__name__).exception("a job failed")
            self.failed = True
        finally:
            self.finished = True

    def _unwanted(self) -> bool:
        """Whether to stop."""
        self.cancelled = self.cancelled or self.abandoned
        return self.cancelled


class Turns:
    """A queue of jobs, and a thread that does one after the other while there are any.

    Parameters
    ----------
    most : int
        How many may be in it, the one at work included.

    Examples
    --------
    >>> turns, job = Turns(most=2), Job(lambda: iter("ab"), total=2)
    >>> turns.join(job), turns.wait(job), job.parts
    (True, True, ['a', 'b'])
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._jobs: list[Job[Any]] = []
        self._changed = threading.Condition()

    def join(self, job: Job[Any]) -> bool:
        """Put a job at the end of the queue; False where that is full."""
        with self._changed:
            self._jobs = [
                other for other in self._jobs if not (other.cancelled and other is not self._jobs[0])
            ]
            if len(self._jobs) >= self._most:
                return False
            self._jobs.append(job)
            if len(self._jobs) == 1:
                threading.Thread(target=self._work_off, daemon=True, name="turns").start()
            return True

    def before(self, job: Job[Any]) -> int:
        """Return how many others come first; 0 for the job at work and for one that is over."""
        with self._changed:
            waiting = [other for other in self._jobs if not other.cancelled or other is job]
            return waiting.index(job) if job in waiting else 0

    def wait(self, job: Job[Any], seconds: float = 60.0) -> bool:
        """Wait until a job is over; False where that takes longer."""
        with self._changed:
            return self._changed.wait_for(lambda: job.finished, seconds)

    def _work_off(self) -> None:
        """Do the first job until none is left."""
        while True:
            with self._changed:
                job = self._jobs[0]
            job.run()
            with self._changed:
                self._jobs.remove(job)
                self._changed.notify_all()
                if not self._jobs:
                    return


SWEEPS = Turns(most=20)
"""Measurements of all visitors: two at once would slow each other down."""
