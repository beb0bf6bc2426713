"""The nearest settings that work, where those on screen do not."""

from collections.abc import Iterator
from typing import Any

from sepviz.errors import SepvizError
from sepviz.ui import state
from sepviz.ui.pictures import Picture
from sepviz.ui.run import prepare

_MOST = 3


def remedies(values: dict[str, Any], picture: Picture) -> list[dict[str, Any]]:
    """Return up to three small changes, each of which makes the settings work on this picture."""
    found: list[dict[str, Any]] = []
    for change in _changes(values):
        if all(values[name] == value for name, value in change.items()):
            continue
        try:
            prepare(state.reconciled(values | change, change), picture)
        except SepvizError:
            continue
        found.append(change)
        if len(found) == _MOST:
            break
    return found


def _changes(values: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield changes, the smallest first."""
    groups = int(values["groups"])
    for filters in (values["filters"] // groups * groups, -(-values["filters"] // groups) * groups):
        if 1 <= filters <= 256:
            yield {"filters": filters}
    yield {"padding": "same"}
    yield {"dilation": 1}
    yield {"stride": 1}
    if values["op"] == "spatial":
        yield {"kernel": "sobel_x", "weights": "catalogue"}
        yield {"kernel": "gaussian5", "weights": "catalogue"}
    for filters in (128, 64, 32, 8):
        if filters < values["filters"]:
            yield {"filters": filters}
    yield {"kernel": "sobel_x", "weights": "catalogue"}
