"""Timing of peers side by side, and Markdown tables."""

import time
from collections.abc import Callable, Iterable

Peers = dict[str, Callable[[], object]]


REST = 0.01


def interleaved(
    peers: Peers, *, seconds: float = 6.0, rounds: int = 60, rest: float = REST
) -> dict[str, float]:
    """Return the best time of each peer in milliseconds.

    All run in turn, round after round, so that a busy moment of the machine hits them alike;
    the best of many is the least disturbed one, as the documentation of ``timeit`` explains.
    Before each turn the machine rests for ``rest`` seconds: threads of the library that ran before keep
    a core busy for some milliseconds, waiting for more work, and would take it from the next one.
    Of the two runs of a turn the second counts, for which the caches are warm again.
    """
    for run in peers.values():
        run()  # the first call pays for memory, threads and compilation
    best = dict.fromkeys(peers, float("inf"))
    end = time.perf_counter() + seconds
    for number in range(rounds):
        if number > 2 and time.perf_counter() > end:
            break
        for name, run in peers.items():
            time.sleep(rest)
            run()
            start = time.perf_counter()
            run()
            best[name] = min(best[name], time.perf_counter() - start)
    return {name: 1000 * duration for name, duration in best.items()}


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a Markdown table."""
    head = list(head)
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
