"""Long work, one job at a time for the whole process, in slices that let pages go first.

A page hands a job over and asks now and then how it stands; no page waits for it. A job that nobody asks
about any more rests, so that a visitor who has left keeps nobody waiting.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from typing import Literal

from sepviz.ui.server.page_slots import page_slot

UNSEEN = 20.0
"""Seconds without a question after which a job rests."""
TURN = 10.0
"""Seconds after which a job that is not over lets those pass that wait; most are over by then."""
_WAIT, _NAP = 0.1, 0.002
"""The longest that a slice waits for pages, so that a busy class does not stop it; how often it looks."""

State = Literal["resting", "waiting", "computing", "done", "failed"]


class Job:
    """Work in slices.

    Parameters
    ----------
    slices : iterator
        Each item is computed when it is asked for.
    note : callable
        Called with each item, in the thread of the queue.
    """

    def __init__(self, slices: Iterator[object], note: Callable[[object], None]) -> None:
        self.slices, self.note = slices, note
        self.state: State = "resting"
        self.until: Callable[[object], bool] = _never
        self.halt = False
        self.seen = time.monotonic()

    @property
    def active(self) -> bool:
        """Whether it waits or computes."""
        return self.state in ("waiting", "computing")


class Queue:
    """Jobs in the order in which they came; a thread works on the first, one turn long, while there is any.

    Examples
    --------
    >>> items, queue = [], Queue()
    >>> job = Job(iter(range(3)), items.append)
    >>> queue.go(job)
    >>> queue.join()
    >>> items, job.state
    ([0, 1, 2], 'done')
    """

    def __init__(self) -> None:
        self._jobs: list[Job] = []
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def go(self, job: Job, until: Callable[[object], bool] | None = None) -> None:
        """Queue a job, unless it is; it rests behind the next item of which ``until`` is true."""
        with self._lock:
            job.until = until or _never
            if job.state != "resting":
                return
            job.state, job.halt, job.seen = "waiting", False, time.monotonic()
            self._jobs.append(job)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="queue", daemon=True)
                self._thread.start()

    def pause(self, job: Job) -> None:
        """Let a job rest behind the slice that it is at; it can go on later."""
        with self._lock:
            job.halt = True
            if job.state == "waiting":
                self._jobs.remove(job)
                job.state = "resting"

    def place(self, job: Job) -> int:
        """Return how many jobs come first, and note that somebody asked."""
        with self._lock:
            job.seen = time.monotonic()
            return self._jobs.index(job) if job in self._jobs else 0

    def join(self) -> None:
        """Wait until there is nothing to do."""
        thread = self._thread
        if thread is not None:
            thread.join()

    def _work(self) -> None:
        """Work on one job after the other."""
        while (job := self._first()) is not None:
            try:
                state = self._worked(job)
            except Exception:
                logging.getLogger(__name__).exception("a job failed")
                state = "failed"
            with self._lock:
                self._jobs.remove(job)
                job.state = state
                if state == "waiting":
                    self._jobs.append(job)

    def _worked(self, job: Job) -> State:
        """Work on a job until it is over or rests, or its turn is over while others wait."""
        end = time.monotonic() + TURN
        while not job.halt and time.monotonic() - job.seen < UNSEEN:
            let_pages_go_first()
            try:
                item = next(job.slices)
            except StopIteration:
                return "done"
            job.note(item)
            if job.until(item):
                break
            if len(self._jobs) > 1 and time.monotonic() > end:
                return "waiting"
        return "resting"

    def _first(self) -> Job | None:
        """Return the first job, or None where the thread may end."""
        with self._lock:
            if not self._jobs:
                self._thread = None
                return None
            self._jobs[0].state = "computing"
            return self._jobs[0]


def let_pages_go_first() -> None:
    """Wait while pages are computed, but not for ever."""
    time.sleep(0)
    end = time.monotonic() + _WAIT
    while page_slot.asked and time.monotonic() < end:
        time.sleep(_NAP)


def _never(_item: object) -> bool:
    """Go on to the end."""
    return False


TRAININGS = Queue()
"""For the trainings of all visitors."""
SWEEPS = Queue()
"""For the measurements of all visitors: two at once would slow each other down."""
