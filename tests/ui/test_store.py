"""The store of a class: one suite for both drivers, Redis started on loopback."""

import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from sepviz.ui.server import store as stores
from sepviz.ui.server.store import Limits, Store, StoreDownError
from sepviz.ui.server.store_in_process import StoreInProcess
from sepviz.ui.server.store_in_redis import StoreInRedis
from tests.load.redis_server import serving_redis
from tests.load.server import free_port

KEPT = {"secret": "s", "chapter": "4"}
Make = Callable[..., Store]


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of Debian's Redis on loopback."""
    with serving_redis(tmp_path_factory.mktemp("redis")) as address:
        yield address


@pytest.fixture(params=["process", "redis"])
def make(request: pytest.FixtureRequest) -> Make:
    """Return what makes an empty store with the given limits."""
    if request.param == "process":
        return lambda **limits: StoreInProcess(Limits(**limits))
    address = request.getfixturevalue("redis")

    def made(**limits: int) -> Store:
        store = StoreInRedis(address, Limits(**limits))
        store._redis.flushdb()
        return store

    return made


def test_a_class_is_kept_as_it_was_opened_and_changed(make):
    store = make()
    assert store.read("KQWZTR") == {}
    assert store.open("KQWZTR", KEPT) == "opened"
    store.change("KQWZTR", {"4": "solo 7", "chapter": "5"})
    assert store.read("KQWZTR") == {"secret": "s", "chapter": "5", "4": "solo 7"}
    assert store.open("KQWZTR", {"secret": "t", "chapter": "1"}) == "taken"
    assert store.read("KQWZTR")["secret"] == "s"


def test_a_browser_counts_once_in_a_round_with_its_newest_answer(make):
    store = make()
    store.open("KQWZTR", KEPT)
    for choice in ["forgotten", "forgotten", "right"]:
        assert store.answer("KQWZTR", "4-1", "b1", choice) == "counted"
    store.answer("KQWZTR", "4-1", "b2", "twice")
    store.answer("KQWZTR", "4-2", "b1", "twice")
    assert store.counts("KQWZTR", "4-1") == Counter(right=1, twice=1)
    assert store.counts("KQWZTR", "4-2") == Counter(twice=1)
    assert store.counts("KQWZTR", "5-1") == Counter()


def test_a_question_takes_so_many_answers_and_those_who_are_in_may_change_theirs(make):
    store = make(answers=3)
    store.open("KQWZTR", KEPT)
    said = [store.answer("KQWZTR", "4-1", f"b{n}", "a") for n in range(5)]
    assert said == ["counted"] * 3 + ["full"] * 2
    assert store.answer("KQWZTR", "4-1", "b0", "b") == "counted"
    assert store.counts("KQWZTR", "4-1") == Counter(a=2, b=1)


def test_there_are_so_many_classes_and_one_that_ends_makes_room(make):
    store = make(classes=2)
    assert [store.open(code, KEPT) for code in ("BBBBBB", "CCCCCC", "DDDDDD")] == [
        "opened",
        "opened",
        "full",
    ]
    assert store.read("DDDDDD") == {}
    store.answer("BBBBBB", "4-1", "b1", "a")
    store.end("BBBBBB")
    assert store.open("DDDDDD", KEPT) == "opened"
    assert store.open("BBBBBB", KEPT) == "full"
    assert store.read("BBBBBB") == {}
    assert store.counts("BBBBBB", "4-1") == Counter()


def test_a_class_ends_by_itself_and_takes_its_answers_along(make):
    store = make(seconds=1, classes=1)
    store.open("KQWZTR", KEPT)
    store.answer("KQWZTR", "4-1", "b1", "a")
    time.sleep(1.1)
    assert store.read("KQWZTR") == {}
    assert store.answer("KQWZTR", "4-1", "b1", "a") == "over"
    store.change("KQWZTR", {"4": "graph 7"})
    assert store.read("KQWZTR") == {}
    assert store.counts("KQWZTR", "4-1") == Counter()
    assert store.open("HHHHHH", KEPT) == "opened"


def test_nothing_is_lost_and_nothing_too_many_when_all_answer_at_once(make):
    store = make(answers=50)
    store.open("KQWZTR", KEPT)

    def answer(number: int) -> str:
        return store.answer("KQWZTR", "4-1", f"b{number}", "a")

    with ThreadPoolExecutor(16) as pool:
        said = Counter(pool.map(answer, range(40)))
        assert said == Counter(counted=40)
        said += Counter(pool.map(answer, range(40, 80)))
    assert store.counts("KQWZTR", "4-1").total() == said["counted"] <= 50


def test_ten_thousand_answers_of_one_browser_take_one_place_and_others_are_counted_meanwhile(make):
    store = make(answers=5)
    store.open("KQWZTR", KEPT)

    def answer(number: int) -> str:
        browser = f"other {number}" if number % 2500 == 0 else "flood"
        return store.answer("KQWZTR", "4-1", browser, f"choice {number % 7}")

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(answer, range(10_000))) == {"counted"}
    assert store.answer("KQWZTR", "4-1", "flood", "last") == "counted"
    assert store.answer("KQWZTR", "4-1", "one too many", "a") == "full"
    counted = store.counts("KQWZTR", "4-1")
    assert (counted.total(), counted["last"]) == (5, 1)


def test_of_many_who_take_a_vote_on_from_the_same_stage_one_does_and_the_others_change_nothing(make):
    store = make()
    store.open("KQWZTR", KEPT)
    meet = threading.Barrier(8)

    def take(number: int) -> None:
        meet.wait()
        store.change("KQWZTR", {"4": f"proposal {number}", "by": str(number)}, was={"4": "solo 7"})

    for _ in range(20):
        store.change("KQWZTR", {"4": "solo 7"})
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(take, range(8)))
        kept = store.read("KQWZTR")
        first = kept["by"]
        assert kept["4"] == f"proposal {first}"
        take_again = {"4": "solo 9", "by": "late"}
        store.change("KQWZTR", take_again, was={"4": "solo 7"})
        assert store.read("KQWZTR") == kept
    store.change("KQWZTR", {"5": "solo 7"}, was={"5": ""})
    store.change("KQWZTR", {"5": "solo 9"}, was={"5": ""})
    assert store.read("KQWZTR")["5"] == "solo 7"


def test_a_store_that_is_gone_says_so_at_once():
    store = StoreInRedis(f"redis://127.0.0.1:{free_port()}/0", Limits())
    begin = time.monotonic()
    for ask in (
        lambda: store.open("KQWZTR", KEPT),
        lambda: store.read("KQWZTR"),
        lambda: store.change("KQWZTR", {"chapter": "5"}),
        lambda: store.end("KQWZTR"),
        lambda: store.answer("KQWZTR", "4-1", "b1", "a"),
        lambda: store.counts("KQWZTR", "4-1"),
    ):
        with pytest.raises(StoreDownError):
            ask()
    assert time.monotonic() - begin < 6


@pytest.mark.parametrize(
    ("named", "driver"),
    [(None, StoreInProcess), ("", StoreInProcess), ("redis://127.0.0.1:1/0", StoreInRedis)],
)
def test_the_environment_names_the_store(monkeypatch, named, driver):
    monkeypatch.delenv(stores.NAMED_BY, raising=False)
    if named is not None:
        monkeypatch.setenv(stores.NAMED_BY, named)
    assert type(stores.store.__wrapped__()) is driver


def test_the_app_without_a_named_store_never_imports_redis():
    code = (
        "import sys; from sepviz.ui.server.store import store; store(); assert 'redis' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
