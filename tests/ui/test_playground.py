"""The playground through Streamlit's own test driver, in both languages."""

import io
from itertools import combinations

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from sepviz.figures.colour import colour_indices, palette
from sepviz.figures.sheet import resized
from sepviz.text import LANGUAGES, translator
from sepviz.ui.session import presets
from sepviz.ui.session.parameters import OPERATIONS, Settings
from sepviz.ui.session.picture import sample_picture
from sepviz.ui.session.run import prepare
from tests.ui.visits import app_behind, checked, link, press, read


def opened(**settings: object) -> AppTest:
    """Open the app by a link."""
    return checked(app_behind(**settings).run())


def words(app: AppTest) -> str:
    """Return the text of the page, the cards of the kinds among it."""
    parts = [str(getattr(part.proto, "body", "")) for part in [*app.markdown, *app.get("html")]]
    return read(
        "\n".join([*parts, *app.radio(key="op").proto.options, *app.radio(key="op").proto.captions])
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("op", OPERATIONS)
def test_every_kind_of_convolution_is_shown_in_both_languages(language, op):
    app = opened(lang=language, op=op, sample="example12", filters="6")
    text = translator(language)
    assert app.title[0].value == text("playground.title")
    assert text(f"ops.{op}") in words(app)
    assert not app.error
    assert not app.warning


def test_the_worked_example_gives_its_counts_in_both_languages():
    for language in LANGUAGES:
        settings = {"kh": "5", "kw": "5", "filters": "256", "padding": "valid", "use_bias": "false"}
        app = opened(lang=language, sample="example12", op="separable", **settings)
        for number in ("53,952", "1,228,800", "4,800", "49,152", "19,200", "843", "22.78"):
            assert number in words(app)


def test_the_browser_gets_the_labels_of_what_is_chosen_in_the_new_language():
    app = opened(lang="zh", sample="texture", op="separable")
    app.segmented_control(key="lang").set_value("en").run()
    for widget in (app.radio(key="op"), app.selectbox(key="sample"), app.selectbox(key="kernel")):
        assert widget.proto.set_value
        assert widget.proto.raw_value in widget.proto.options
    app.number_input(key="filters").set_value(5).run()
    assert not app.radio(key="op").proto.set_value


def test_a_label_in_the_language_of_before_changes_nothing():
    app = opened(sample="example12", op="separable")
    app.radio(key="op").options = ["ops.before"]  # how the test driver sends a label of no option
    app.radio(key="op").set_value("before").run()
    assert not app.exception
    assert app.radio(key="op").value == "separable"
    assert link(app)["op"] == "separable"


def test_widgets_have_their_parameters_as_keys():
    app = opened(op="separable")
    assert app.number_input(key="filters").value == 8
    assert app.selectbox(key="kernel").value == "sobel_x"
    assert app.number_input(key="seed").value == 0
    assert app.slider(key="side").value == 256


def test_changing_a_control_changes_the_link():
    app = opened()
    app.number_input(key="filters").set_value(12).run()
    assert link(app)["filters"] == "12"
    app.selectbox(key="kernel").set_value("gaussian5").run()
    assert link(app)["kh"] == "5"
    assert not app.exception


def test_a_bad_value_falls_back_to_its_default_visibly_in_the_control():
    app = opened(filters="10000000000", kernel="nonsense", stride="x", op="other")
    assert app.number_input(key="filters").value == 8
    assert app.selectbox(key="kernel").value == "sobel_x"
    assert link(app)["op"] == "separable"


def test_settings_that_do_not_fit_keep_the_last_good_page():
    app = opened(sample="example12", filters="6", op="grouped", groups="3")
    before = words(app)
    app.number_input(key="filters").set_value(5).run()
    assert translator("en")("errors.groups_divide", groups=3, channels=5) in app.warning[0].value
    assert "12 x 12 x 6" in before
    assert "12 x 12 x 6" in words(app)
    assert "Grouped, filters: 6, kernel: 3 x 3 (Sobel x), picture: 12 x 12" in app.warning[0].value
    press(app, "_use_0")
    assert not app.warning
    assert app.number_input(key="filters").value == 6


def test_a_kernel_that_is_not_in_use_is_taken_into_use_by_a_button():
    app = opened(sample="example12", op="separable", weights="random", kernel="sobel_x")
    app.button(key="_kernel_use").click().run()
    assert app.query_params["weights"] == "catalogue"
    assert not [button for button in app.button if button.key == "_kernel_use"]


def test_a_kernel_typed_wrongly_is_explained_and_the_last_one_stays():
    app = opened(kernel="custom", taps="1,2,1;2,4,2;1,2,1")
    good = words(app)
    app.text_area(key="taps").set_value("1, two; 3").run()
    assert app.error[0].value == translator("en")("errors.taps")
    assert words(app) == good
    assert link(app)["taps"] == "1,2,1;2,4,2;1,2,1"


def test_an_upload_is_taken_and_a_broken_one_keeps_the_picture_before():
    app = opened()
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, "PNG")
    app.file_uploader(key="upload").upload("a.png", file.getvalue(), "image/png").run()
    assert any("30 x 40" in caption.value for caption in app.caption)
    app.file_uploader(key="upload").upload("b.png", b"no picture", "image/png").run()
    assert app.error
    assert any("30 x 40" in caption.value for caption in app.caption)
    assert not app.exception


def test_what_is_behind_a_closed_section_is_not_made_until_it_opens():
    app = opened()
    assert "stride" not in [slider.key for slider in app.slider]
    app.session_state["_more"] = True
    app.run()
    app.slider(key="stride").set_value(2).run()
    app.session_state["_more"] = False
    app.run()
    assert "stride" not in [slider.key for slider in app.slider]
    assert link(app)["stride"] == "2"


@pytest.mark.parametrize(
    "link", [{"stride": "2"}, {"stride": "99"}, {"kh": "3", "kw": "5"}, {"flip": "true"}]
)
def test_a_link_that_sets_more_than_a_first_look_needs_shows_where(link):
    assert "stride" in [slider.key for slider in opened(**link).slider]


def test_a_link_with_nothing_unusual_leaves_the_section_closed():
    usual = opened(kernel="gaussian5", filters="12").query_params
    again = opened(**{name: value if isinstance(value, str) else value[0] for name, value in usual.items()})
    assert "stride" not in [slider.key for slider in again.slider]


def test_an_own_picture_stays_when_a_file_is_removed_that_was_refused():
    app = opened()
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, "PNG")
    app.file_uploader(key="upload").upload("a.png", file.getvalue(), "image/png").run()
    app.file_uploader(key="upload").clear().upload("b.png", b"no picture", "image/png").run()
    app.file_uploader(key="upload").clear().run()
    assert not app.error
    assert any("30 x 40" in caption.value for caption in app.caption)
    press(app, "_use_sample")
    assert not any("30 x 40" in caption.value for caption in app.caption)


def test_an_own_picture_goes_when_its_file_is_removed():
    app = opened()
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, "PNG")
    app.file_uploader(key="upload").upload("a.png", file.getvalue(), "image/png").run()
    app.file_uploader(key="upload").clear().run()
    assert not any("30 x 40" in caption.value for caption in app.caption)
    assert link(app)["own"] == "false"


def test_a_fault_of_ours_gives_a_reference_and_no_traceback(monkeypatch):
    monkeypatch.setattr("sepviz.ui.pages.playground.cards.show", lambda *_: 1 / 0)
    app = app_behind().run()
    assert not app.exception
    assert "Reference" in app.error[0].value


def test_the_downloads_are_there_whatever_the_last_stage_is():
    for settings in ({}, {"use_bias": "true"}, {"use_bias": "true", "activation": "relu"}):
        keys = set()
        for section in ("maps", "bill"):
            app = opened(sample="example12", section=section, **settings)
            keys |= {part.proto.id.rsplit("-", 1)[-1] for part in app.get("download_button")}
        assert {"_get_png", "_get_npz", "_get_csv"} <= keys


def test_the_size_of_a_picture_that_is_smaller_is_not_claimed_to_be_larger():
    app = opened(sample="example12", side="300")
    assert [slider.value for slider in app.slider if slider.label == translator("en")("picture.side")] == [
        12
    ]
    assert link(app)["side"] == "300"
    app.selectbox(key="sample").set_value("impulse").run()
    assert app.slider(key="side").value == 300
    assert any("only 64 x 96 pixels" in caption.value for caption in app.caption)


def test_the_owner_of_a_picture_is_asked_to_choose_it_again_after_a_reload():
    said = opened(own="true").info[0].value
    assert "If it was yours, choose it again" in said
    assert "sender" not in said


def test_choosing_grouped_sets_the_nearest_filters_that_the_groups_divide_and_back():
    app = opened(sample="example12", filters="8", op="separable")
    app.radio(key="op").set_value("grouped").run()
    assert not app.warning
    assert app.number_input(key="filters").value == 9
    assert any("9 filters in place of 8" in caption.value for caption in app.caption)
    assert "12 x 12 x 9" in words(app)
    app.radio(key="op").set_value("standard").run()
    assert app.number_input(key="filters").value == 8
    assert link(app)["filters"] == "8"


def test_filters_chosen_while_grouped_stay():
    app = opened(sample="example12", filters="8", op="separable")
    app.radio(key="op").set_value("grouped").run()
    app.number_input(key="filters").set_value(12).run()
    app.radio(key="op").set_value("separable").run()
    assert app.number_input(key="filters").value == 12


def test_choosing_groups_sets_the_nearest_filters_that_they_divide():
    app = opened(sample="example12", filters="5", op="grouped", groups="1")
    app.segmented_control(key="groups").set_value("3").run()
    assert not app.warning
    assert app.number_input(key="filters").value == 6


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_to_a_spatial_layer_that_cannot_be_shows_the_nearest_that_can_and_names_it(language):
    text = translator(language)
    app = opened(lang=language, sample="example12", op="spatial", kernel="laplacian4", section="bill")
    assert text("errors.kernel_rank", rank=2) in app.warning[0].value
    assert text("ops.spatial") in app.warning[0].value
    assert text("kernels.sobel_x") in app.warning[0].value
    assert text("bill.this_one", name=text("ops.spatial")) in words(app)
    assert app.warning[0].value.split("**")[1] in words(app)
    assert app.selectbox(key="kernel").value == "laplacian4"


def test_too_many_maps_for_the_memory_are_said_above_the_maps_that_are_shown():
    app = opened(sample="photo", side="512", filters="256")
    assert "Lower the longer side" in app.warning[0].value
    named = app.warning[0].value.split("**")[1]
    assert "filters: 256" in named
    assert any(named in part.value for part in app.markdown)


def test_what_cannot_be_is_said_above_the_numbers():
    app = opened(sample="example12", op="spatial", kernel="laplacian4")
    beside = next(column for column in app.columns if column.warning)
    kinds = [part.type for part in beside if part.type in ("warning", "html", "header")]
    assert kinds[0] == "warning"
    assert not beside.selectbox


@pytest.mark.parametrize(
    ("link", "control", "code"),
    [
        ({"op": "spatial", "kernel": "laplacian4"}, "kernel", "errors.kernel_rank"),
        ({"op": "grouped", "filters": "8", "groups": "3"}, "filters", "errors.groups_divide"),
    ],
)
def test_what_cannot_be_is_said_beside_the_control_as_well(link, control, code):
    app = opened(sample="example12", **link)
    said = translator("en")(code, rank=2, groups=3, channels=8)
    column = next(column for column in app.columns if column.selectbox)
    parts = [part for part in column if part.type in ("selectbox", "number_input", "caption")]
    place = next(n for n, part in enumerate(parts) if part.type == "caption" and said in part.value)
    assert parts[place - 1].key == control
    assert not any(said in caption.value for caption in opened(sample="example12").caption)


def test_the_seed_is_there_where_it_changes_something():
    def seeds(**link):
        app = opened(sample="example12", **link)
        return [part.disabled for part in app.number_input if part.key == "seed"]

    assert seeds(op="spatial") == []
    assert seeds(op="spatial", weights="random") == []
    assert seeds(op="standard", pointwise="average") == []
    assert seeds(op="separable") == [False]
    assert seeds(op="separable", pointwise="identity") == [True]


@pytest.mark.parametrize(
    "settings",
    [{}, {"section": "bill"}, {"lang": "zh", "section": "pixel"}, {"step": "depthwise", "scale": "each"}],
)
def test_a_visit_that_says_nothing_of_a_layer_starts_with_maps_that_differ_and_says_so(settings):
    app = opened(**settings)
    assert link(app)["weights"] == "random"
    assert app.radio(key="op").value == "separable"
    assert not app.slider(key="side").disabled
    assert "stride" not in [slider.key for slider in app.slider]


@pytest.mark.parametrize("stage", ["depthwise", "pointwise"])
def test_the_maps_of_an_empty_visit_are_neither_pale_nor_look_alikes(stage):
    """As seen: in the colours of the thumbnails, from 0 to 255."""
    settings = Settings(**presets.START)
    run = prepare(settings, sample_picture(settings.sample, settings.side))
    small = resized(run.maps(stage), 32, 48)
    seen = palette(signed=True).astype(float)[colour_indices(small, run.scale(stage))]
    alike = [
        np.abs(seen[:, :, a] - seen[:, :, b]).mean() for a, b in combinations(range(small.shape[2]), 2)
    ]
    assert min(alike) > 20
    assert seen.mean(axis=3).std(axis=(0, 1)).min() > 18


def test_the_twin_of_the_presets_has_the_maps_of_an_empty_visit():
    separable, standard = (
        prepare(Settings(**chosen), sample_picture("photo", 64))
        for chosen in (presets.START, presets.PRESETS["twin"].settings)
    )
    np.testing.assert_allclose(standard.maps("standard"), separable.maps("pointwise"), atol=1e-5)


@pytest.mark.parametrize(
    "settings", [{"kernel": "sobel_y"}, {"channel": "3"}, {"pin": "2,3"}, {"filters": "8"}]
)
def test_a_link_without_weights_keeps_the_catalogue_s_kernel(settings):
    app = opened(**settings)
    assert link(app)["weights"] == "catalogue"
    assert link(app)["sample"] == "photo"


def test_only_the_open_section_is_made():
    for section, there, others in (("maps", "_get_png", "_get_csv"), ("bill", "_get_csv", "_get_png")):
        app = opened(sample="example12", section=section)
        keys = {part.proto.id.rsplit("-", 1)[-1] for part in app.get("download_button")}
        assert there in keys
        assert others not in keys


def test_an_old_link_with_a_pinned_pixel_opens_the_pixel():
    assert opened(sample="example12", pin="3,5").segmented_control(key="section").value == "pixel"
    assert (
        opened(sample="example12", pin="3,5", section="bill").segmented_control(key="section").value
        == "bill"
    )
    assert opened(sample="example12").segmented_control(key="section").value == "maps"


def test_old_links_open_with_the_same_numbers():
    before_presets = {
        "sample": "animal",
        "weights": "random",
        "seed": "102",
        "op": "separable",
        "filters": "8",
    }
    said = " ".join(opened(**before_presets).radio(key="op").proto.captions)
    for number in ("9,400,320", "783,360", "1,175,040 + 1,044,480", "2,219,520", "27 + 24 = 51", "4.24"):
        assert number in said
    example = {"sample": "example12", "kh": "5", "kw": "5", "filters": "256", "padding": "valid"}
    said = " ".join(opened(op="separable", **example).radio(key="op").proto.captions)
    for number in ("1,228,800", "4,800 + 49,152", "53,952", "75 + 768 = 843", "22.78"):
        assert number in said


def test_the_section_as_code_shows_the_layer_as_a_program_and_the_way_to_the_others():
    app = opened(sample="example12", section="code", kh="5", kw="3")
    assert "def " in app.code[0].value or "import numpy" in app.code[0].value
    assert not app.exception


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", presets.PRESETS)
def test_a_preset_sets_what_its_sentence_says_and_leaves_language_and_tab(language, name):
    app = opened(lang=language, section="bill", sample="texture", stride="2")
    press(app, f"_try_{name}")
    assert not app.exception
    assert not app.warning
    for setting, value in presets.PRESETS[name].settings.items():
        assert link(app)[setting] == str(value)
    assert link(app)["stride"] == "1"
    assert link(app)["section"] == "bill"
    assert translator(language)(f"presets.{name}_says") in words(app)


def test_the_sentence_of_a_preset_goes_when_its_settings_do():
    app = opened(sample="example12")
    press(app, "_try_one")
    said = translator("en")("presets.one_says")
    assert said in words(app)
    app.number_input(key="filters").set_value(20).run()
    assert said not in words(app)


def test_cards_compare_each_kind_with_what_gives_the_same_maps():
    app = opened(sample="example12", filters="8", kh="5", kw="3", padding="same")
    standard, spatial, separable, grouped = app.radio(key="op").proto.captions
    assert "**17,280**" not in spatial
    assert "**51,840**" in standard
    assert "than 5 x 3 each" in spatial
    assert "than standard" in separable
    assert "9 filters" in grouped
    app.radio(key="op").set_value("spatial").run()
    assert "9 filters" in app.radio(key="op").proto.captions[3]


def test_a_card_chosen_changes_the_kind_and_the_link():
    app = opened(sample="example12")
    app.radio(key="op").set_value("spatial").run()
    assert link(app)["op"] == "spatial"
    assert "1.50 times fewer" in words(app)
