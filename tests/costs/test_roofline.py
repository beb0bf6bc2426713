"""The roofline model, and a sweep within its bounds."""

import pytest

from sepviz.costs import count
from sepviz.costs.design import Design, layers
from sepviz.costs.roofline import Ceilings, measure_ceilings, moved
from sepviz.costs.sweep import MOST_VALUES, sweep, sweep_values, timed
from sepviz.layers import SeparableConv2D

MACHINE = Ceilings(multiplications=1000.0, bytes=100.0)
SMALL = Design(c_in=4, c_out=6, kernel_size=(2, 3), input_size=(7, 5), groups=2)


def test_each_stage_reads_its_input_and_weights_and_writes_its_output():
    layer = SeparableConv2D(filters=6, kernel_size=(2, 3), padding="same", use_bias=False)
    depthwise, pointwise = moved(count(layer, (7, 5, 4)), (7, 5, 4))
    assert depthwise.bytes == 4 * (7 * 5 * 4 + 2 * 3 * 4 + 7 * 5 * 4)
    assert pointwise.bytes == 4 * (7 * 5 * 4 + 4 * 6 + 7 * 5 * 6)
    assert depthwise.intensity == 7 * 5 * 4 * 6 / depthwise.bytes


def test_left_of_the_ridge_memory_is_the_limit_and_right_of_it_arithmetic():
    assert MACHINE.ridge == 10
    assert MACHINE.attainable(5) == 500
    assert MACHINE.attainable(50) == 1000


def test_stages_take_their_times_one_after_the_other():
    layer = SeparableConv2D(filters=6, kernel_size=(2, 3), padding="same", use_bias=False)
    stages = moved(count(layer, (7, 5, 4)), (7, 5, 4))
    assert MACHINE.seconds(stages) == pytest.approx(sum(MACHINE.seconds([stage]) for stage in stages))


def test_a_depthwise_stage_does_few_multiplications_for_each_byte():
    design = Design(c_in=512, c_out=512, kernel_size=(3, 3), input_size=(14, 14))
    shape, made = design.input_shape, layers(design)
    depthwise, pointwise = moved(count(made["separable"], shape), shape)
    (standard,) = moved(count(made["standard"], shape), shape)
    assert depthwise.intensity < 9 / 8 < 10 < pointwise.intensity < standard.intensity


def test_both_ceilings_are_measured():
    found = measure_ceilings()
    assert found.multiplications > 0
    assert found.bytes > 0


def test_a_sweep_measures_every_kind_with_both_engines():
    found = list(sweep(SMALL, "c_out", [2, 4]))
    assert {(one.value, one.kind, one.engine) for one in found} == {
        (value, kind, engine)
        for value in (2, 4)
        for kind in ("standard", "grouped", "spatial", "separable")
        for engine in ("plain", "fast")
    }
    assert all(one.timing and 0 < one.timing.fastest <= one.timing.median for one in found)


def test_a_sweep_leaves_out_groups_that_do_not_divide():
    assert {one.kind for one in sweep(SMALL, "c_out", [3])} == {"standard", "spatial", "separable"}


def test_what_takes_too_much_is_counted_and_not_timed():
    design = Design(c_in=1024, c_out=1024, kernel_size=(15, 15), input_size=(512, 512))
    found = list(sweep(design, "stride", [1]))
    assert found
    assert all(one.timing is None for one in found if one.kind != "spatial" or one.engine == "plain")
    layer, shape = layers(design)["standard"], (1, 1, 1024)
    assert timed(layer, count(layer, shape), shape, engine="fast") is None  # few products, many weights


def test_a_sweep_has_a_bounded_number_of_values_with_both_ends():
    values = sweep_values(SMALL, "c_in", 3, 1024)
    assert len(values) == MOST_VALUES
    assert (values[0], values[-1]) == (3, 1024)
    assert sweep_values(SMALL, "groups", 1, 1024) == [1, 2]
