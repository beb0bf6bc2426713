"""One thread decodes for the whole process, one picture after the other.

A lock would keep the peaks apart as well, but glibc keeps an arena of freed memory for each thread that
ever decoded: with a server's many threads that adds up, with one it does not.
"""

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

_NAME = "sepviz-images"

_new_executor = partial(ThreadPoolExecutor, max_workers=1, thread_name_prefix=_NAME)
_executors = [_new_executor()]
if hasattr(os, "register_at_fork"):  # a forked child has no threads and needs a new one
    os.register_at_fork(after_in_child=lambda: _executors.__setitem__(0, _new_executor()))


def run_alone(function: Callable[..., Any], *arguments: Any) -> Any:
    """Return `function(*arguments)`, computed in the decoding thread while the caller waits."""
    if threading.current_thread().name.startswith(_NAME):  # a file object that loads when it is read
        return function(*arguments)
    return _executors[0].submit(function, *arguments).result()
