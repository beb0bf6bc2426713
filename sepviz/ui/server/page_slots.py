"""Limit how many pages the process computes at once; the others wait in the order in which they came.

Python computes one page at a time whatever we do. Sixty pages at once share it out so that none is
finished before nearly all are; one after the other, each takes the 40 ms that it takes alone.
"""

import threading

AT_ONCE = 2
"""One for each core: NumPy, Pillow and zlib let go of Python's lock, and a long run blocks nobody else."""

page_slot = threading.Semaphore(AT_ONCE)
"""Held while a page is computed: ``with page_slot: ...``."""
