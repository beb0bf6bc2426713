"""Settings of all tests: fast ones first, no time limit on an example, in CI always the same examples."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("sepviz", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("sepviz")

SLOW = ("browser", "load", "peers")
"""Folders whose tests carry a marker of the same name and run last."""

TIMED = ("browser", "load")
"""Lanes in which a busy machine can be late; a fault fails three times in a row, and reruns are counted."""


WAITING = ("test_walkthrough_keys", "test_class", "test_training")
"""Browser tests that wait for a slow line, a clock or a queue: one worker has these, one the others."""


@pytest.hookimpl(tryfirst=True)  # pytest-xdist reads the groups in a hook of the same name
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the slow tests by their folder, and run the fast ones first."""
    lanes = {item: _lane(item.path) for item in items}
    for item, lane in lanes.items():
        if lane:
            item.add_marker(lane)
        if lane in TIMED:
            item.add_marker(pytest.mark.flaky(reruns=2, reruns_delay=2))
            waits = lane == "load" or item.path.stem in WAITING
            item.add_marker(pytest.mark.xdist_group("waiting" if waits else "drawing"))
    items.sort(key=lambda item: (*SLOW, "").index(lanes[item]) if lanes[item] else -1)


def _lane(path: Path) -> str:
    """Return the marker of a test file, nothing for a fast one."""
    return path.parent.name if path.parent.name in SLOW else ""
