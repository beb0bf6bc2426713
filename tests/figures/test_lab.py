"""The lab's figures show the numbers that they are given, in tables that can be read aloud."""

import re

import numpy as np
import pytest

from sepviz.figures.colour import LEVELS, ink, palette
from sepviz.figures.lab_kernels import KernelPart, kernel_equation
from sepviz.figures.lab_residual import residual_chart
from sepviz.figures.lab_spectrum import spectrum_table

HEADINGS = ("pair", "value", "share", "sum")


def colours(html: str) -> list[str]:
    return re.findall(r"background:(rgb\([\d,]+\))", html)


def cells(html: str) -> list[str]:
    return re.findall(r'<td class="tap"[^>]*>([^<]*)</td>', html)


def test_equal_colours_mean_equal_taps_across_the_equation():
    small, large = np.array([[1.0, 2.0]]), np.array([[2.0, -4.0]])
    parts = [KernelPart(caption="a", weights=small), KernelPart(caption="b", weights=large, sign="+")]
    shown = colours(kernel_equation(parts))
    assert shown[1] == shown[2]
    assert len(set(shown)) == 3


def test_a_part_with_a_limit_has_a_scale_of_its_own():
    weights = np.array([[0.001, -0.001]])
    alone = KernelPart(caption="a", weights=weights, limit=0.001)
    beside = KernelPart(caption="b", weights=np.array([[1.0]]))
    assert colours(kernel_equation([alone, beside]))[0] == colours(kernel_equation([beside]))[0]


def test_column_and_row_stand_along_the_edges_of_their_product():
    column, row = np.array([1.0, 2.0, 3.0]), np.array([5.0, 7.0])
    part = KernelPart(caption="term", weights=np.outer(column, row), column=column, row=row)
    html = kernel_equation([part])
    assert re.findall(r"<th>([^<]*)</th>", html) == ["5", "7", "1", "2", "3"]
    assert cells(html) == ["5", "7", "10", "14", "15", "21"]


def test_every_colour_of_a_map_has_ink_of_enough_contrast():
    for colour in palette(signed=True)[:LEVELS]:
        share = colour / 255
        linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
        back = linear @ (0.2126, 0.7152, 0.0722)
        front = 0.0 if ink(colour) == "#000" else 1.0
        assert (max(back, front) + 0.05) / (min(back, front) + 0.05) >= 4.5


@pytest.mark.parametrize(("side", "digits"), [(3, ".123"), (9, ".12"), (15, ".1")])
def test_every_tap_of_a_large_kernel_stands_there_with_fewer_digits(side, digits):
    html = kernel_equation([KernelPart(caption="k", weights=np.full((2, side), 0.1234))])
    assert cells(html) == [digits] * 2 * side


def test_rounding_dust_is_written_as_zero_and_captions_are_escaped():
    html = kernel_equation([KernelPart(caption="<script>", weights=np.array([[1e-17, -0.5]]))])
    assert cells(html) == ["0", "−.5"]
    assert "<script>" not in html


def test_an_all_zero_difference_is_drawn_without_a_warning():
    assert cells(kernel_equation([KernelPart(caption="d", weights=np.zeros((1, 2)))])) == ["0", "0"]


def test_singular_values_below_the_tolerance_share_one_row():
    shares = [0.8, 0.2, 0.0, 0.0]
    table = spectrum_table(
        [2.0, 1.0, 1e-17, 0.0], shares, tolerance=1e-15, headings=HEADINGS, caption="c", zero="none"
    )
    assert re.findall(r'<th scope="row">([^<]*)</th>', table) == ["1", "2", "3–4"]
    assert re.findall(r"<td>([\d.]+%)</td>", table) == [
        "80.00%",
        "80.00%",
        "20.00%",
        "100.00%",
    ]
    assert "width:50.0%" in table


def test_the_residual_curve_marks_the_chosen_depth_multiplier():
    figure = residual_chart([0.5, 0.1, 0.0], chosen=2, x_title="m", y_title="lost")
    assert list(figure.data[0].x) == [1, 2, 3]
    marks = figure.data[0].marker.color
    assert marks[1] != marks[0] == marks[2]
