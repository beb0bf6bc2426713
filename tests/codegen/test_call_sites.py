"""Finding calls in whole files and in fragments, and text that was made to break a parser."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sepviz.codegen import convert
from sepviz.codegen.call_sites import MAX_CHARACTERS, call_sites
from sepviz.errors import CodeError

CONV = "nn.Conv2d(3, 8, 3)"
TWIN = convert(CONV).code


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ",\nnn.ReLU(),\n"),
        ("        nn.ReLU(),\n        ", ",\n      nn.ReLU(),\n"),
        ("    self.a = ", "\n    self.b = 1\n"),
        ("self.a = ", "\n        self.b = 1\n        return x\n"),
        ("    'conv': ", ",\n    'relu': nn.ReLU(),\n"),
        ("'conv': ", ",\n"),
        ("        return ", ""),
        ("def __init__(self, conv=", "): ...\n"),
        ("x = lambda: (", "\n)\n"),
        ("日本 = 'é'; ", " # é"),
    ],
)
def test_fragments_are_read_wherever_they_were_cut_out(before, after):
    source = before + CONV + after
    (site,) = call_sites(source, frozenset({"nn.Conv2d"}))
    assert source[site.start : site.stop] == CONV
    assert site.line == before.count("\n") + 1
    assert convert(source).code == before + TWIN + after


def test_a_name_is_found_only_as_it_is_written():
    source = f"a.{CONV}; nn.Conv2dx(3); ({CONV}); nn . Conv2d(1); nn().Conv2d(2)"
    sites = call_sites(source, frozenset({"nn.Conv2d"}))
    assert [source[site.start : site.stop] for site in sites] == [CONV, "nn . Conv2d(1)"]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("x = 1\ny = (2\n", 2),
        ("x = 1\r\ry = )\r", 3),
        ("def f(:\n    pass\n", 1),
        ("    a = 1\n    b = = 2\n", 2),
        ("        nn.Conv2d(3, 8, 3),\n        nn.Conv2d(3, 8 3),\n", 2),
        ("a\n\0", 2),
        ("a\n\n'\ud800'", 3),
        ("x = 0777", 1),
        ("a = 1\n  b = 2\n c = 3\n", 2),
        ("x\n" + "(" * 5000, 2),
        ("x\n" + "f(" * 3000 + ")" * 3000, 2),
        ("x\n" + "[" * 3000 + "]" * 3000, 2),
        ("x\n" + "-" * 90_000 + "1\n", 2),
        ("x\n" + "not " * 20_000 + "1\n", 2),
        ("x\n" + "a." * 40_000 + "a\n", 2),
        ("x\n" + "a+" * 40_000 + "a\n", 2),
        ("".join(" " * depth + "if a:\n" for depth in range(110)) + " " * 110 + "b", 101),
        ("x = " + "9" * 5000, 1),
        ("\n" * MAX_CHARACTERS + "x", MAX_CHARACTERS + 1),
    ],
)
def test_text_that_does_not_parse_is_one_short_line_with_its_number(source, line):
    with pytest.raises(CodeError) as caught:
        convert(source)
    message = str(caught.value)
    assert message.startswith(f"source, line {line}: ")
    assert caught.value.fields["line"] == line
    assert message.isprintable()
    assert len(message) < 300


@pytest.mark.parametrize(
    "hostile",
    [
        "match x:\n  case " + "[" * 150 + "]" * 150 + ": pass\n",
        "x = " + "-" * 2000 + "1\n",
        "x = " + "not " * 2000 + "1\n",
        "x = a" + ".b" * 900 + "\n",
        "x = " + "(" * 150 + "1" + ")" * 150 + "\n",
        "x = " + "lambda: " * 900 + "1\n",
        "x = '\\d'; y = 1if 1else 2; z = 1 is 1\n",
    ],
)
def test_what_pythons_parser_reads_does_not_keep_the_rest_from_being_converted(hostile):
    assert convert(hostile + CONV).code == hostile + TWIN


_PIECES = st.sampled_from(
    [
        *"()[]{}:,.*=-\n\t '\"#\\é\0\ud800\ufeff!%?\r",
        *("nn.Conv2d(", "Conv2D(", "3", "a", "if ", "kernel_size=", "groups=", "**", "Input(", CONV),
        *("\n>>> ", "\n... ", "\nIn [1]: ", "\n%time ", "\n!ls", "\n%%bash\n", " if ", " else ", " == 1"),
        *("\nfrom torch.nn import Conv2d, *\n", "\nimport torch.nn as tnn\n", "tnn.Conv2d(3, 8, 3)"),
        "\n(0): Conv2d(3, 8, kernel_size=(3, 3), stride=(1, 1))\n",
    ]
)


@given(st.lists(_PIECES, max_size=30).map("".join))
def test_any_text_is_either_converted_or_refused_in_one_short_line(source):
    error = None
    try:
        call_sites(convert(source).code, frozenset())  # the result parses
    except CodeError as caught:
        error = caught
    if error:
        message = str(error)
        assert message.isprintable()
        assert len(message) < 300
        assert message.startswith(f"source, line {error.fields['line']}: ")
