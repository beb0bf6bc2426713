"""From page to page with what is on screen: a layer of the playground in Costs, and back."""

from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from sepviz.text.lessons import CHAPTERS
from tests.ui.visits import link, opened


def way(app: AppTest, page: str) -> dict[str, str]:
    """Return the settings of the last link to a page, which opens without an error and keeps them all."""
    (*_, found) = [one.proto for one in app.get("page_link") if one.proto.page == page]
    settings = dict(parse_qsl(found.query_string))
    shown = opened(page or "playground", **settings)
    assert not shown.error
    assert settings.items() <= link(shown).items()
    return settings


def test_a_layer_of_the_playground_opens_in_costs_with_its_settings():
    layer = {"filters": 6, "kh": 3, "kw": 5, "weights": "random", "side": 40}
    app = opened("playground", section="bill", sample="photo", **layer)
    settings = way(app, "costs")
    assert settings == {
        "c_in": "3",
        "c_out": "6",
        "size": "40",
        "kernel_height": "3",
        "kernel_width": "5",
        "group_count": "1",
        "stride": "1",
        "padding": "same",
        "depth_multiplier": "1",
    }


def test_a_layer_of_costs_opens_in_the_playground_as_far_as_that_goes():
    app = opened("costs", c_in=5, c_out=512, size=14, kernel_height=2, kernel_width=3, stride=2)
    settings = way(app, "")
    assert (settings["filters"], settings["kh"], settings["kw"]) == ("256", "2", "3")
    assert (settings["side"], settings["stride"], settings["op"]) == ("14", "2", "separable")


def test_a_kernel_of_the_lab_opens_in_the_playground_even_a_typed_one():
    settings = way(opened("kernels", kernel="prewitt_y"), "")
    assert settings == {"kernel": "prewitt_y", "weights": "catalogue"}
    settings = way(opened("kernels", kernel="custom", taps="1,2,3;4,5,6"), "")
    shown = link(opened("playground", **settings))
    assert (shown["weights"], shown["kh"], shown["kw"]) == ("custom", "2", "3")
    assert shown["taps"] == settings["taps"]


def test_the_code_page_leads_back_to_the_maps_of_its_layer():
    assert way(opened("code", sample="example12", kh=3, kw=5), "") == {}


def test_a_layer_of_the_playground_opens_in_training_as_far_as_that_goes():
    app = opened("playground", section="bill", sample="example12", kh=3, kw=5, weights="random", filters=64)
    settings = way(app, "training")
    assert settings == {
        "a_width": "48",
        "a_kernel": "5",
        "a_layers": "2",
        "b_width": "48",
        "b_kernel": "5",
        "b_layers": "2",
        "b_multiplier": "1",
    }


@pytest.mark.parametrize("chapter", CHAPTERS[:8])
def test_a_chapter_opens_in_the_playground_with_its_layer(chapter):
    settings = way(opened("walkthrough", chapter=chapter, outputs=40, multiplier=3, channel=7), "")
    changed = {4: ("channel", "7"), 6: ("channel", "7"), 7: ("filters", "40"), 8: ("depth_multiplier", "3")}
    name, value = changed.get(chapter, ("sample", "example12"))
    assert settings[name] == value


def test_the_last_chapters_lead_to_the_playground_with_ones_own_photo():
    assert way(opened("walkthrough", chapter=10), "") == {}
