"""The store that several servers share: Redis or Valkey, whose own expiry ends a class.

A class is a hash of its facts and, for each question, a hash of answers by browser; a sorted set
holds the codes by the time when they are over.
"""

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from redis import Redis, RedisError

from sepviz.ui.server.store import Answered, Limits, Opened, StoreDownError, is_still

_CODES = "sepviz:classes"
_PATIENCE = 1.0  # seconds; a page waits so long at most for a store that is gone


class StoreInRedis:
    """Classes by their codes, in Redis.

    Parameters
    ----------
    address : str
        Such as ``redis://host:6379/0``.
    limits : Limits
        Of time and number.
    """

    def __init__(self, address: str, limits: Limits) -> None:
        self._limits = limits
        self._redis: Any = Redis.from_url(
            address, decode_responses=True, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE
        )

    def open(self, code: str, kept: Mapping[str, str]) -> Opened:
        """Begin a class; the set of codes counts it, and forgets those that are over."""
        with _reached():
            now = time.time()
            with self._redis.pipeline() as steps:
                steps.zremrangebyscore(_CODES, 0, now)
                steps.zadd(_CODES, {code: now + self._limits.seconds}, nx=True)
                steps.zcard(_CODES)
                _, added, classes = steps.execute()
            if not added:
                return "taken"
            if classes > self._limits.classes:
                self._redis.zrem(_CODES, code)
                return "full"
            with self._redis.pipeline() as steps:
                steps.hset(_name(code), mapping=dict(kept))
                steps.expire(_name(code), self._limits.seconds)
                steps.execute()
            return "opened"

    def read(self, code: str) -> dict[str, str]:
        """Return what is kept of a class."""
        with _reached():
            return dict(self._redis.hgetall(_name(code)))

    def change(self, code: str, kept: Mapping[str, str], *, was: Mapping[str, str] | None = None) -> None:
        """Change what is kept of a class, tried again where another one comes first."""
        with _reached():

            def change(steps: Any) -> None:
                facts = steps.hgetall(_name(code))
                steps.multi()
                if facts and is_still(facts, was):
                    steps.hset(_name(code), mapping=dict(kept))

            self._redis.transaction(change, _name(code))

    def end(self, code: str) -> None:
        """Forget a class and its answers."""
        with _reached():
            questions = list(self._redis.scan_iter(_name(code, "*")))
            self._redis.delete(_name(code), *questions)
            self._redis.zrem(_CODES, code)

    def answer(self, code: str, question: str, browser: str, choice: str) -> Answered:
        """Count a browser's answer; one too many is taken back."""
        with _reached():
            left = self._redis.ttl(_name(code))
            if left <= 0:
                return "over"
            answers = _name(code, question)
            with self._redis.pipeline() as steps:
                steps.hset(answers, browser, choice)
                steps.hlen(answers)
                steps.expire(answers, left)
                new, count, _ = steps.execute()
            if new and count > self._limits.answers:
                self._redis.hdel(answers, browser)
                return "full"
            return "counted"

    def counts(self, code: str, question: str) -> Counter[str]:
        """Return how many chose what."""
        with _reached():
            return Counter(self._redis.hvals(_name(code, question)))


def _name(code: str, question: str = "") -> str:
    """Return the name under which a class, or the answers to one of its questions, is kept."""
    return f"sepviz:class:{code}" + (f":{question}" if question else "")


@contextmanager
def _reached() -> Iterator[None]:
    """Say in our own words that the store does not answer."""
    try:
        yield
    except RedisError as error:
        raise StoreDownError from error
