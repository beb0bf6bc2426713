"""The charts of costs hold the numbers that they were given, and say where it does not pay."""

from sepviz.figures.cost_break_even import break_even_chart
from sepviz.figures.cost_curves import cost_curves, share_chart
from sepviz.figures.cost_groups import connectivity_chart
from sepviz.figures.cost_roofline import RooflinePoint, roofline_chart
from sepviz.figures.cost_style import COLOURS, DASHES, SYMBOLS
from sepviz.figures.cost_sweep import MeasuredPoint, sweep_chart

NAMES = {"standard": "Standard", "separable": "Depthwise separable"}
WORDS = dict.fromkeys(
    ("share", "asymptote", "loses", "present", "line", "roof", "attainable", "x", "y"), "w"
)


def curves(*, logarithmic: bool, present: float | None = 4):
    return cost_curves(
        {"standard": [(1, 9), (4, 36)], "separable": [(1, 10), (4, 13)]},
        NAMES,
        present=present,
        x_title="c_out",
        y_title="multiplications",
        logarithmic=logarithmic,
    )


def test_the_present_layer_is_marked_on_every_curve():
    chart = curves(logarithmic=True)
    assert [list(trace.y) for trace in chart.data] == [[9, 36], [36], [10, 13], [13]]
    assert chart.layout.shapes[0].x0 == 4
    assert len(curves(logarithmic=True, present=None).data) == 2


def test_both_axes_are_logarithmic_or_begin_at_zero():
    log, linear = curves(logarithmic=True).layout, curves(logarithmic=False).layout
    assert (log.xaxis.type, log.yaxis.type) == ("log", "log")
    assert (linear.xaxis.rangemode, linear.yaxis.rangemode) == ("tozero", "tozero")


def test_a_kind_is_told_by_colour_and_by_shape():
    assert len(set(COLOURS.values())) == len(set(SYMBOLS.values())) == len(COLOURS)
    assert set(COLOURS) == set(SYMBOLS) == set(DASHES)


def test_the_share_stands_above_its_asymptote_and_the_loss_is_shaded_from_one():
    chart = share_chart([(1, 1.11), (1024, 0.112)], present=(1, 1.11), asymptote=1 / 9, words=WORDS)
    assert list(chart.data[1].y) == [1 / 9, 1 / 9]
    assert chart.layout.shapes[0].y0 == 1
    assert chart.layout.shapes[0].y1 > 1.11


def test_a_kernel_that_never_pays_is_shaded_to_the_top():
    line = [(1, None), (2, None), (3, 6.0), (9, 18 / 7)]
    chart = break_even_chart(line, present=(2, 5), pays=False, most=1024, words=WORDS)
    assert list(zip(chart.data[0].x, chart.data[0].y, strict=True))[:3] == [(1, 1024), (2, 1024), (3, 6)]
    assert list(chart.data[1].x) == [3, 9]
    assert chart.data[2].marker.symbol == "x"


def matrix(channels: int, filters: int, groups: int):
    return connectivity_chart(channels, filters, groups, x_title="in", y_title="out")


def test_the_matrix_has_a_block_a_group_on_the_diagonal():
    blocks = matrix(6, 9, 3).data[0]
    assert blocks.x.count(None) == blocks.y.count(None) == 3
    assert (blocks.x[:5], blocks.y[:5]) == ((0.5, 2.5, 2.5, 0.5, 0.5), (0.5, 0.5, 3.5, 3.5, 0.5))
    assert (blocks.x[-4], blocks.y[-4]) == (6.5, 9.5)


def test_the_matrix_begins_at_the_upper_left_and_names_its_axes():
    layout = matrix(6, 9, 3).layout
    assert (layout.xaxis.range, layout.yaxis.range) == ((0.5, 6.5), (9.5, 0.5))
    assert (layout.xaxis.title.text, layout.yaxis.title.text) == ("in", "out")


def test_lines_between_channels_are_left_out_where_they_could_not_be_told_apart():
    assert matrix(6, 9, 3).layout.xaxis.minor.showgrid
    assert not matrix(1024, 1024, 1024).layout.xaxis.minor.showgrid


def test_a_stage_too_large_to_measure_is_only_on_the_roof():
    points = [
        RooflinePoint(kind="standard", name="standard", intensity=20.0, attainable=100.0),
        RooflinePoint(kind="depthwise", name="depthwise", intensity=2.0, attainable=20.0, measured=5.0),
    ]
    chart = roofline_chart(points, multiplications=100.0, bytes_moved=10.0, words=WORDS)
    assert [list(trace.y) for trace in chart.data[1:]] == [[100.0], [20.0], [20.0, 5.0]]
    assert list(chart.data[0].x)[1] == 10


def test_a_sweep_shows_the_spread_to_both_sides():
    point = MeasuredPoint(value=8, median=0.003, fastest=0.002, slowest=0.007, predicted=0.001)
    chart = sweep_chart(
        {"separable": [point]}, NAMES, predicted="p", x_title="x", y_title="ms", logarithmic=False
    )
    measured, predicted = chart.data
    assert (list(measured.error_y.array), list(measured.error_y.arrayminus)) == ([4.0], [1.0])
    assert list(predicted.y) == [1.0]
    assert list(chart.layout.xaxis.tickvals) == [8]
