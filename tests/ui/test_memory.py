"""Garbage goes in good time, and in between collections find nothing to look at."""

import gc
import threading
import time
import weakref

import pytest

from sepviz.ui.server import memory


class Cycle:
    """Something that only the collector can free."""

    def __init__(self):
        self.me = self


@pytest.fixture(autouse=True)
def thawed(monkeypatch):
    """Let no collection be awaited; one of these tests is over before it would come."""
    monkeypatch.setattr(memory, "_awaited", threading.Lock())
    yield
    gc.unfreeze()


def test_what_is_there_is_out_of_the_collector_s_sight_between_two_collections(monkeypatch):
    monkeypatch.setattr(memory, "SECONDS", 1000)
    memory.collect_soon()
    assert len(gc.get_objects()) < 1000 < gc.get_freeze_count()


def test_garbage_that_was_frozen_is_collected_a_little_later_whether_or_not_pages_follow(monkeypatch):
    monkeypatch.setattr(memory, "SECONDS", 0.05)
    for _ in range(2):
        cycle = Cycle()
        gone = weakref.ref(cycle)
        memory.collect_soon()
        del cycle
        until = time.monotonic() + 10
        while gone() is not None and time.monotonic() < until:
            time.sleep(0.02)
        assert gone() is None


def test_a_hundred_pages_in_a_row_wait_for_one_collection(monkeypatch):
    monkeypatch.setattr(memory, "SECONDS", 1000)
    before = set(threading.enumerate())
    for _ in range(100):
        memory.collect_soon()
    (waiting,) = set(threading.enumerate()) - before
    assert isinstance(waiting, threading.Timer)
    waiting.cancel()
