"""The app in a process of its own, on loopback, with what it holds in memory and what it logs."""

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[2]
_TUNED = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "OPENBLAS_NUM_THREADS")  # the app decides these itself
_UNWRITABLE = ["sh", "-c", 'ulimit -f 0 && exec "$@"', "sh"]


@dataclass
class Server:
    """A running server; `log` grows while it runs."""

    address: str
    process: subprocess.Popen[bytes]
    log: list[str]

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self.process.poll() is None

    def memory(self, field: str = "VmRSS") -> float:
        """Return the resident memory in MB (10^6 bytes); ``VmHWM`` is the most that it ever was."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split(f"{field}:")[1].split()[0]) * 1024 / 1e6

    def cpu(self) -> float:
        """Return the seconds of processor time that were used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(
    script: Path = ROOT / "app.py",
    *,
    options: tuple[str, ...] = (),
    disk: bool = True,
    command: tuple[str, ...] = (),
    folder: Path = ROOT,
    host: str = "127.0.0.1",
    port: int | None = None,
) -> Iterator[Server]:
    """Start a script, or what ``command`` names, on a free or the given port; stop it in the end.

    Without ``disk`` the system refuses every byte that the process would write into any file.
    """
    port = port or free_port()
    start = command or (sys.executable, "-m", "streamlit", "run", str(script))
    line = [*start, *_options(host, port), *options]
    environment = {name: value for name, value in os.environ.items() if name not in _TUNED}
    environment |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        line if disk else [*_UNWRITABLE, *line],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert process.stdout is not None
    log: list[str] = []
    reader = threading.Thread(target=_read, args=(process.stdout, log), daemon=True)
    reader.start()
    server = Server(address=f"http://{host}:{port}", process=process, log=log)
    try:
        _wait_for(server)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        reader.join(timeout=5)
        process.stdout.close()


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _options(host: str, port: int) -> list[str]:
    options = {"address": host, "port": port, "headless": "true", "fileWatcherType": "none"}
    return [part for name, value in options.items() for part in (f"--server.{name}", str(value))]


def _read(lines: IO[bytes], log: list[str]) -> None:
    for line in lines:
        log.append(line.decode(errors="replace").rstrip())


def _wait_for(server: Server, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and server.alive:
        try:
            with urllib.request.urlopen(f"{server.address}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start:\n" + "\n".join(server.log))
