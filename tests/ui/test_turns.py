"""Pages are computed a few at a time, and a fault gives its turn back."""

import threading
import time

import pytest

from sepviz.text import translator
from sepviz.ui import frame, turns


class Busy:
    """A page that notes how many of it are computed at the same time."""

    def __init__(self, fault=None):
        self.now = self.most = self.done = 0
        self.fault = fault
        self.lock = threading.Lock()

    def __call__(self, _text):
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(0.02)
        with self.lock:
            self.now -= 1
            self.done += 1
        if self.fault:
            raise self.fault


@pytest.fixture(autouse=True)
def no_session(monkeypatch):
    monkeypatch.setattr(frame.state, "turn_to", lambda page: None)


def visit(page, visitors):
    threads = [threading.Thread(target=frame.guarded(page, translator("en"))) for _ in range(visitors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()


def test_no_more_pages_at_once_than_there_are_turns():
    page = Busy()
    visit(page, 6 * turns.AT_ONCE)
    assert page.done == 6 * turns.AT_ONCE
    assert page.most == turns.AT_ONCE


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize("fault", [ValueError("a fault"), KeyboardInterrupt()])
def test_a_page_that_ends_badly_gives_its_turn_back(fault):
    visit(Busy(fault), turns.AT_ONCE)
    page = Busy()
    visit(page, 2)
    assert page.done == 2
