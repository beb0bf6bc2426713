"""A line as slow as a hotel's: what passes between browser and server arrives later, in order.

Run as ``python delay.py <port of the server> <seconds one way>``; it prints the port where it listens.
"""

import asyncio
import sys
from contextlib import suppress


async def relay(port: int, seconds: float) -> None:
    """Listen on a free port and connect every caller with the server."""

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(
            copy(reader, far_writer, seconds=seconds), copy(far_reader, writer, seconds=seconds)
        )

    server = await asyncio.start_server(connect, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


async def copy(source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, seconds: float) -> None:
    """Read at once and write later, so that a delay does not become a bottleneck."""
    loop = asyncio.get_running_loop()
    pieces: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    async def write() -> None:
        with suppress(OSError):
            while True:
                due, piece = await pieces.get()
                await asyncio.sleep(due - loop.time())
                if not piece:
                    break
                sink.write(piece)
        sink.close()

    writing = asyncio.create_task(write())
    piece = b"first"
    while piece:
        try:
            piece = await source.read(65536)
        except OSError:
            piece = b""
        pieces.put_nowait((loop.time() + seconds, piece))
    await writing


if __name__ == "__main__":
    asyncio.run(relay(int(sys.argv[1]), float(sys.argv[2])))
