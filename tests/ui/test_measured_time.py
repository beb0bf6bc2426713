"""Measured times say when and on what they were measured, and claim only what the figures show."""

from datetime import UTC, datetime

import numpy as np
import pytest

from sepviz.costs.stopwatch import Timing
from sepviz.text import LANGUAGES, translator
from sepviz.ui.session.parameters import OPERATIONS, Settings
from sepviz.ui.session.picture import Picture
from sepviz.ui.session.run import prepare
from sepviz.ui.views import measured_time
from sepviz.ui.views.measured_time import Measured, claims, timed_layers
from tests.ui.visits import app_behind, press

PICTURE = Picture(pixels=np.random.default_rng(0).random((12, 14, 3), np.float32), digest="random")


def timing(seconds):
    return Timing(median=seconds, fastest=seconds, slowest=2 * seconds, runs=3)


@pytest.mark.parametrize("op", OPERATIONS)
def test_the_layers_that_are_timed_put_out_the_same_maps(op):
    run = prepare(Settings(op=op, filters=6), PICTURE)
    layers = timed_layers(run)
    assert set(layers) == set(run.comparable)
    shapes = {layer.output_shape(PICTURE.pixels.shape) for layer, _ in layers.values()}
    assert shapes == {run.cost.output_shape}


def test_column_and_row_are_timed_beside_the_kernel_that_they_stand_for():
    run = prepare(Settings(op="spatial", kernel="sobel_y"), PICTURE)
    outputs = [
        layer.convolution_only().apply(PICTURE.pixels, weights)
        for layer, weights in timed_layers(run).values()
    ]
    np.testing.assert_allclose(*outputs, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(("seconds", "word"), [(0.236, "equal"), (0.110, "less"), (0.4, "more")])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_claim_is_worded_from_the_figures_beside_it(language, seconds, word):
    run = prepare(Settings(op="separable"), PICTURE)  # 0.236 of the multiplications
    timings = {"standard": timing(1.0), "separable": timing(seconds)}
    measured = Measured(size=(12, 14), timings=timings, at=datetime.now(UTC))
    text = translator(language)
    expected = text(f"bill.claim_{word}", who=text("ops.separable"), time=f"{seconds:.3f}", count="0.236")
    assert claims(text, run, measured) == [expected]


def test_a_measurement_is_kept_with_its_time_until_it_is_measured_again(monkeypatch):
    measured = []
    monkeypatch.setattr(
        measured_time, "measure", lambda *_, **__: (measured.append(1), timing(0.01 + len(measured)))[1]
    )
    measured_time.times.clear()
    app = app_behind(sample="example12", section="bill")
    app.session_state["_bill_tab"] = translator("en")("bill.measured_tab")
    app.run()
    assert not app.exception
    first = len(measured)
    stamps = [caption.value for caption in app.caption if caption.value.startswith("Measured 20")]
    (stamp,) = stamps
    assert "NumPy" in stamp
    assert "UTC" in stamp
    assert sum(one.value.count("12 x 12 pixels") for one in app.markdown) == 2
    app.run()
    assert len(measured) == first
    press(app, "_measure_again")
    assert len(measured) == 2 * first
