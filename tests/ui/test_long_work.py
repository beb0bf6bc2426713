"""One training at a time for the process, in slices: order, rest, faults, and pages that go first."""

import threading
import time

import pytest

from sepviz.ui.server import long_work
from sepviz.ui.server.kept import Kept
from sepviz.ui.server.long_work import Job, Queue
from sepviz.ui.server.page_slots import PageSlots


class Work:
    """Slices that note who computes them, and wait where they are told to."""

    def __init__(self, name, count, log, gate=None):
        self.job = Job(self._slices(name, count, log, gate), lambda item: None)

    @staticmethod
    def _slices(name, count, log, gate):
        for number in range(count):
            if gate is not None:
                assert gate.wait(10)
            log.append(f"{name}{number}")
            yield number


def until(true):
    end = time.monotonic() + 10
    while not true():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_jobs_are_computed_one_after_the_other_in_the_order_in_which_they_came():
    log, gate, queue = [], threading.Event(), Queue()
    first, second = Work("a", 3, log, gate).job, Work("b", 2, log).job
    queue.go(first)
    queue.go(second)
    until(lambda: first.state == "computing")
    assert (queue.place(first), queue.place(second), second.state) == (0, 1, "waiting")
    gate.set()
    queue.join()
    assert log == ["a0", "a1", "a2", "b0", "b1"]
    assert (first.state, second.state) == ("done", "done")


def test_a_job_rests_behind_the_item_it_was_to_stop_at_and_goes_on_from_there():
    log, queue = [], Queue()
    job = Work("a", 4, log).job
    queue.go(job, lambda item: item == 1)
    queue.join()
    assert (log, job.state) == (["a0", "a1"], "resting")
    queue.go(job)
    queue.join()
    assert (log, job.state) == (["a0", "a1", "a2", "a3"], "done")


def test_a_job_that_is_computed_may_be_told_to_rest_behind_the_next_item():
    log, gate, queue = [], threading.Event(), Queue()
    job = Work("a", 4, log, gate).job
    queue.go(job)
    until(lambda: job.state == "computing")
    queue.go(job, lambda item: True)
    gate.set()
    queue.join()
    assert (log, job.state) == (["a0"], "resting")


def test_a_waiting_job_that_is_paused_leaves_the_queue_without_having_run():
    log, gate, queue = [], threading.Event(), Queue()
    first, second, third = Work("a", 1, log, gate).job, Work("b", 1, log).job, Work("c", 1, log).job
    for job in (first, second, third):
        queue.go(job)
    queue.pause(second)
    assert (second.state, queue.place(third)) == ("resting", 1)
    gate.set()
    queue.join()
    assert log == ["a0", "c0"]


def test_a_computing_job_rests_behind_its_slice_when_it_is_paused():
    log, gate, queue = [], threading.Event(), Queue()
    job = Work("a", 5, log, gate).job
    queue.go(job)
    until(lambda: job.state == "computing")
    queue.pause(job)
    gate.set()
    queue.join()
    assert job.state == "resting"
    assert len(log) <= 1


def test_a_job_that_nobody_asks_about_rests(monkeypatch):
    log, queue = [], Queue()
    monkeypatch.setattr(long_work, "UNSEEN", -1.0)
    left = Work("a", 3, log).job
    queue.go(left)
    queue.join()
    assert (log, left.state) == ([], "resting")


def test_a_long_job_lets_those_pass_that_wait_and_comes_back(monkeypatch):
    monkeypatch.setattr(long_work, "TURN", -1.0)
    log, gate, queue = [], threading.Event(), Queue()
    long, short = Work("a", 3, log, gate).job, Work("b", 1, log).job
    queue.go(long)
    queue.go(short)
    gate.set()
    queue.join()
    assert log == ["a0", "b0", "a1", "a2"]
    assert (long.state, short.state) == ("done", "done")


def test_a_job_whose_turn_is_over_goes_on_where_nobody_waits(monkeypatch):
    monkeypatch.setattr(long_work, "TURN", -1.0)
    log, queue = [], Queue()
    queue.go(Work("a", 3, log).job)
    queue.join()
    assert log == ["a0", "a1", "a2"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_fault_ends_its_own_job_alone():
    def faulty():
        yield 1
        raise ValueError("a fault")

    log, queue = [], Queue()
    bad, good = Job(faulty(), lambda item: None), Work("b", 2, log).job
    queue.go(bad)
    queue.go(good)
    queue.join()
    assert (bad.state, good.state, log) == ("failed", "done", ["b0", "b1"])


def test_a_finished_job_is_not_computed_again():
    log, queue = [], Queue()
    job = Work("a", 1, log).job
    for _ in range(2):
        queue.go(job)
        queue.join()
    assert log == ["a0"]


def test_a_slice_waits_while_a_page_is_computed(monkeypatch):
    slots, naps = PageSlots(2), []

    def nap(seconds):
        naps.extend([seconds] * bool(seconds))
        if seconds and len(naps) == 3:
            slots.__exit__(None, None, None)

    monkeypatch.setattr(long_work, "page_slot", slots)
    monkeypatch.setattr(long_work.time, "sleep", nap)
    slots.__enter__()
    long_work.let_pages_go_first()
    assert len(naps) == 3
    long_work.let_pages_go_first()
    assert len(naps) == 3


def test_only_the_latest_results_are_kept():
    kept: Kept[int] = Kept(2)
    kept.put("a", 1)
    kept.put("b", 2)
    assert kept.get("a") == 1
    kept.put("c", 3)
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == (1, None, 3)
