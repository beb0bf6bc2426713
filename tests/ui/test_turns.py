"""One piece of long work at a time, in the order in which it was asked for."""

import threading
from collections.abc import Iterator

from sepviz.ui.server.turns import Job, Turns


class Gate:
    """Work of two parts; the second one waits until the gate is opened."""

    def __init__(self) -> None:
        self.begun, self.opened = threading.Event(), threading.Event()

    def __call__(self) -> Iterator[int]:
        self.begun.set()
        yield 1
        self.opened.wait(10)
        yield 2


def test_the_second_waits_and_is_told_its_place():
    turns, gate = Turns(most=5), Gate()
    first, second, third = (
        Job(gate, total=2),
        Job(lambda: iter([7]), total=1),
        Job(lambda: iter([8]), total=1),
    )
    assert turns.join(first)
    assert turns.join(second)
    assert turns.join(third)
    assert gate.begun.wait(10)
    assert [turns.before(job) for job in (first, second, third)] == [0, 1, 2]
    assert second.parts == []
    gate.opened.set()
    assert turns.wait(third, 10)
    assert (first.parts, second.parts, third.parts) == ([1, 2], [7], [8])
    assert [turns.before(job) for job in (first, second, third)] == [0, 0, 0]


def test_who_cancels_keeps_what_there_is_and_makes_room_for_the_next():
    turns, gate = Turns(most=5), Gate()
    first, second = Job(gate, total=2), Job(lambda: iter([7]), total=1)
    turns.join(first)
    turns.join(second)
    assert gate.begun.wait(10)
    first.cancel()
    gate.opened.set()
    assert turns.wait(second, 10)
    assert first.cancelled
    assert first.finished
    assert first.parts[0] == 1
    assert second.parts == [7]


def test_who_cancels_while_waiting_is_passed_over():
    turns, gate = Turns(most=5), Gate()
    first, second, third = (
        Job(gate, total=2),
        Job(lambda: iter([7]), total=1),
        Job(lambda: iter([8]), total=1),
    )
    for job in (first, second, third):
        turns.join(job)
    second.cancel()
    assert turns.before(third) == 1
    gate.opened.set()
    assert turns.wait(third, 10)
    assert second.parts == []


def test_a_full_queue_takes_nobody_until_somebody_has_left():
    turns, gate = Turns(most=1), Gate()
    first, second = Job(gate, total=2), Job(lambda: iter([7]), total=1)
    assert turns.join(first)
    assert not turns.join(second)
    gate.opened.set()
    assert turns.wait(first, 10)
    while not turns.join(second):  # the thread is just leaving
        pass
    assert turns.wait(second, 10)


def test_nobody_who_left_keeps_others_waiting():
    left = Job(lambda: iter([1, 2, 3]), total=3, patience=-1.0)
    left.run()
    assert left.cancelled
    assert left.parts == []


def test_work_ends_when_its_time_is_up_and_keeps_what_there_is():
    job = Job(lambda: iter([1, 2, 3]), total=3, seconds=-1.0)
    job.run()
    assert job.parts == [1]
    assert job.out_of_time


def test_work_that_fails_says_so_and_the_next_turn_comes():
    def failing() -> Iterator[int]:
        yield 1
        raise RuntimeError("broken")

    turns = Turns(most=3)
    first, second = Job(failing, total=2), Job(lambda: iter([7]), total=1)
    turns.join(first)
    turns.join(second)
    assert turns.wait(second, 10)
    assert first.failed
    assert (first.parts, second.parts) == ([1], [7])
