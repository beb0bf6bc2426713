"""Arithmetic over a syntax tree: what Python would say, without Python."""

import libcst as cst
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sepviz.codegen.arithmetic import evaluate, free_names

_LEAVES = st.one_of(st.integers(0, 9).map(str), st.sampled_from(["a", "b", "self.c"]))
_FORMULAS = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "//", "%"]), inner).map(
            lambda parts: "({} {} {})".format(*parts)
        ),
        inner.map(lambda one: f"-{one}"),
    ),
    max_leaves=8,
)


@given(formula=_FORMULAS, numbers=st.tuples(*[st.integers(-9, 9)] * 3))
def test_a_formula_is_worth_what_python_makes_of_it(formula, numbers):
    values = dict(zip(["a", "b", "self.c"], numbers, strict=True))
    plain = dict(zip(["a", "b", "c"], numbers, strict=True))
    try:
        expected = eval(formula.replace("self.", ""), {}, plain)
    except ZeroDivisionError:
        with pytest.raises(ZeroDivisionError):
            evaluate(cst.parse_expression(formula), values)
    else:
        assert evaluate(cst.parse_expression(formula), values) == expected


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("2 ** 10", 1024),
        ("(3, features + 1)", (3, 65)),
        ("[3, unknown]", (3, None)),
        ("'same'", "same"),
        ("-0.5", -0.5),
        ("True", True),
        ("+features", 64),
        ("~features", -65),
        ("features / 2", 32.0),
        ("1 << 4 | 16 >> 1", 24),
        ("None", ()),
    ],
)
def test_other_values_are_known_too(formula, value):
    assert evaluate(cst.parse_expression(formula), {"features": 64}) == value


@pytest.mark.parametrize(
    "formula",
    [
        *("9 ** 9 ** 9", "9 ** -1", "1 << 70", "10 ** 30", "len(x)", "__import__('os')"),
        *(
            "x[0]",
            "(3, *rest)",
            "not 1",
            "1 << 99",
            "1 << -1",
            "1.5 << 1",
            "~x",
            "'3' * 4",
            "f().features",
            "2 ** 60 * 2 ** 60",
        ),
    ],
)
def test_what_only_running_would_tell_is_unknown(formula):
    assert evaluate(cst.parse_expression(formula), {"features": 64}) is None


def test_free_names_are_those_that_a_number_would_help():
    names = free_names(cst.parse_expression("(a * self.b - c, -d, f(e), True, g.h().i)"), {"c": 1})
    assert names == {"a", "self.b", "d"}
