"""HAProxy before several servers on loopback, with the configuration that `deploy/compose.yaml` uses."""

import os
import shutil
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import requests

from tests.load.server import ROOT, free_port

CONFIGURATION = ROOT / "deploy/haproxy.cfg"
HOSTS = ("127.0.0.1", "127.0.0.2")  # of the servers; like containers, they listen on the same port
PROGRAM = shutil.which("haproxy") or shutil.which("/usr/sbin/haproxy")


@contextmanager
def proxying(port: int, *, places: int = 80) -> Iterator[str]:
    """Start the proxy before the servers that listen on ``port``, and return its address."""
    assert PROGRAM
    listen = f"127.0.0.1:{free_port()}"
    with naming() as names:
        environment = os.environ | {"LISTEN": listen, "DNS": names, "SERVERS": f"app.sepviz.test:{port}"}
        process = subprocess.Popen(
            [PROGRAM, "-db", "-f", str(CONFIGURATION)],
            env=environment | {"PLACES": str(places)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(f"http://{listen}", process)
            yield f"http://{listen}"
        finally:
            process.kill()
            process.communicate()


def _wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    """Wait until the proxy has found every server, which its cookies tell."""
    until, found = time.monotonic() + 20, set[str]()
    while time.monotonic() < until and process.poll() is None:
        with suppress(requests.ConnectionError):
            cookies = requests.get(f"{address}/_stcore/health", timeout=2).cookies
            found.add(cookies.get("sepviz_server") or "")
        if len(found - {""}) == len(HOSTS):
            return
        time.sleep(0.1)
    raise RuntimeError(f"the proxy found {len(found - {''})} servers")


@contextmanager
def naming() -> Iterator[str]:
    """Answer questions for names as Docker's DNS does: any name is that of all the servers."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as here:
        here.bind(("127.0.0.1", 0))
        asked = threading.Thread(target=_answer, args=(here,), daemon=True)
        asked.start()
        try:
            yield f"127.0.0.1:{here.getsockname()[1]}"
        finally:
            here.sendto(b"", here.getsockname())  # wakes the thread up, to end
            asked.join(timeout=5)


def _answer(here: socket.socket) -> None:
    while question := here.recvfrom(4096):
        message, sender = question
        if not message:
            return
        here.sendto(_reply(message), sender)


def _reply(question: bytes) -> bytes:
    """Return all the addresses to a question for IPv4, and none to another (RFC 1035)."""
    end = question.index(0, 12) + 5  # behind the name stand type and class
    ipv4 = question[end - 4 : end - 2] == b"\0\1"
    hosts = HOSTS if ipv4 else ()
    head = question[:2] + struct.pack(">HHHHH", 0x8180, 1, len(hosts), 0, 0)
    records = (b"\xc0\x0c" + struct.pack(">HHIH", 1, 1, 1, 4) + socket.inet_aton(host) for host in hosts)
    return head + question[12:end] + b"".join(records)
