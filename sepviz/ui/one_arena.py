"""One place for freed memory instead of one for each thread.

Every run of a page is a thread of its own, and glibc keeps what a thread has freed for that thread's
arena: after forty uploads 75 MB that nobody needs. Python's lock lets one thread allocate at a time anyway.
"""

import ctypes

_M_ARENA_MAX = -8  # malloc.h of glibc


def share() -> None:
    """Let all threads that come allocate from one arena, where the C library has such a setting."""
    try:
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)
    except (OSError, AttributeError, TypeError):  # macOS, musl, Windows
        return
