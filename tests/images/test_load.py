"""What `load_image` promises for every source and every format."""

import io
import os
import threading
import warnings
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFile

from sepviz.errors import ImageError
from sepviz.images import load_image


def test_a_picture_becomes_float32_rgb_between_0_and_1(make):
    image = np.full((3, 5, 3), (255, 0, 51), np.uint8)
    picture = load_image(make.encoded(image, "PNG"))
    assert picture.dtype == np.float32
    assert picture.shape == (3, 5, 3)
    np.testing.assert_allclose(picture[1, 2], [1, 0, 0.2], atol=1e-6)


@pytest.mark.parametrize("image_format", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF"])
@pytest.mark.parametrize("mode", ["RGB", "L", "1"])
def test_each_format_gives_memory_of_its_own(make, image_format, mode):
    picture = load_image(make.encoded(Image.new("RGB", (6, 4), "grey").convert(mode), image_format))
    assert picture.shape == (4, 6, 3)
    assert picture.flags.c_contiguous
    assert picture.flags.writeable
    assert picture.flags.owndata


@pytest.mark.parametrize("image_format", ["PNG", "WEBP", "BMP", "TIFF"])
def test_lossless_formats_give_the_stored_values(make, colours, image_format):
    picture = load_image(
        make.encoded(colours, image_format, **({"lossless": True} if image_format == "WEBP" else {}))
    )
    np.testing.assert_array_equal(picture, colours / np.float32(255))


def test_bytes_path_and_file_object_are_the_same_picture(make, colours, tmp_path):
    data = make.encoded(colours, "PNG")
    path = tmp_path / "no-picture.txt"  # the name does not matter
    path.write_bytes(data)
    with path.open("rb") as file:
        sources = [data, bytearray(data), memoryview(data), path, str(path), io.BytesIO(data), file]
        pictures = [load_image(source) for source in sources]
        assert not file.closed
    for picture in pictures:
        np.testing.assert_array_equal(picture, pictures[0])


def test_a_file_object_is_read_from_its_start_every_time(make, colours):
    file = io.BytesIO(make.encoded(colours, "PNG"))
    file.seek(0, os.SEEK_END)
    np.testing.assert_array_equal(load_image(file), load_image(file))
    assert not file.closed


class Raising:
    def read(self, size=-1):
        raise RuntimeError("/secret/path")


class Endless:
    def read(self, size=-1):
        return bytes(1 << 24)


class Pathless(os.PathLike[str]):
    def __fspath__(self):
        raise KeyError("/secret/path")


def closed_file():
    file = io.BytesIO(b"GIF89a")
    file.close()
    return file


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (None, "image_source"),
        (3, "image_source"),
        (object(), "image_source"),
        ([b"GIF89a"], "image_source"),
        (bytes, "image_source"),
        (np.zeros((2, 2, 3)), "image_source"),
        (Raising(), "image_source"),
        (closed_file(), "image_source"),
        (io.StringIO("GIF89a"), "image_source"),
        (Endless(), "image_too_large"),
        (Pathless(), "image_missing"),
        ("no/such/file.png", "image_missing"),
        ("", "image_missing"),
        ("nul\0.png", "image_missing"),
        (Path("/"), "image_missing"),
        (b"", "image_empty"),
        (b"hello", "image_format"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n", "image_format"),
        (b"8BPS\0\1" + bytes(40), "image_format"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image_format"),
        (b"\0\0\0\x18ftypheic" + bytes(20), "image_heic"),
    ],
)
def test_what_is_no_picture_is_an_image_error(refused, source, code):
    assert refused(source) == code


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with a name")
def test_a_pipe_is_refused_instead_of_waited_for(refused, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert refused(tmp_path / "pipe") == "image_missing"
    assert refused("/dev/zero") == "image_missing"


@pytest.mark.parametrize("bad", [0, -1, None, "1024", 2.5, float("nan"), [3]])
@pytest.mark.parametrize("name", ["max_pixels", "max_side"])
def test_a_bad_limit_is_an_image_error_that_names_it(make, colours, name, bad):
    with pytest.raises(ImageError, match=name):
        load_image(make.encoded(colours, "PNG"), **{name: bad})


def test_limits_may_be_any_whole_number(make, colours):
    assert load_image(make.encoded(colours, "PNG"), max_pixels=np.int64(35), max_side=10**30).shape == (
        5,
        7,
        3,
    )


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_the_wish_to_stop_is_not_swallowed(stop):
    class Stopping:
        def read(self, size=-1):
            raise stop

    with pytest.raises(stop):
        load_image(Stopping())


def test_every_refusal_is_one_clean_line(make, colours):
    data = make.encoded(colours, "PNG")
    for source, limits in [
        (None, {}),
        (data, {"max_pixels": 5}),
        (data[:50], {}),
        (b"x", {}),
        ("/x/y.png", {}),
    ]:
        with pytest.raises(ImageError) as caught:
            load_image(source, **limits)
        message = str(caught.value)
        assert 10 <= len(message) <= 200
        assert message.isprintable()
        assert not set(message) & set("/\\<>{}_[]")


def test_an_error_keeps_nothing_of_the_file_alive(make, colours):
    with pytest.raises(ImageError) as caught:
        load_image(make.encoded(colours, "PNG")[:60])
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_pillow_and_warnings_stay_as_they_are(make, colours):
    before = (
        Image.MAX_IMAGE_PIXELS,
        ImageFile.LOAD_TRUNCATED_IMAGES,
        list(warnings.filters),
        dict(Image.OPEN),
    )
    for image_format in ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF"):
        load_image(make.encoded(colours, image_format))
    assert (Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES, list(warnings.filters)) == before[:3]
    assert set(before[3]) <= set(Image.OPEN)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc")
def test_no_file_stays_open(make, colours, tmp_path, refused):
    good, broken = tmp_path / "good", tmp_path / "broken"
    good.write_bytes(make.encoded(colours, "TIFF"))
    broken.write_bytes(make.encoded(colours, "TIFF")[:60])
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(20):
        load_image(good)
        refused(broken)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_pictures_are_decoded_in_one_thread_whoever_asks():
    threads = set()

    class Spy:
        def read(self, size=-1):
            threads.add(threading.get_ident())
            return b""

    def ask():
        with pytest.raises(ImageError):
            load_image(Spy())

    callers = [threading.Thread(target=ask) for _ in range(8)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert len(threads) == 1
    assert threading.get_ident() not in threads


def test_a_file_object_that_loads_a_picture_itself_does_not_wait_for_ever(make, colours):
    class Nested:
        def read(self, size=-1):
            load_image(make.encoded(colours, "PNG"))
            return b""

    with pytest.raises(ImageError):
        load_image(Nested())


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_process_can_load_as_well(make, colours):
    data = make.encoded(colours, "PNG")
    load_image(data)
    child = os.fork()
    if child == 0:
        os._exit(0 if load_image(data).shape == (5, 7, 3) else 1)
    assert os.waitpid(child, 0)[1] == 0
