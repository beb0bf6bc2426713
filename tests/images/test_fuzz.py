"""A bounded, seeded fuzz run: whatever happens to a file, there is an array or a clean ImageError."""

import json
import os
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from sepviz.errors import ImageError
from sepviz.images import load_image

FOLDER = os.environ.get("SEPVIZ_IMAGE_CORPUS")
MUTANTS = 6000
FORMATS: list[tuple[str, dict[str, Any]]] = [
    ("PNG", {}),
    ("JPEG", {}),
    ("JPEG", {"progressive": True}),
    ("WEBP", {}),
    ("WEBP", {"lossless": True}),
]
FORMATS += [("GIF", {}), ("BMP", {}), ("TIFF", {}), ("TIFF", {"compression": "tiff_lzw"})]
FORMATS += [("TIFF", {"compression": "tiff_adobe_deflate"}), ("TIFF", {"compression": "jpeg"})]


def seeds(make):
    """Return small files of every format, and a few hundred of the corpus where it is there."""
    noise = np.random.default_rng(0).integers(0, 256, (24, 20, 3), dtype=np.uint8)
    files = [make.encoded(Image.fromarray(noise), name, **options) for name, options in FORMATS]
    if FOLDER:
        cases = json.loads((Path(FOLDER) / "manifest.json").read_text())["entries"]
        names = sorted({case["file"] for case in cases})[::4]
        found = [(Path(FOLDER) / "images" / name).read_bytes() for name in names]
        files += [data for data in found if 20 < len(data) < 60_000]
    return files


def mutant(rng, files):
    """Return a file that is cut, spliced with another, or has some bytes or a whole field changed."""
    data = bytearray(rng.choice(files))
    kind = rng.randrange(5)
    if kind == 0:
        del data[rng.randrange(len(data)) :]
    elif kind == 1:
        other = rng.choice(files)
        data[rng.randrange(len(data)) :] = other[rng.randrange(len(other)) :]
    elif kind == 2:
        start = rng.randrange(len(data))
        del data[start : start + rng.randrange(1, 64)]
    for _ in range(rng.randrange(1, 8) if kind > 2 else 0):
        place = rng.randrange(min(len(data), rng.choice([64, 512, len(data)])))
        width = rng.choice([1, 1, 2, 4])
        data[place : place + width] = rng.choice([rng.randbytes(width), b"\xff" * width, bytes(width)])
    return bytes(data)


def check(data):
    """Load a file; anything but an array or a clean ImageError fails the test."""
    try:
        picture = load_image(data, max_side=128)
    except ImageError as refusal:
        error = refusal
    else:
        error = None
    if error is not None:
        assert 10 <= len(str(error)) <= 200
        assert str(error).isprintable()
        assert error.code.startswith("image_")
        return False
    assert picture.dtype == np.float32
    assert picture.ndim == 3
    assert picture.shape[2] == 3
    assert 1 <= max(picture.shape[:2]) <= 128
    assert picture.min() >= 0
    assert picture.max() <= 1
    return True


@pytest.mark.parametrize("seed", range(4))
def test_mutants_are_pictures_or_image_errors(make, seed):
    rng, files = random.Random(seed), seeds(make)
    outcomes = [check(mutant(rng, files)) for _ in range(MUTANTS // 4)]
    assert any(outcomes)
    assert not all(outcomes)


def test_noise_behind_every_signature_is_refused(make):
    rng = random.Random(5)
    starts = sorted({data[:length] for data in seeds(make)[: len(FORMATS)] for length in (8, 16, 32)})
    for start in starts:
        for _ in range(8):
            check(start + rng.randbytes(rng.randrange(400)))
