"""The operations, computed by each engine in turn."""

from collections.abc import Iterator
from types import ModuleType

import pytest

import sepviz.ops
from sepviz.ops.plain import PLAIN
from sepviz.ops.problem import FAST, using


@pytest.fixture(params=[FAST, PLAIN], ids=["fast", "plain"])
def ops(request: pytest.FixtureRequest) -> Iterator[ModuleType]:
    with using(request.param):
        yield sepviz.ops
