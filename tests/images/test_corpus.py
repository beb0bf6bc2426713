"""Every case of the public collection of real files, in the folder that `SEPVIZ_IMAGE_CORPUS` names."""

import json
import os
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from sepviz.errors import ImageError
from sepviz.images import load_image
from sepviz.images.scale import result_size

FOLDER = os.environ.get("SEPVIZ_IMAGE_CORPUS")
CASES = json.loads((Path(FOLDER) / "manifest.json").read_text())["entries"] if FOLDER else []
GROUPS = sorted({case["id"].split("/")[0] for case in CASES})

pytestmark = pytest.mark.skipif(
    not CASES, reason="set SEPVIZ_IMAGE_CORPUS to the folder of the image corpus"
)


def thumbnail(picture, shape):
    """Return the grid of mean greys that the manifest calls `thumb`."""
    rows, columns = (
        np.arange(count + 1) * side // count for count, side in zip(shape, picture.shape, strict=False)
    )
    grey = picture.mean(axis=2)
    return np.array([[grey[a:b, c:d].mean() for c, d in pairwise(columns)] for a, b in pairwise(rows)])


def matches(picture, wanted, case):
    """Tell whether means and samples are those of the manifest."""
    means = picture.reshape(-1, 3).mean(axis=0)
    return np.abs(means - wanted.get("mean", means)).max() <= case["mean_tol"] and all(
        np.abs(picture[y, x] - colour).max() <= case["tol"] for y, x, *colour in wanted["probes"]
    )


def fault(case):
    """Return what is wrong with the outcome of a case, None where nothing is."""
    data = (Path(FOLDER) / "images" / case["file"]).read_bytes()
    try:
        picture = load_image(data, **case.get("kwargs", {}))
    except ImageError as error:
        message = str(error)
        clean = 10 <= len(message) <= 200 and message.isprintable()
        return None if clean and case["expect"] != "ok" else f"refused: {message}"
    if case["expect"] == "error":
        return "accepted"
    if (
        picture.dtype != np.float32
        or not np.isfinite(picture).all()
        or picture.min() < 0
        or picture.max() > 1
    ):
        return "not float32 in [0, 1]"
    return None if case["check"] == "none" else picture_fault(picture.astype(np.float64) * 255, case)


def picture_fault(picture, case):
    """Compare a picture in 0..255 with the manifest."""
    side = case.get("kwargs", {}).get("max_side", 1024)
    if picture.shape[:2] != result_size(*case["shape"], side):
        return f"shape {picture.shape}"
    if case["check"] == "exact":
        right = matches(picture, case, case) or ("alt" in case and matches(picture, case["alt"], case))
        return None if right else "wrong colours"
    if case["check"] == "corr":
        wanted = np.array(case["thumb"])
        found = thumbnail(picture, wanted.shape)
        similar = (
            found.std() < 4 if wanted.std() < 2 else np.corrcoef(found.ravel(), wanted.ravel())[0, 1] > 0.97
        )
        return None if similar else "another picture"
    return None


@pytest.mark.parametrize("group", GROUPS)
def test_every_file_is_the_right_picture_or_a_polite_refusal(group):
    cases = [case for case in CASES if case["id"].startswith(group + "/")]
    faults = {case["id"]: found for case in cases if (found := fault(case))}
    assert not faults
