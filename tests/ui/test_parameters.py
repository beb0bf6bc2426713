"""Links are read safely: any text gives a legal value, and what is written is read back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sepviz.kernels import KERNELS
from sepviz.ui.session.parameters import (
    MAX_TEXT,
    PARAMETERS,
    Choice,
    Pixel,
    Settings,
    Switch,
    Taps,
    Whole,
    read,
)
from sepviz.ui.session.state import reconciled

HOSTILE = [
    "",
    " ",
    "\x00",
    "1e9",
    "-1",
    "0x10",
    "1" * 5000,
    "９",
    "NaN",
    "inf",
    "<script>alert(1)</script>",
    "[link](javascript:alert(1))",
    "__import__('os').system('id')",
    "../../etc/passwd",
    "[" * 2000,
    "1,2;3",
    "1,inf;2,3",
    "\ud800",
    "None",
    "true",
]


def legal(parameter, value) -> bool:
    """Return whether a value is one that the parameter may have."""
    match parameter:
        case Choice():
            return value in parameter.options
        case Whole():
            return type(value) is int and parameter.minimum <= value <= parameter.maximum
        case Switch():
            return type(value) is bool
        case Pixel():
            return value is None or (len(value) == 2 and all(0 <= part <= 9999 for part in value))
        case _:
            return parameter.default == value or parameter.read(parameter.write(value)) == value


@pytest.mark.parametrize("name", PARAMETERS)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_gives_a_legal_value(name, text):
    assert legal(PARAMETERS[name], read(name, text))


@given(name=st.sampled_from(sorted(PARAMETERS)), text=st.text(max_size=60))
def test_any_text_gives_a_legal_value(name, text):
    assert legal(PARAMETERS[name], read(name, text))


@pytest.mark.parametrize("name", PARAMETERS)
def test_the_default_is_legal_and_survives_the_link(name):
    parameter = PARAMETERS[name]
    assert legal(parameter, parameter.default)
    assert read(name, parameter.write(parameter.default)) == parameter.default


def test_a_number_out_of_range_falls_back_to_the_default_and_not_to_the_end():
    assert read("filters", "1000000000") == 8
    assert read("filters", "257") == 8
    assert read("filters", "256") == 256


@given(
    st.integers(1, 15).flatmap(
        lambda width: st.lists(
            st.lists(
                st.floats(-1e6, 1e6, allow_subnormal=False).filter(lambda v: v == 0 or abs(v) > 1e-9),
                min_size=width,
                max_size=width,
            ),
            min_size=1,
            max_size=3,
        )
    )
)
def test_a_typed_kernel_survives_the_link(rows):
    text = Taps().canonical(np.array(rows))
    kernel = Taps().kernel(text)
    if len(text) <= MAX_TEXT:
        np.testing.assert_allclose(kernel, rows, rtol=1e-14)


@pytest.mark.parametrize(
    "text",
    [
        "1 2 1\n2 4 2\n1 2 1",
        "1,2,1;2,4,2;1,2,1",
        "[1, 2, 1]; [2, 4, 2]; [1, 2, 1]",
        "1\t2\t1;2\t4\t2;1\t2\t1",
    ],
)
def test_a_kernel_may_be_typed_in_the_usual_ways(text):
    assert Taps().kernel(text).tolist() == [[1, 2, 1], [2, 4, 2], [1, 2, 1]]


@pytest.mark.parametrize(
    "text", ["a,b", "1,2;3", "", "1e999", "nan", ";".join(["1"] * 16), "1," * 16 + "1"]
)
def test_what_is_no_kernel_is_none(text):
    assert Taps().kernel(text) is None


@pytest.mark.parametrize("kernel", KERNELS)
def test_a_catalogue_kernel_sets_the_sizes(kernel):
    values = reconciled(Settings(kernel=kernel), {"kernel"})
    assert (values.kh, values.kw) == KERNELS[kernel].weights.shape
    assert values.weights == "catalogue"


def test_other_sizes_than_the_kernel_s_mean_random_weights():
    values = reconciled(Settings(kh=5), {"kh"})
    assert (values.weights, values.kh, values.kw) == ("random", 5, 3)


def test_weights_that_a_kind_of_layer_does_not_know_become_the_catalogue_s():
    assert reconciled(Settings(op="spatial", weights="twin"), {"op"}).weights == "catalogue"


def test_a_link_that_names_a_kernel_puts_it_in_the_place_of_a_typed_one():
    typed = reconciled(Settings(weights="custom"), {"weights"})
    assert typed.kernel == "custom"
    assert reconciled(typed.changed(kernel="box5"), {"kernel"}).weights == "catalogue"
