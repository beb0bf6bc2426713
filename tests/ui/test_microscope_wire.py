"""The message to the browser, read back as frontend/wire.js reads it."""

import json
import struct

import numpy as np
import pytest

from sepviz.shapes import geometry
from sepviz.ui.components.microscope_view import MicroscopeView
from sepviz.ui.components.microscope_wire import pack

RANDOM = np.random.default_rng(5)


def message(image, **settings):
    bias = np.array([0.5, np.nan, 2], np.float32)
    weights = {"kernel": RANDOM.normal(size=(3, 5, image.shape[2], 3)), "bias": bias}
    where = geometry(image.shape[:2], (3, 5), strides=(2, 1), padding="same")
    output = np.zeros(where.output_size, np.float32)
    settings = {"kind": "standard", "channel": 1, "labels": {"nan": "NaN 值"}} | settings
    view = MicroscopeView(image=image, weights=weights, geometry=where, output=output, **settings)
    return view, pack(view, pinned=(1, 2))


def read(packed):
    (length,) = struct.unpack_from("<I", packed)
    header = json.loads(packed[4 : 4 + length].decode())
    arrays = {
        name: np.frombuffer(packed, entry["type"], entry["length"], 4 + length + entry["offset"])
        for name, entry in header.pop("arrays").items()
    }
    return header, arrays, length


def test_header_says_where_the_windows_stand():
    header, _, _ = read(message(RANDOM.random((7, 9, 2), np.float32))[1])
    assert header["size"] == [7, 9, 2]
    names = ("size", "taps", "stride", "dilation", "before", "after", "count")
    assert [[axis[name] for name in names] for axis in header["axes"]] == [
        [7, 3, 2, 1, 1, 1, 4],
        [9, 5, 1, 1, 2, 2, 9],
    ]
    assert header["pinned"] == [1, 2]


def test_arrays_arrive_with_every_bit():
    image = RANDOM.random((7, 9, 2), np.float32)
    image[3, 4, 1] = np.nan
    view, packed = message(image)
    _, arrays, length = read(packed)
    np.testing.assert_array_equal(arrays["image"].reshape(image.shape), image)
    expected = np.moveaxis(view.weights["kernel"][..., 1], -1, 0).astype(np.float32)
    np.testing.assert_array_equal(arrays["kernels"].reshape(2, 3, 5), expected)
    assert (length + 4) % 8 == 0


def test_value_that_is_no_number_travels_and_words_are_left_alone():
    header, arrays, _ = read(message(RANDOM.random((7, 9, 2), np.float32))[1])
    assert np.isnan(arrays["bias"]).tolist() == [True]
    assert header["labels"] == {"nan": "NaN 值"}


def test_picture_of_8_bits_travels_as_bytes_and_comes_back_exactly():
    codes = RANDOM.integers(0, 256, (7, 9, 3), np.uint8)
    image = codes.astype(np.float32) / np.float32(255)
    _, arrays, _ = read(message(image)[1])
    assert arrays["image"].dtype == np.uint8
    back = (arrays["image"].astype(np.float64) / 255).astype(np.float32)
    np.testing.assert_array_equal(back.reshape(image.shape), image)


@pytest.mark.parametrize("value", [-0.25, 1.5, 0.123, np.inf])
def test_any_other_picture_travels_as_floats(value):
    image = np.full((7, 9, 3), value, np.float32)
    assert read(message(image)[1])[1]["image"].dtype == np.float32


def test_what_the_page_has_or_can_compute_does_not_travel_again():
    image = RANDOM.random((7, 9, 3), np.float32)
    known = {"image_key": "photo-9"}
    header, arrays, _ = read(message(image, activation="relu", **known)[1])
    assert header["imageKey"] == "photo-9"
    assert not {"image", "output"} & set(arrays)
    assert "output" in read(message(image, activation="sigmoid", **known)[1])[1]
    assert {"image", "output"} <= set(read(message(image)[1])[1])
