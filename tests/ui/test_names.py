"""A channel, a map and a stage have one name everywhere."""

import json
import struct

import numpy as np
import pytest

from sepviz.text import LANGUAGES, translator
from sepviz.ui.components.microscope_wire import pack
from sepviz.ui.pages.playground import microscope_section
from sepviz.ui.session.parameters import Settings
from sepviz.ui.session.picture import Picture
from sepviz.ui.session.run import prepare
from sepviz.ui.views.names import input_channels, map_names

PICTURE = Picture(pixels=np.random.default_rng(0).random((9, 11, 3), np.float32), digest="random")


def made(**settings):
    return prepare(Settings(**settings), PICTURE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_channels_of_a_picture_are_called_r_g_and_b(language):
    text = translator(language)
    assert input_channels(text) == ["R", "G", "B"]
    assert [text(f"walk.{name}") for name in ("red", "green", "blue")] == ["R", "G", "B"]


def test_maps_are_numbered_from_0_as_the_link_counts_them():
    text, run = translator("en"), made(op="standard", filters=5)
    assert map_names(text, run, "standard") == ["0", "1", "2", "3", "4"]
    assert map_names(text, run, "slices") == ["R", "G", "B"]


def test_a_map_made_from_one_channel_names_it():
    text = translator("en")
    run = made(op="separable", depth_multiplier=2, filters=4)
    assert map_names(text, run, "depthwise") == ["0 · R", "1 · R", "2 · G", "3 · G", "4 · B", "5 · B"]
    assert map_names(text, run, "pointwise") == ["0", "1", "2", "3"]
    assert map_names(text, made(op="spatial"), "row") == ["0 · R", "1 · G", "2 · B"]


def test_the_microscope_has_the_names_of_the_sheets():
    text = translator("en")
    message = pack(microscope_section.view(text, made(op="standard")), pinned=None)
    (length,) = struct.unpack_from("<I", message)
    assert json.loads(message[4 : 4 + length])["names"] == input_channels(text)


def test_sizes_are_height_by_width_in_every_sentence():
    for language in LANGUAGES:
        for key, sentence in translator(language).sentences.items():
            high, wide = sentence.find("{height}"), sentence.find("{width}")
            assert high < 0 or wide < 0 or high < wide, (language, key)
