"""What one visitor does, the others do not notice; here the server may not write a byte to the disk."""

import asyncio
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from sepviz.text import translator
from tests.load import mischief
from tests.load.server import ROOT, Server, serving
from tests.load.visitor import Page, Visitor, run

FAULTY = """
import runpy, sys
sys.path.insert(0, {root!r})
from sepviz.ui.pages.playground import maps
from sepviz.ui.shell import frame
{fault}
runpy.run_path({root!r} + "/app.py", run_name="__main__")
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """The app; the system refuses whatever it would write into a file."""
    before = listing()
    with serving(disk=False) as running:
        yield running
        assert running.alive
        assert not [line for line in running.log if "fault " in line or "Uncaught" in line]
    assert listing() == before


def listing() -> set[str]:
    """Return every file of the app with its time of change, but for what other tools leave there."""
    places = [ROOT / "app.py", ROOT / ".streamlit", ROOT / "assets", ROOT / "sepviz"]
    files = [file for place in places for file in ([place] if place.is_file() else place.rglob("*"))]
    return {
        f"{file} {file.stat().st_mtime_ns}"
        for file in files
        if "__pycache__" not in file.parts and file.is_file()
    }


async def work(server: Server, changes: int = 3) -> list[Page]:
    """Let two visitors change controls, and return every page that they saw."""
    visitors = [await Visitor.arrive(server.address, f"seed={random.randrange(10**6)}") for _ in range(2)]
    pages = []
    for number in range(changes):
        for visitor in visitors:
            pages.append(await visitor.change("filters", 5 + number))
            assert f"filters={5 + number}" in visitor.query
    for visitor in visitors:
        await visitor.leave()
    return pages


async def together(server: Server, mischievous) -> list[Page]:
    """Let visitors work while another one is up to something."""
    pages, _ = await asyncio.gather(work(server), mischievous)
    return pages


def assert_good(pages: list[Page], least: int = 1) -> None:
    """Check that every page is complete and without a fault."""
    assert len(pages) >= least
    for page in pages:
        assert page.errors == []
        assert "section" in page.widgets  # the last part of the page


def test_a_small_class_works_at_once_and_each_gets_their_own_page(server):
    async def lesson() -> None:
        visitors = await asyncio.gather(*(Visitor.arrive(server.address, f"seed={n}") for n in range(5)))
        for change in range(3):
            pages = await asyncio.gather(
                *(visitor.change("filters", 3 + n + change) for n, visitor in enumerate(visitors))
            )
            assert_good(list(pages), 5)
            for n, visitor in enumerate(visitors):
                assert f"filters={3 + n + change}" in visitor.query
                assert f"seed={n}" in visitor.query
                shown = visitor.page.widgets["channel"][1]
                assert shown.max == 2 + n + change
                assert await visitor.look() > 10_000
        for visitor in visitors:
            await visitor.leave()

    run(lesson())


def test_others_notice_nothing_of_visitors_who_vanish_in_the_middle_of_a_computation(server):
    pages = run(together(server, mischief.vanish_while_computing(server.address, times=3)))
    assert_good(pages, 6)


def test_whoever_comes_back_by_the_same_link_finds_the_same_page(server):
    async def lift() -> None:
        visitor = await Visitor.arrive(server.address, "filters=6")
        await visitor.change("seed", 77)
        await visitor.send_change("filters", 48)
        await visitor.vanish()
        again = await Visitor.arrive(server.address, visitor.query)
        assert "seed=77" in again.query
        assert_good([again.page])
        await again.leave()

    run(lift())


def test_twenty_uploads_in_a_row_are_all_taken_and_none_is_written_to_the_disk(server):
    large = mischief.photo(0, width=2400, height=1800)
    assert len(large) > 1.5e6  # Streamlit's server alone writes whatever is above 1 MiB
    small = [mischief.photo(n, width=120 + n, height=60) for n in range(18)]
    pages = run(mischief.upload_in_a_row(server.address, [large, *small, large[: len(large) // 2]]))
    assert_good(pages[:-1], 19)
    assert "192 x 256 pixels" in pages[0].text
    for number, page in enumerate(pages[1:-1]):
        assert f"60 x {120 + number} pixels" in page.text
    refused = pages[-1]
    assert len(refused.errors) == 1
    assert "60 x 137 pixels" in refused.text


def test_a_file_above_the_limit_is_refused_by_the_server(server):
    async def upload() -> None:
        visitor = await Visitor.arrive(server.address)
        with pytest.raises(OSError, match="413"):
            await visitor.upload("large.jpg", bytes(10 * 2**20 + 1))
        assert_good([await visitor.change("filters", 4)])
        await visitor.leave()

    run(upload())


def test_many_tabs_with_heavy_settings_all_get_their_page(server):
    async def crowd() -> tuple[list[Page], list[Page]]:
        return await asyncio.gather(
            work(server, 2), mischief.open_tabs(server.address, 8, query="filters=48&sample=zoneplate")
        )

    workers, tabs = run(crowd())
    assert_good(workers, 4)
    assert_good(tabs, 8)


def test_what_is_no_message_closes_that_connection_only(server):
    async def shout() -> None:
        visitor = await Visitor.arrive(server.address)
        await visitor.socket.send(b"\xff" * 2000)
        await visitor.socket.wait_closed()
        await visitor.leave()
        assert_good(await work(server, 1), 2)

    run(shout())


@pytest.mark.parametrize(
    "fault",
    [
        "maps.show = lambda *_: {}['/secret/path']",
        "frame.header = lambda *_: open('/secret/path')",
        "frame.begin = lambda: {}['/secret/path']",
        "frame.configure_process = lambda: open('/secret/path')",
        "frame.state.read_link = lambda: {}['/secret/path']",
        "frame.state.settings = lambda: {}['/secret/path']",
        "frame.state.turn_to = lambda *_: open('/secret/path')",
    ],
)
def test_a_fault_of_ours_is_a_reference_to_the_visitor_and_the_whole_story_in_the_log(
    tmp_path: Path, fault: str
):
    script = tmp_path / "faulty.py"
    script.write_text(FAULTY.format(root=str(ROOT), fault=fault))

    async def visit(server: Server) -> Page:
        visitor = await Visitor.arrive(server.address, "lang=en")
        await visitor.leave()
        return visitor.page

    with serving(script) as server:
        page = run(visit(server))
    log = "\n".join(server.log)
    references = [line.split("fault ")[1].split()[0] for line in server.log if "fault " in line]
    assert len(references) == 1
    assert page.errors == [translator("en")("app.fault", reference=references[0])]
    assert "Traceback" in log
    assert "/secret/path" in log
    for secret in ("/secret/path", "Traceback", "KeyError", "NotFoundError", str(ROOT)):
        assert secret not in page.text
