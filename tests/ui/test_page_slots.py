"""Pages are computed a few at a time, and a fault gives its turn back."""

import threading
import time
from types import SimpleNamespace

import pytest

from sepviz.text import translator
from sepviz.ui.server import page_slots
from sepviz.ui.shell import faults, registry

ANY = registry.PageEntry(name="any", icon="code", folder="any")


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
    monkeypatch.setattr(registry.state, "turn_to", lambda page: None)
    for name in ("error", "button"):
        monkeypatch.setattr(faults.st, name, lambda *_, **__: None)


def visit(monkeypatch, page, visitors):
    monkeypatch.setattr(registry, "import_module", lambda name: SimpleNamespace(show=page))
    threads = [threading.Thread(target=registry.runner(ANY, translator("en"))) for _ in range(visitors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()


def test_no_more_pages_at_once_than_there_are_turns(monkeypatch):
    page = Busy()
    visit(monkeypatch, page, 6 * page_slots.AT_ONCE)
    assert page.done == 6 * page_slots.AT_ONCE
    assert page.most == page_slots.AT_ONCE


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize("fault", [ValueError("a fault"), KeyboardInterrupt()])
def test_a_page_that_ends_badly_gives_its_turn_back(monkeypatch, fault):
    visit(monkeypatch, Busy(fault), page_slots.AT_ONCE)
    page = Busy()
    visit(monkeypatch, page, 2)
    assert page.done == 2
