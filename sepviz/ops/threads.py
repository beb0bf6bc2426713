"""Share the tiles of an operation among threads.

Sweeps along rows are bound by what one core can read and write, and NumPy runs them on one core.
Matrix products are left to BLAS, which has threads of its own. Each tile is computed in the same way
whoever computes it, so that the result is the same to the bit whatever the number of threads.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from itertools import pairwise

from sepviz.ops.tiles import Tile
from sepviz.shapes.arguments import integer

LEAST_TILES = 4
"""Below so many tiles, a few milliseconds of work, starting threads takes longer than they save."""

_threads = os.cpu_count() or 1


def set_threads(n: int) -> None:
    """Set how many threads an operation may use; at first as many as there are processors.

    Depthwise and spatially separable convolutions of large images use them. Standard and pointwise
    convolutions are matrix products, whose threads are those of BLAS.

    Parameters
    ----------
    n : int
        At least 1. A server that answers many at once does best with 1.

    Raises
    ------
    TypeError
        If ``n`` is not an integer.
    ShapeError
        If ``n`` is below 1.

    Examples
    --------
    >>> set_threads(2)
    >>> threads()
    2
    """
    global _threads  # noqa: PLW0603 (a setting of the process)
    _threads = integer(n, "n", minimum=1)


def threads() -> int:
    """Return how many threads an operation may use."""
    return _threads


def share(plan: list[Tile], work: Callable[[list[Tile]], None]) -> None:
    """Let ``work`` compute all tiles, in several threads where there are many tiles."""
    parts = min(_threads, len(plan)) if len(plan) >= LEAST_TILES else 1
    if parts == 1:
        work(plan)
        return
    cuts = [len(plan) * part // parts for part in range(parts + 1)]
    with ThreadPoolExecutor(parts - 1) as pool:
        others = [
            pool.submit(copy_context().run, work, plan[start:stop]) for start, stop in pairwise(cuts[1:])
        ]
        work(plan[: cuts[1]])
        for other in others:
            other.result()
