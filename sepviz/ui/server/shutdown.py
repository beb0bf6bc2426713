"""Let the pages under way be finished before the server closes its visitors' connections.

Told to end, Streamlit's server closes them at once, in the middle of a page. It takes no new connection
from then on, so a proxy sends newcomers elsewhere while the last pages are computed.
"""

import asyncio
import time
from contextlib import suppress

from sepviz.ui.server.page_slots import AT_ONCE, page_slot

SECONDS = 8.0
"""How long the last pages may take; Docker and Kubernetes end a process the hard way after 10 and 30 s."""

_DELIVERY = 0.2  # from the end of a page to its last message in the visitor's browser


def finish_pages_first() -> None:
    """Make the server of this process wait for its pages when it ends."""
    with suppress(ImportError):  # Streamlit in the visitor's own browser has no server
        from uvicorn import Server

        shutdown = Server.shutdown

        async def finish_then_shutdown(self, sockets=None) -> None:  # type: ignore[no-untyped-def]
            for listening in [*self.servers, *(sockets or [])]:
                listening.close()
            await asyncio.to_thread(_wait_for_pages)
            await asyncio.sleep(_DELIVERY)
            await shutdown(self, sockets)

        Server.shutdown = finish_then_shutdown  # type: ignore[method-assign]


def _wait_for_pages() -> None:
    """Stand in the line of pages until those that came before are through."""
    until = time.monotonic() + SECONDS
    held = [page_slot.acquire(timeout=max(0.0, until - time.monotonic())) for _ in range(AT_ONCE)]
    page_slot.release(sum(held))
