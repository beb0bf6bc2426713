"""Freed memory goes back to the system, wherever the C library lets it."""

import subprocess
import sys

import pytest

SCRIPT = """
import numpy as np
from pathlib import Path
from sepviz.allocator import configure_allocator

def resident():
    return int(Path("/proc/self/status").read_text().split("VmRSS:")[1].split()[0]) / 1024

configure_allocator()
before = resident()
for _ in range(3):  # glibc would raise its threshold with each array that is freed
    arrays = [np.ones(3 * 2**20, np.uint8) for _ in range(40)]
    kept = [bytearray(1000) for _ in range(1000)]
    del arrays
print(resident() - before)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_arrays_of_some_megabytes_do_not_stay_in_the_heap():
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert float(done.stdout) < 20
