"""A server that is told to end finishes the pages under way first; a new version comes up while they do."""

import asyncio
import random

from tests.load import mischief
from tests.load.server import Server, serving
from tests.load.test_faults import assert_good
from tests.load.visitor import Page, Visitor, run


async def ask_and_end(server: Server) -> list[Page]:
    """Let visitors ask for heavy pages, end the server in the middle, and return what they got."""
    visitors = [await Visitor.arrive(server.address, "sample=example12") for _ in range(3)]
    for visitor in visitors:
        visitor.query = f"{mischief.HEAVY}&filters=64&seed={random.randrange(10**6)}"
        await visitor.send_run()
    await asyncio.sleep(0.2)
    server.process.terminate()
    pages = [await visitor.finished() for visitor in visitors]
    for visitor in visitors:
        await asyncio.wait_for(visitor.socket.wait_closed(), 20)
        await visitor.leave()
    return pages


def test_pages_under_way_are_finished_when_the_server_is_told_to_end():
    with serving() as server:
        pages = run(ask_and_end(server))
        assert server.process.wait(20) == 0
    assert_good(pages, 3)
    assert "Traceback" not in "\n".join(server.log)
