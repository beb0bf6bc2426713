"""Time and memory of the heaviest settings that the app allows: python tests/load/heaviest_settings.py.

Each case has a server of its own, a page that has been looked at, and the visitor's own picture of
512 x 512 pixels. The growth is that of the process at its peak, in MB of 10^6 bytes.
"""

import asyncio
import io
import sys
import time
from pathlib import Path

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.timing import table
from tests.load.server import Server, serving
from tests.load.visitor import Visitor

SIDE = 512
BASE = {"side": SIDE, "weights": "random", "padding": "same", "use_bias": "true", "activation": "none"}
CASES = {
    "standard 3 x 3, 96 filters: most maps": {"op": "standard", "kh": 3, "kw": 3, "filters": 96},
    "the same with softmax": {"op": "standard", "kh": 3, "kw": 3, "filters": 96, "activation": "softmax"},
    "the same, each map its own scale": {
        "op": "standard",
        "kh": 3,
        "kw": 3,
        "filters": 96,
        "scale": "each",
    },
    "standard 15 x 15, 33 filters: most multiplications": {
        "op": "standard",
        "kh": 15,
        "kw": 15,
        "filters": 33,
    },
    "separable 15 x 15, multiplier 8, 72 filters, swish": {
        "op": "separable",
        "kh": 15,
        "kw": 15,
        "filters": 72,
        "depth_multiplier": 8,
        "activation": "swish",
    },
    "the same as a standard layer's twin": {
        "op": "separable",
        "kh": 15,
        "kw": 15,
        "filters": 72,
        "depth_multiplier": 8,
        "weights": "twin",
    },
    "grouped 15 x 15, 33 filters, tanh": {
        "op": "grouped",
        "groups": 3,
        "kh": 15,
        "kw": 15,
        "filters": 33,
        "activation": "tanh",
    },
    "grouped 3 x 3, dilated by 8, 93 filters": {
        "op": "grouped",
        "groups": 3,
        "kh": 3,
        "kw": 3,
        "dilation": 8,
        "filters": 93,
    },
    "spatial 15 + 15": {"op": "spatial", "kh": 15, "kw": 15},
}


def main() -> None:
    rows = [asyncio.run(measure(name, settings)) for name, settings in CASES.items()]
    print(table(["settings", "seconds", "of processor", "peak, + MB", "afterwards, + MB", "refused"], rows))


async def measure(name: str, settings: dict[str, object]) -> list[object]:
    with serving() as server:
        visitor = await Visitor.arrive(server.address)
        await visitor.change("filters", 9)
        await visitor.upload("square.png", square())
        visitor.query = "&".join(f"{key}={value}" for key, value in (BASE | settings).items())
        begin, processor, before = time.perf_counter(), server.cpu(), fresh_peak(server)
        page = await visitor.run()
        seconds, processor = time.perf_counter() - begin, server.cpu() - processor
        peak, after = server.memory("VmHWM"), server.memory()
        await visitor.leave()
    refused = "yes" if page.warnings or page.errors else "no"
    return [
        name,
        f"{seconds:.2f}",
        f"{processor:.2f}",
        f"{peak - before:.0f}",
        f"{after - before:.0f}",
        refused,
    ]


def square() -> bytes:
    """Return a picture of noise, which no cache knows and no compression flatters."""
    pixels = np.random.default_rng(0).integers(0, 255, (SIDE, SIDE, 3), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


def fresh_peak(server: Server) -> float:
    """Forget the peak so far and return the memory of now."""
    Path(f"/proc/{server.process.pid}/clear_refs").write_text("5")
    return server.memory()


if __name__ == "__main__":
    main()
