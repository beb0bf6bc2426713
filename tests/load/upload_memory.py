"""What a server holds of an upload, and what is left of it: python tests/load/upload_memory.py.

One visitor uploads photos of 9 MB and 24 megapixels, one in place of the other, and leaves; MB are of
10^6 bytes, resident, beside a page that is warm and has seen one small upload.
"""

import asyncio
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sepviz.ui.server import memory
from tests.benchmarks.timing import table
from tests.load.mischief import photo
from tests.load.server import Server, serving
from tests.load.visitor import Visitor

TTL = 5


async def measure(server: Server, photos: list[bytes]) -> list[list[str]]:
    """Upload, leave, wait, and note the memory at each step."""
    visitor = await Visitor.arrive(server.address)
    await visitor.upload("small.jpg", photo(9, width=640, height=480))
    before = server.memory()
    steps = {}
    for number, data in enumerate(photos, 1):
        page = await visitor.upload(f"{number}.jpg", data)
        assert not page.errors, page.errors
        await asyncio.sleep(1)
        steps[f"after upload {number} of {len(data) / 1e6:.1f} MB"] = server.memory()
    await visitor.leave()
    await asyncio.sleep(TTL + 1)
    steps["after the session has expired, before anybody else comes"] = server.memory()
    for _ in range(2):
        await (await Visitor.arrive(server.address)).leave()
        await asyncio.sleep(memory.SECONDS + 1)
    await (await Visitor.arrive(server.address)).leave()
    steps["after the next visitors"] = server.memory()
    return [[step, f"{memory:.0f}", f"{memory - before:+.0f}"] for step, memory in steps.items()]


def main() -> None:
    """Measure and print."""
    photos = [photo(number, width=6000, height=4000, quality=90) for number in range(3)]
    options = ("--server.disconnectedSessionTTL", str(TTL))
    with serving(options=options, disk=False) as server:
        print(table(["", "resident, MB", "growth, MB"], asyncio.run(measure(server, photos))))


if __name__ == "__main__":
    main()
