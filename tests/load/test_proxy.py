"""Two servers behind the proxy of `deploy/`: visitors are shared out, stay, and survive the loss of one."""

import asyncio
import gzip
import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import pytest
import requests
from websockets.asyncio.client import connect
from websockets.typing import Origin, Subprotocol

from sepviz.text import translator
from tests.load import mischief
from tests.load.proxy import HOSTS, PROGRAM, proxying
from tests.load.server import ROOT, Server, free_port, serving
from tests.load.visitor import Visitor, run

CHOOSE_AGAIN = translator("en")("picture.was_own")

pytestmark = pytest.mark.skipif(
    PROGRAM is None and not os.environ.get("CI"),
    reason="haproxy is not installed (apt-get install haproxy)",
)


@dataclass(frozen=True)
class School:
    """Two servers and the one address that visitors know."""

    address: str
    port: int
    servers: tuple[Server, ...]


@pytest.fixture(scope="module")
def school() -> Iterator[School]:
    """A school whose servers all live."""
    with two_servers() as running:
        yield running


@contextmanager
def two_servers() -> Iterator[School]:
    """Start two servers and the proxy in front of them."""
    assert PROGRAM, "haproxy is not installed (apt-get install haproxy)"
    port = free_port()
    with ExitStack() as stack:
        servers = tuple(
            stack.enter_context(serving(command=image_command(), host=host, port=port)) for host in HOSTS
        )
        yield School(stack.enter_context(proxying(port)), port, servers)


def image_command() -> tuple[str, ...]:
    """Return what the image of `deploy/Dockerfile` runs, with the Python that runs the tests."""
    last = (ROOT / "deploy/Dockerfile").read_text("utf-8").rsplit("\nCMD ", 1)[1]
    program, *arguments = json.loads(last)
    assert program == "python"
    return sys.executable, *arguments


async def come(address: str, query: str = "lang=en") -> Visitor:
    """Open the address in a new browser."""
    browser = requests.Session()
    (await asyncio.to_thread(browser.get, address, timeout=20)).raise_for_status()
    return await Visitor.arrive(address, query, http=browser)


def server_of(visitor: Visitor) -> str:
    """Return the server that a visitor's cookie names."""
    return visitor.http.cookies["sepviz_server"] or ""


async def leave(visitors: list[Visitor]) -> None:
    """Let everybody go."""
    for visitor in visitors:
        await visitor.leave()


def test_a_class_that_comes_at_once_is_shared_out_evenly_and_keeps_its_servers(school):
    async def lesson() -> None:
        visitors = await asyncio.gather(*(come(school.address, f"lang=en&seed={n}") for n in range(8)))
        before = [server_of(visitor) for visitor in visitors]
        assert len(set(before)) == 2
        assert min(Counter(before).values()) >= 3
        for number, visitor in enumerate(visitors):
            page = await visitor.upload("own.jpg", mischief.photo(number, width=120 + number, height=60))
            assert page.errors == []
            assert f"60 x {120 + number} pixels" in page.text
            assert await visitor.look() > 10_000
        assert [server_of(visitor) for visitor in visitors] == before
        await leave(visitors)

    run(lesson())


def test_scripts_styles_and_the_page_itself_come_compressed_to_the_same_content(school):
    here = school.servers[0].address
    page = requests.get(here, timeout=20).text
    files = ["/", *(f"/{path}" for path in re.findall(r"static/(?:js|css)/[\w.-]+", page))]
    plain = {path: fetch(here + path) for path in files}
    packed = {path: fetch(school.address + path) for path in files}
    assert len(files) > 2
    for path in files:
        assert gzip.decompress(packed[path]) == plain[path]
    print(f"\n{sum(map(len, plain.values()))} bytes, compressed {sum(map(len, packed.values()))}")
    assert sum(map(len, packed.values())) < 0.4 * sum(map(len, plain.values()))


def fetch(address: str) -> bytes:
    """Return the bytes as they travel."""
    with requests.get(address, headers={"Accept-Encoding": "gzip"}, stream=True, timeout=20) as answer:
        answer.raise_for_status()
        return answer.raw.read(decode_content=False)


def test_a_public_name_in_front_of_the_proxy_is_no_foreign_origin(school):
    async def visit() -> None:
        host, port = school.address.removeprefix("http://").split(":")
        name = f"school.test:{port}"
        stream = f"ws://{name}/_stcore/stream"
        async with connect(
            stream, host=host, origin=Origin(f"https://{name}"), subprotocols=[Subprotocol("streamlit")]
        ) as socket:
            await socket.ping()

    run(visit())


def test_where_all_places_are_taken_newcomers_are_told_and_those_inside_stay(school):
    async def crowd() -> None:
        with proxying(school.port, places=1) as address:
            inside = [await come(address), await come(address)]
            answer = await asyncio.to_thread(requests.get, address, timeout=20)
            assert answer.status_code == 503
            assert answer.headers["Retry-After"] == "10"
            assert "All places are taken" in answer.text
            for visitor in inside:
                assert (await visitor.change("filters", 5)).errors == []
                assert await visitor.look() > 10_000
            await inside.pop().leave()
            inside.append(await come(address))
            await leave(inside)

    run(crowd())


def test_a_lost_server_loses_only_its_own_visitors_uploads():
    with two_servers() as school:
        run(lose_a_server(school))


async def lose_a_server(school: School) -> None:
    """Kill one of two servers in a lesson of four, each with a picture and settings of their own."""
    visitors = await asyncio.gather(*(come(school.address, f"lang=en&seed={70 + n}") for n in range(4)))
    for number, visitor in enumerate(visitors):
        await visitor.upload("own.jpg", mischief.photo(number, width=120 + number, height=60))
        await visitor.change("filters", 4 + number)
    school.servers[0].process.kill()
    await asyncio.to_thread(school.servers[0].process.wait)
    await asyncio.sleep(0.5)  # the news travels
    lost = {number for number, visitor in enumerate(visitors) if visitor.socket.close_code is not None}
    assert len(lost) == 2
    survivor = {server_of(visitor) for number, visitor in enumerate(visitors) if number not in lost}
    for number, visitor in enumerate(visitors):
        begin = time.monotonic()
        page = await (visitor.reconnect() if number in lost else visitor.run())
        print(f"{'back' if number in lost else 'stays'} after {time.monotonic() - begin:.2f} s")
        assert page.errors == []
        assert {server_of(visitor)} == survivor
        assert f"seed={70 + number}&" in f"{visitor.query}&"
        assert f"filters={4 + number}&" in f"{visitor.query}&"
        assert (CHOOSE_AGAIN in page.notes) == (number in lost)
        assert (f"60 x {120 + number} pixels" in page.text) == (number not in lost)
        assert await visitor.look() > 10_000
    again = mischief.photo(9, width=129, height=60)
    assert "60 x 129 pixels" in (await visitors[lost.pop()].upload("again.jpg", again)).text
    await leave(visitors)
