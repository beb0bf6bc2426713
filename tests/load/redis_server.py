"""Debian's Redis, or Valkey, on loopback for as long as a test needs it."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from redis import Redis, RedisError

from tests.load.server import free_port


@contextmanager
def serving_redis(folder: Path) -> Iterator[str]:
    """Start it in an empty folder and yield its address; CI fails where it is not installed."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("no Redis: apt-get install redis-server")
        pytest.skip("redis-server is not installed (apt-get install redis-server)")
    port = free_port()
    line = [program, "--bind", "127.0.0.1", "--port", str(port), "--dir", str(folder), "--save", ""]
    with subprocess.Popen(line, stdout=subprocess.DEVNULL) as server:
        try:
            _wait_for(port)
            yield f"redis://127.0.0.1:{port}/0"
        finally:  # a test that fails would wait for ever for a server that nobody ends
            server.terminate()


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            with Redis(port=port) as client:
                client.ping()
                return
        except RedisError:
            time.sleep(0.05)
    pytest.fail("Redis did not start")
