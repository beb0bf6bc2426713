"""A design's numbers are those of `count`, by hand and by FACTS."""

from dataclasses import replace

import pytest

from sepviz.costs import count, separable_share
from sepviz.costs.break_even import break_even_filters, nearest_that_pays
from sepviz.costs.curves import curves, share_of, shares, values_of
from sepviz.costs.design import (
    KINDS,
    QUANTITIES,
    VARIABLES,
    Design,
    comparisons,
    layers,
    quantity,
    stage_layers,
)
from sepviz.costs.group_ends import group_ends
from sepviz.errors import ShapeError
from sepviz.layers import Conv2D

EXAMPLE = Design(c_in=3, c_out=256, kernel_size=(5, 5), input_size=(12, 12), padding="valid")
MIDDLE = Design(c_in=512, c_out=512, kernel_size=(3, 3), input_size=(14, 14))
ODD = Design(
    c_in=6, c_out=9, kernel_size=(2, 3), input_size=(11, 7), stride=2, depth_multiplier=2, groups=3
)


def counted(design: Design, name: str = "multiplications") -> dict[str, int]:
    return {kind: quantity(found.cost, name) for kind, found in comparisons(design).items()}


def test_the_worked_example_and_mobilenets_middle_layer_come_out():
    example, middle = counted(EXAMPLE), counted(MIDDLE)
    assert (example["standard"], example["separable"]) == (1_228_800, 53_952)
    assert (middle["standard"], middle["separable"]) == (462_422_016, 52_283_392)
    assert counted(MIDDLE, "parameters") | {"standard": 2_359_296, "separable": 266_752} == counted(
        MIDDLE, "parameters"
    )


def test_every_quantity_by_hand_on_two_different_axes():
    # 11 x 7 at stride 2 with 'same' padding: 6 x 4.
    assert counted(ODD) == {
        "standard": 6 * 4 * 9 * (2 * 3 * 6),
        "grouped": 6 * 4 * 9 * (2 * 3 * 2),
        "spatial": 6 * 7 * 6 * 2 + 6 * 4 * 6 * 3,
        "depthwise": 6 * 4 * 6 * (2 * 3),
        "separable": 6 * 4 * 12 * (2 * 3) + 6 * 4 * 9 * 12,
    }
    assert counted(ODD, "parameters")["separable"] == 2 * 3 * 12 + 12 * 9
    assert counted(ODD, "values")["spatial"] == 6 * 7 * 6 + 6 * 4 * 6
    assert counted(ODD, "bytes")["separable"] == 4 * (6 * 4 * 12 + 6 * 4 * 9)


def test_the_spatially_separable_layer_is_compared_with_the_whole_kernel_and_the_others_with_standard():
    found = comparisons(ODD)
    assert tuple(found) == KINDS
    assert {kind: one.reference.stages[0].name for kind, one in found.items()} == {
        "standard": "standard",
        "grouped": "standard",
        "spatial": "depthwise",
        "depthwise": "depthwise",
        "separable": "standard",
    }


@pytest.mark.parametrize("variable", VARIABLES)
@pytest.mark.parametrize("name", QUANTITIES)
def test_each_point_of_a_curve_is_a_count(variable, name):
    for kind, points in curves(ODD, variable, name).items():
        for value, number in points:
            varied = ODD.varied(variable, value)
            if kind != "depthwise":
                assert number == quantity(count(layers(varied)[kind], varied.input_shape), name)


def test_a_grouped_curve_has_points_only_where_the_groups_divide():
    points = curves(ODD, "c_out", "multiplications", [8, 9, 10, 12])["grouped"]
    assert [value for value, _ in points] == [9, 12]
    layer = Conv2D(filters=12, kernel_size=(2, 3), strides=2, padding="same", groups=3, use_bias=False)
    assert points[1][1] == count(layer, (11, 7, 6)).multiplications


def test_a_curve_ends_where_the_kernel_is_larger_than_the_picture():
    small = replace(EXAMPLE, input_size=(4, 4))
    assert [value for value, _ in curves(small, "kernel", "parameters")["standard"]] == [1, 2, 3, 4]


def test_a_curve_passes_through_the_present_layer():
    odd = replace(EXAMPLE, c_in=77)
    assert 77 in values_of(odd, "c_in")
    assert (77, counted(odd)["standard"]) in curves(odd, "c_in", "multiplications")["standard"]


def test_the_share_tends_to_the_kernels_part_and_never_reaches_it():
    by_filters = dict(shares(MIDDLE, "c_out"))
    assert by_filters[1] > 1
    assert 1 / 9 < by_filters[1024] < 1 / 9 + 0.001
    assert share_of(MIDDLE) == pytest.approx(52_283_392 / 462_422_016)


@pytest.mark.parametrize("multiplier", [1, 2, 4])
@pytest.mark.parametrize("kernel", [(1, 1), (1, 2), (2, 2), (3, 3), (5, 7)])
def test_below_the_break_even_line_it_does_not_pay_and_above_it_does(kernel, multiplier):
    line = break_even_filters(kernel_size=kernel, depth_multiplier=multiplier)
    for filters in (1, 2, 3, 4, 5, 8, 1024):
        pays = separable_share(filters=filters, kernel_size=kernel, depth_multiplier=multiplier) < 1
        assert pays == (line is not None and filters > line)


def test_the_nearest_setting_that_pays_pays_and_the_one_before_it_does_not():
    layer = {"filters": 2, "kernel_size": (2, 1), "depth_multiplier": 3}
    found = nearest_that_pays(**layer, most_filters=1024, most_taps=15)
    assert found == {}  # no single change helps: 3 x (1/2 + ...) is above 1 whatever the kernel
    layer["filters"] = 4
    found = nearest_that_pays(**layer, most_filters=1024, most_taps=15)
    assert found == {"kernel": 4, "depth_multiplier": 1}
    assert (
        separable_share(**layer | {"kernel_size": 4}) < 1 <= separable_share(**layer | {"kernel_size": 3})
    )
    assert separable_share(**layer | {"depth_multiplier": 1}) < 1
    assert separable_share(**layer | {"depth_multiplier": 2}) >= 1


def test_a_layer_that_cannot_be_is_refused():
    assert "grouped" not in comparisons(replace(EXAMPLE, groups=2))
    with pytest.raises(ShapeError):
        comparisons(replace(EXAMPLE, input_size=(4, 12)))


def test_one_group_is_standard_and_a_group_a_channel_is_depthwise():
    ends = group_ends(seed=3)
    assert max(ends.standard, ends.depthwise) < 1e-12 * ends.largest


def test_the_stages_as_layers_count_what_the_whole_layer_counts():
    made = {name: count(layer, shape).multiplications for name, (layer, shape) in stage_layers(ODD).items()}
    whole = counted(ODD)
    assert made["depthwise"] + made["pointwise"] == whole["separable"]
    assert (made["standard"], made["grouped"]) == (whole["standard"], whole["grouped"])
