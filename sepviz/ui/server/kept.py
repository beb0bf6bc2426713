"""What was computed once and is shared by all visitors: the latest few results."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """Results by their keys; beyond so many, the one that was longest not asked for is dropped.

    Examples
    --------
    >>> kept: Kept[int] = Kept(2)
    >>> for key in ("a", "b", "c"):
    ...     kept.put(key, ord(key))
    >>> kept.get("a"), kept.get("c")
    (None, 99)
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Value | None:
        """Return a result, or None where there is none."""
        with self._lock:
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key]

    def put(self, key: Hashable, value: Value) -> None:
        """Keep a result."""
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            while len(self._values) > self._most:
                self._values.popitem(last=False)
