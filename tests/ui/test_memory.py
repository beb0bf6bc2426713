"""Garbage goes in good time, and in between collections find nothing to look at."""

import gc
import time
import weakref

import pytest

from sepviz.ui.server import memory


class Cycle:
    """Something that only the collector can free."""

    def __init__(self):
        self.me = self


@pytest.fixture(autouse=True)
def thawed():
    yield
    gc.unfreeze()


def test_what_is_there_is_out_of_the_collector_s_sight_between_two_collections(monkeypatch):
    monkeypatch.setattr(memory, "SECONDS", 1000)
    memory.collect_if_due()
    assert len(gc.get_objects()) < 1000 < gc.get_freeze_count()


def test_garbage_that_was_frozen_is_collected_when_it_is_due(monkeypatch):
    cycle = Cycle()
    gone = weakref.ref(cycle)
    monkeypatch.setattr(memory, "SECONDS", 1000)
    memory.collect_if_due()
    del cycle
    gc.collect()
    assert gone() is not None
    monkeypatch.setattr(memory, "SECONDS", 0)
    memory.collect_if_due()
    assert gone() is None


def test_the_garbage_of_the_last_page_goes_when_nobody_comes(monkeypatch):
    cycle = Cycle()
    gone = weakref.ref(cycle)
    monkeypatch.setattr(memory, "SECONDS", 0.05)
    monkeypatch.setattr(memory, "_last", time.monotonic())
    memory.collect_if_due()
    assert gone() is not None
    del cycle
    until = time.monotonic() + 10
    while gone() is not None and time.monotonic() < until:
        time.sleep(0.02)
    assert gone() is None
