"""The shared memory budget: nobody takes more than there is, and everybody gets a turn."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from sepviz.ui.server.budget import Budget


def test_visitors_together_never_hold_more_than_the_budget():
    budget, held, most = Budget(100), 0, 0
    lock = threading.Lock()

    def visit(size: int) -> None:
        nonlocal held, most
        with budget.take(size):
            with lock:
                held += size
                most = max(most, held)
            with lock:
                held -= size

    with ThreadPoolExecutor(8) as visitors:
        list(visitors.map(visit, [30, 60, 45, 70] * 50))
    assert 70 <= most <= 100
    assert budget.free == 100


def test_who_asks_for_more_than_there_is_gets_all_of_it():
    budget = Budget(10)
    with budget.take(1000):
        assert budget.free == 0
    assert budget.free == 10


def test_a_run_that_fails_gives_its_share_back():
    budget = Budget(10)
    with pytest.raises(ZeroDivisionError), budget.take(4):
        _ = 1 / 0
    assert budget.free == 10
