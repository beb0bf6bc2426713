"""Sixty students of one class on two servers that share a store: nobody is lost, and all see it live."""

import asyncio
import secrets
import time
from collections import Counter
from pathlib import Path

import pytest

from sepviz.lessons.classroom import Stage, Vote
from sepviz.lessons.numbers import numbers
from sepviz.text import translator
from sepviz.text.lessons import lesson
from sepviz.ui.pages.walkthrough.classroom import attendance
from sepviz.ui.pages.walkthrough.classroom.student import EVERY
from sepviz.ui.server.store import NAMED_BY, Limits
from sepviz.ui.server.store_in_redis import StoreInRedis
from tests.load.redis_server import serving_redis
from tests.load.server import serving
from tests.load.visitor import Visitor, run

STUDENTS, CHAPTER, CODE = 60, 5, "KQWZTR"
CHOICES = [choice.id for choice in lesson("en", CHAPTER, numbers()).choices]
FLOOD = 400
SHOWN = translator("en")("class.shown")


async def join(address: str) -> Visitor:
    """Come with the class's link; the browser names itself, as its script does."""
    student = await Visitor.open(address, f"chapter={CHAPTER}&lang=en&class={CODE}")
    student.path = "walkthrough"
    await student.run()
    await student.change("_walk_bar", {"browser": secrets.token_hex(16)})
    return student


async def watch(student: Visitor, until: float) -> float:
    """Look at the class as the page does until the graph is there; return when that was."""
    while time.monotonic() < until:
        begin = time.monotonic()
        if SHOWN in (await student.glance()).text:
            return time.monotonic()
        await asyncio.sleep(max(0.0, begin + EVERY - time.monotonic()))
    return float("inf")


def test_sixty_answer_on_two_servers_while_one_browser_answers_all_the_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    async def lesson_of(addresses: list[str]) -> None:
        store = StoreInRedis(redis, Limits())
        store.open(
            CODE, {"secret": "s", "chapter": str(CHAPTER), str(CHAPTER): Vote(Stage.SOLO, 1).write()}
        )
        students = await asyncio.gather(*(join(addresses[n % 2]) for n in range(STUDENTS)))
        flooding = students[0]
        waits = []

        async def answer(number: int) -> None:
            begin = time.monotonic()
            await students[number].change(f"_choice_{CHAPTER}_0{CODE}", number % len(CHOICES))
            waits.append(time.monotonic() - begin)

        async def flood() -> None:
            for number in range(FLOOD):
                await flooding.send_change(f"_choice_{CHAPTER}_0{CODE}", number % len(CHOICES))
                await asyncio.sleep(0.01)

        await asyncio.gather(flood(), *(answer(number) for number in range(1, STUDENTS)))
        await flooding.finished()
        assert sorted(waits)[-3] < 5
        counted = store.counts(CODE, attendance.question(CHAPTER, 1))
        others = Counter(CHOICES[number % len(CHOICES)] for number in range(1, STUDENTS))
        assert counted.total() == STUDENTS
        assert (counted - others).total() == 1

        changed = asyncio.create_task(asyncio.sleep(2 * EVERY))
        watching = [asyncio.create_task(watch(student, time.monotonic() + 20)) for student in students[1:]]
        await changed
        begin = time.monotonic()
        store.change(CODE, {str(CHAPTER): Vote(Stage.GRAPH, 1).write()})
        late = sorted(at - begin for at in await asyncio.gather(*watching))
        print(f"seen after {late[len(late) // 2]:.2f} s, the last after {late[-1]:.2f} s; {max(waits):.2f}")
        assert late[len(late) * 9 // 10] < 3
        for student in students:
            await student.leave()

    with serving_redis(tmp_path) as redis:
        monkeypatch.setenv(NAMED_BY, redis)
        with serving() as first, serving() as second:
            run(lesson_of([first.address, second.address]))
            for server in (first, second):
                assert not [line for line in server.log if "Error" in line or "fault" in line]
