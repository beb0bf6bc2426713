"""The Code page's figures: lines that differ are marked, histograms and curves show what they are given."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sepviz.figures.activation_curves import activation_curves
from sepviz.figures.code_diff import MAX_ROWS, Gap, code_diff, diff_rows, folded
from sepviz.figures.weight_histogram import weight_histogram

WORDS = {"before": "Before", "after": "After", "removed": "gone", "added": "new", "caption": "c"}
NAMES = {name: name for name in ("weights", "promise", "limit", "axis", "count", "alt")}


@given(*[st.lists(st.sampled_from(["a", "b", "<i>", ""]), min_size=1, max_size=12).map("\n".join)] * 2)
def test_both_texts_can_be_read_back_from_the_rows(before, after):
    rows = diff_rows(before, after)
    assert "\n".join(row.before.text for row in rows if row.before) == before
    assert "\n".join(row.after.text for row in rows if row.after) == after


@given(st.lists(st.sampled_from(["a", "b", ""]), min_size=1, max_size=12).map("\n".join))
def test_equal_texts_differ_nowhere(text):
    assert all(row.same for row in diff_rows(text, text))
    assert "<del" not in code_diff(diff_rows(text, text), **WORDS)


@given(*[st.lists(st.sampled_from(["a", "b", ""]), max_size=40).map("\n".join)] * 2)
def test_folding_hides_only_lines_that_stayed_and_counts_them(before, after):
    rows = diff_rows(before, after)
    shown = folded(rows, str)
    kept = [row for row in shown if not isinstance(row, Gap)]
    assert [row for row in kept if not row.same] == [row for row in rows if not row.same]
    hidden = sum(int(gap.words) for gap in shown if isinstance(gap, Gap))
    assert hidden + len(kept) == len(rows)


def test_lines_that_all_look_alike_are_paired_by_number_and_the_words_of_a_gap_are_escaped():
    many = "\n".join(str(number % 50) for number in range(20_000))
    rows = diff_rows(many, f"new\n{many}")
    assert len(rows) == 20_001
    assert "<b>" not in code_diff([Gap("<b>")], **WORDS)


def test_a_difference_has_signs_and_words_and_not_only_colour():
    html = code_diff(diff_rows("same\nold", "same\nnew"), **WORDS)
    assert html.count("<del>") == html.count("<ins>") == 1
    assert "−</span>" in html
    assert "gone: " in html
    assert "new: " in html
    assert re.search(r"<del><code>old</code></del>", html)


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "</code><img src=x>", '"><b>'])
def test_code_is_escaped(text):
    html = code_diff(diff_rows(text, "x"), **WORDS)
    assert text not in html


def test_a_table_is_bounded_in_rows_and_in_the_length_of_a_line():
    rows = diff_rows("\n".join(map(str, range(3000))), "x" * 50_000)
    html = code_diff(rows, **WORDS)
    assert html.count("<tr") == MAX_ROWS + 1
    assert len(html) < 250_000


def test_the_histogram_marks_both_limits_and_the_promise():
    html = weight_histogram(
        [1, 4, 2], [0.0, 1.0, 2.0, 3.0], promised=[2, 2, 3], limits=(0.75, 2.25), names=NAMES
    )
    assert re.findall(r"--count: ([^;]+)", html) == ["25.00%", "100.00%", "50.00%"]
    assert re.findall(r"--promise: ([^;]+)", html) == ["50.00%", "50.00%", "75.00%"]
    assert re.findall(r'title="([^"]+)"', html) == ["0 … 1: 1", "1 … 2: 4", "2 … 3: 2"]
    assert re.findall(r"left: ([^\"]+)\"><span>([^<]+)", html) == [
        ("25.00%", "limit 0.75"),
        ("75.00%", "limit 2.25"),
    ]
    assert 'aria-label="alt"' in html


def test_a_histogram_without_a_promise_has_no_marks_and_escapes_every_word():
    words = dict.fromkeys(NAMES, "<b>")
    html = weight_histogram([0, 3], [-1.0, 0.0, 1.0], promised=None, limits=None, names=words)
    assert "promise" not in html
    assert "<b>" not in html


def test_the_chosen_curve_is_thick_and_on_top():
    curves = {name: [0.0, float(number)] for number, name in enumerate("abc")}
    figure = activation_curves([0, 1], curves, chosen="b", x_title="", y_title="")
    assert [curve.name for curve in figure.data][-1] == "b"
    widths = {curve.name: curve.line.width for curve in figure.data}
    assert widths["b"] > widths["a"] == widths["c"]
    assert len({(curve.line.color, curve.line.dash) for curve in figure.data}) == 3
