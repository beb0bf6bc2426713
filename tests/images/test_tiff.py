"""TIFF: number types, photometric interpretations, strips and tiles, compressions, and damage."""

import io
import zlib

import numpy as np
import pytest
from PIL import Image

from sepviz.images import load_image

UNSIGNED, SIGNED, FLOATING = 1, 2, 3


def one_strip(make, samples, photometric=1, order="<", **tags):
    """Return a file of one uncompressed strip; samples (rows, columns, channels)."""
    kind = {"u": UNSIGNED, "i": SIGNED, "f": FLOATING}[samples.dtype.kind]
    height, width, channels = samples.shape
    size = samples.itemsize
    all_tags = {
        256: width,
        257: height,
        258: [8 * size] * channels,
        259: 1,
        262: photometric,
        277: channels,
        339: kind,
    }
    all_tags |= {int(name[1:]): value for name, value in tags.items()}
    return make.tiff(all_tags, [samples.astype(samples.dtype.newbyteorder(order)).tobytes()], order=order)


@pytest.mark.parametrize(
    ("dtype", "photometric", "order"),
    [
        *[(np.uint8, photometric, order) for photometric in (0, 1, 2) for order in "<>"],
        *[(np.uint16, photometric, order) for photometric in (1, 2) for order in "<>"],
        (np.uint16, 0, "<"),
        (np.uint32, 1, "<"),
    ],
)
def test_whole_numbers_are_divided_by_the_largest_of_their_depth(make, order, dtype, photometric):
    largest = np.iinfo(dtype).max
    samples = np.random.default_rng(3).integers(
        0, largest, (4, 6, 3 if photometric == 2 else 1), dtype=dtype
    )
    picture = load_image(one_strip(make, samples, photometric, order))
    expected = samples / largest
    np.testing.assert_allclose(
        picture, np.broadcast_to(1 - expected if photometric == 0 else expected, (4, 6, 3)), atol=1e-6
    )


@pytest.mark.parametrize(
    ("dtype", "photometric", "order"),
    [
        (np.uint16, 0, ">"),
        (np.uint32, 1, ">"),
        (np.uint32, 2, "<"),
        (np.float16, 1, "<"),
        (np.float64, 1, "<"),
    ],
)
def test_numbers_that_the_decoder_does_not_know_are_refused(make, refused, dtype, photometric, order):
    samples = np.ones((4, 6, 3 if photometric == 2 else 1), dtype)
    assert refused(one_strip(make, samples, photometric, order)) == "image_unsupported"


@pytest.mark.parametrize("order", ["<", ">"])
def test_floats_within_0_and_1_stay_and_others_are_spread(make, order):
    samples = np.linspace(0.25, 0.75, 12, dtype=np.float32).reshape(3, 4, 1)
    np.testing.assert_allclose(
        load_image(one_strip(make, samples, order=order))[..., :1], samples, atol=1e-3
    )
    wide = samples * 400 - 100  # 0 .. 200
    spread = load_image(one_strip(make, wide, order=order))
    np.testing.assert_allclose(spread[..., 0].ravel(), np.linspace(0, 1, 12), atol=2e-3)


def test_what_is_no_number_does_not_reach_the_picture(make):
    samples = np.array([[[0.0], [np.nan], [np.inf], [-np.inf], [8.0]]], np.float32)
    np.testing.assert_allclose(load_image(one_strip(make, samples))[0, :, 1], [0, 0, 1, 0, 1])


@pytest.mark.parametrize("dtype", [np.int8, np.int16, np.int32])
def test_signed_numbers_are_spread_from_the_smallest_to_the_largest(make, dtype):
    samples = np.array([[[-100], [0], [100]]], dtype)
    np.testing.assert_allclose(load_image(one_strip(make, samples))[0, :, 2], [0, 0.5, 1], atol=1e-6)


@pytest.mark.parametrize("depth", [1, 2, 4, 12])
def test_depths_that_share_bytes_are_taken_apart(make, depth):
    values = np.random.default_rng(depth).integers(0, 1 << depth, (3, 5))
    bits = ["".join(f"{value:0{depth}b}" for value in row) for row in values]
    rows = [
        int(row.ljust(-(-len(row) // 8) * 8, "0"), 2).to_bytes(-(-len(row) // 8), "big") for row in bits
    ]
    data = make.tiff({256: 5, 257: 3, 258: depth, 262: 1}, [b"".join(rows)])
    np.testing.assert_allclose(load_image(data)[..., 0], values / ((1 << depth) - 1), atol=1e-6)


@pytest.mark.parametrize(
    ("extra", "meaning"), [(0, "ignored"), (1, "associated"), (2, "straight"), (None, "straight")]
)
def test_the_fourth_sample_means_what_the_file_says(make, extra, meaning):
    samples = np.array([[[100, 50, 0, 128]]], np.uint8)
    tags = {} if extra is None else {"t338": extra}
    colour, alpha = samples[0, 0, :3] / 255, 128 / 255
    expected = {
        "ignored": colour,
        "associated": colour + 1 - alpha,
        "straight": colour * alpha + 1 - alpha,
    }[meaning]
    found = load_image(one_strip(make, samples, 2, **tags))[0, 0]
    np.testing.assert_allclose(found, expected, atol=1 / 255 if extra == 1 else 1e-6)


def test_ink_is_not_inverted(make):
    samples = np.array([[[0, 255, 102, 51]]], np.uint8)
    np.testing.assert_allclose(load_image(one_strip(make, samples, 5))[0, 0], [0.8, 0, 0.48], atol=1e-6)


def test_lab_becomes_srgb(make):
    known = {
        (100, 0, 0): (255, 255, 255),
        (0, 0, 0): (0, 0, 0),
        (54, 81, 70): (255, 0, 0),
        (30, 68, -112): (0, 0, 255),
    }
    samples = np.array([[[round(light * 2.55), a & 255, b & 255] for light, a, b in known]], np.uint8)
    picture = load_image(one_strip(make, samples, 8))
    np.testing.assert_allclose(picture[0] * 255, list(known.values()), atol=26)


def test_ycc_without_subsampling_becomes_rgb(make):
    rgb = np.array([[[255, 0, 0], [10, 200, 90]]], np.uint8)
    samples = np.asarray(Image.fromarray(rgb).convert("YCbCr"))
    np.testing.assert_allclose(load_image(one_strip(make, samples, 6, t530=[1, 1])) * 255, rgb, atol=2)


def test_a_colour_map_has_16_bits(make, refused):
    colour_map = (np.array([[255, 0], [0, 128], [10, 20]]) * 257).ravel().tolist()
    data = make.tiff({256: 2, 257: 1, 258: 1, 262: 3, 320: colour_map}, [b"\x40"])
    np.testing.assert_allclose(load_image(data)[0] * 255, [[255, 0, 10], [0, 128, 20]], atol=0.01)
    low = [value // 257 for value in colour_map]
    assert refused(make.tiff({256: 2, 257: 1, 258: 1, 262: 3, 320: low}, [b"\x40"])) == "image_unsupported"


@pytest.mark.parametrize("big", [False, True])
@pytest.mark.parametrize("planar", [False, True])
@pytest.mark.parametrize("tiled", [False, True])
@pytest.mark.parametrize("compression", [1, 8])
def test_strips_and_tiles_are_put_in_place(make, big, planar, tiled, compression):
    samples = np.random.default_rng(5).integers(0, 256, (37, 41, 3), dtype=np.uint8)
    planes = [samples[:, :, channel : channel + 1] for channel in range(3)] if planar else [samples]
    segments = []
    for plane in planes:
        if tiled:
            plane = np.pad(plane, ((0, 48 - 37), (0, 48 - 41), (0, 0)))
            segments += [plane[y : y + 16, x : x + 16] for y in range(0, 48, 16) for x in range(0, 48, 16)]
        else:
            segments += [plane[y : y + 10] for y in range(0, 37, 10)]
    stored = [zlib.compress(part.tobytes()) if compression == 8 else part.tobytes() for part in segments]
    tags = {256: 41, 257: 37, 258: [8, 8, 8], 259: compression, 262: 2, 277: 3, 284: 2 if planar else 1}
    tags |= {322: 16, 323: 16} if tiled else {278: 10}
    np.testing.assert_array_equal(load_image(make.tiff(tags, stored, big=big)), samples / np.float32(255))


@pytest.mark.parametrize("compression", ["raw", "tiff_lzw", "tiff_adobe_deflate", "packbits"])
@pytest.mark.parametrize("mode", ["L", "RGB", "I;16", "F"])
def test_each_compression_of_libtiff_gives_the_stored_values(make, compression, mode):
    y, x = np.mgrid[0:70, 0:50]
    smooth = {
        "L": (x + y).astype(np.uint8),
        "I;16": (x * 1000 + y).astype(np.uint16),
        "F": (x / 70).astype(np.float32),
    }
    smooth["RGB"] = np.stack([x, y, x + y], axis=2).astype(np.uint8)
    picture = load_image(make.encoded(smooth[mode], "TIFF", compression=compression))
    largest = {"L": 255, "RGB": 255, "I;16": 65535, "F": 1}[mode]
    np.testing.assert_allclose(
        picture, np.broadcast_to((smooth[mode] / largest).reshape(70, 50, -1), (70, 50, 3)), atol=1e-6
    )


@pytest.mark.parametrize("mode", ["L", "RGB", "I;16"])
def test_differences_are_summed_up(make, mode):
    rng = np.random.default_rng(9)
    samples = rng.integers(0, 1 << (16 if mode == "I;16" else 8), (20, 30, 3 if mode == "RGB" else 1))
    samples = samples.astype(np.uint16 if mode == "I;16" else np.uint8)
    differences = np.diff(samples, axis=1, prepend=np.zeros_like(samples[:, :1]))
    height, width, channels = samples.shape
    tags = {256: width, 257: height, 258: [8 * samples.itemsize] * channels, 259: 8, 317: 2, 277: channels}
    data = make.tiff(tags | {262: 2 if channels == 3 else 1}, [zlib.compress(differences.tobytes())])
    expected = np.broadcast_to(samples / np.iinfo(samples.dtype).max, (height, width, 3))
    np.testing.assert_allclose(load_image(data), expected, atol=1e-6)


@pytest.mark.parametrize("compression", ["group3", "group4", "tiff_ccitt"])
def test_fax_pages_are_black_on_white(make, compression):
    bits = np.random.default_rng(2).integers(0, 2, (33, 45), dtype=np.uint8) * 255
    data = make.encoded(Image.fromarray(bits).convert("1"), "TIFF", compression=compression)
    np.testing.assert_array_equal(load_image(data)[..., 0], bits / 255)


@pytest.mark.parametrize("order", [1, 2])
def test_bits_may_be_stored_the_other_way_round(make, order):
    row = b"\xb1\x80" if order == 1 else b"\x8d\x01"
    data = make.tiff({256: 9, 257: 1, 258: 1, 262: 1, 266: order}, [row])
    np.testing.assert_array_equal(load_image(data)[0, :, 0], [1, 0, 1, 1, 0, 0, 0, 1, 1])


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_jpeg_strips_are_decoded(make, mode):
    y, x = np.mgrid[0:60, 0:80]
    image = Image.fromarray(np.stack([x * 3, y * 4, 255 - x * 3], axis=2).astype(np.uint8)).convert(mode)
    picture = load_image(make.encoded(image, "TIFF", compression="jpeg", quality=95))
    expected = np.asarray(image.convert("RGB"))
    np.testing.assert_allclose(picture * 255, expected, atol=16)


def test_the_first_page_counts(make, colours):
    other = Image.new("RGB", (3, 3), "red")
    data = make.encoded(Image.fromarray(colours), "TIFF", save_all=True, append_images=[other])
    np.testing.assert_array_equal(load_image(data), colours / np.float32(255))


def test_every_cut_is_an_error(make, colours, refused):
    for compression in ("raw", "tiff_lzw", "tiff_adobe_deflate"):
        data = make.encoded(colours, "TIFF", compression=compression)
        for end in range(4, len(data), 3):
            strip = (
                Image.open(io.BytesIO(data)).tag_v2[273][0] + Image.open(io.BytesIO(data)).tag_v2[279][0]
            )
            if end < strip:
                refused(data[:end])


@pytest.mark.parametrize("compression", [1, 5, 8, 32773])
def test_a_strip_with_too_few_bytes_is_an_error(make, refused, compression):
    image = np.random.default_rng(1).integers(0, 256, (40, 50), dtype=np.uint8)
    name = {1: "raw", 5: "tiff_lzw", 8: "tiff_adobe_deflate", 32773: "packbits"}[compression]
    tags = Image.open(io.BytesIO(whole := make.encoded(image, "TIFF", compression=name))).tag_v2
    strip = whole[tags[273][0] :][: tags[279][0] * 2 // 3]
    assert refused(make.tiff({256: 50, 257: 40, 258: 8, 259: compression, 262: 1}, [strip])).startswith(
        "image_"
    )


GREY = {256: 10, 257: 10, 258: 8, 262: 1}


@pytest.mark.parametrize(
    ("tags", "code"),
    [
        ({256: 0}, "image_unsupported"),
        ({256: 100_000, 257: 100_000}, "image_too_complex"),
        ({256: 7000, 257: 7000}, "image_truncated"),
        ({258: 0}, "image_unsupported"),
        ({258: 64}, "image_unsupported"),
        ({258: 24}, "image_unsupported"),
        ({259: 6}, "image_unsupported"),
        ({259: 50001}, "image_unsupported"),
        ({262: 32803}, "image_unsupported"),
        ({262: 2}, "image_unsupported"),
        ({277: 60000}, "image_unsupported"),
        ({278: 0}, "image_damaged"),
        ({278: 1}, "image_damaged"),
        ({317: 7, 259: 8}, "image_damaged"),
        ({322: 1 << 20, 323: 1 << 20}, "image_too_complex"),
        ({322: 65536, 323: 64, 259: 8}, "image_too_complex"),
        ({322: 0, 323: 16}, "image_damaged"),
        ({257: 40_000, 258: 1, 259: 4}, "image_too_complex"),
        ({262: 3}, "image_unsupported"),
        ({262: 3, 320: [0] * 6}, "image_unsupported"),
        ({262: 6, 277: 3}, "image_unsupported"),
    ],
)
def test_pages_that_lie_or_are_rare_are_refused(make, refused, tags, code):
    assert refused(make.tiff({**GREY, **tags}, [bytes(range(100)) * 3])) == code


def test_a_tag_outside_of_the_file_is_damage(make, refused):
    data = bytearray(make.tiff({**GREY, 284: [1, 1, 1]}, [bytes(100)]))
    place = data.index(b"\x1c\x01\x04\x00") + 8
    data[place : place + 4] = b"\xff\xff\xff\x7f"
    assert refused(bytes(data)) == "image_damaged"


def test_a_strip_of_jpeg_with_very_many_scans_is_too_much_work(make, refused):
    photo = make.encoded(Image.new("L", (64, 48), 90), "JPEG", progressive=True)
    scan = photo[photo.rindex(b"\xff\xda") : -2]
    strip = photo[:-2] + scan * 3500 + b"\xff\xd9"
    assert refused(make.tiff({256: 64, 257: 48, 258: 8, 259: 7, 262: 1}, [strip])) == "image_too_complex"
