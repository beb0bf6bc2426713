"""When depthwise separable pays: the ratio with its asymptote, the break-even line, the nearest way out."""

import streamlit as st

from sepviz.costs.break_even import break_even_filters, nearest_that_pays
from sepviz.costs.curves import LARGEST, share_of, shares
from sepviz.costs.design import Design
from sepviz.figures.cost_break_even import break_even_chart
from sepviz.figures.cost_curves import share_chart
from sepviz.text import Translator
from sepviz.ui.pages.costs import presenter
from sepviz.ui.session import state
from sepviz.ui.session.parameters import MOST_CHANNELS
from sepviz.ui.views import terms


def show(text: Translator, design: Design) -> None:
    """Show the rule with the layer's numbers, both charts, and what would make the layer pay."""
    share = share_of(design)
    st.markdown(terms.linked(text, _rule(text, design, share)))
    if share >= 1:
        _ways_out(text, design)
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown(f"**{text('costs.share_title')}**")
        _share(text, design, share)
    with right:
        st.markdown(f"**{text('costs.line_title')}**")
        _line(text, design, pays=share < 1)
    with presenter.detail():
        st.caption(terms.linked(text, text("costs.pays_note")))


def nearest(design: Design) -> dict[str, int]:
    """Return for each setting the nearest value with which the layer pays."""
    most = LARGEST["kernel"]
    if design.padding == "valid":
        most = min(most, *design.input_size)
    return nearest_that_pays(
        filters=design.c_out,
        kernel_size=design.kernel_size,
        depth_multiplier=design.depth_multiplier,
        most_filters=MOST_CHANNELS,
        most_taps=most,
    )


def _rule(text: Translator, design: Design, share: float) -> str:
    """Say the ratio as a formula, and on which side of the line the layer is."""
    kh, kw = design.kernel_size
    fields = {"multiplier": design.depth_multiplier, "filters": design.c_out, "kh": kh, "kw": kw}
    said = text("bill.rule", **fields, value=f"{share:.4f}")
    limit = text("costs.limit", value=f"{design.depth_multiplier / (kh * kw):.4f}")
    return text.joined(said, text("costs.it_pays" if share < 1 else "costs.it_does_not_pay"), limit)


def _ways_out(text: Translator, design: Design) -> None:
    """Offer each single change that makes it pay."""
    ways = nearest(design)
    if not ways:
        st.warning(text("costs.no_way_out"))
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(text("costs.ways_out"), width="content")
        for name, value in ways.items():
            settings = {
                "filters": {"c_out": value},
                "kernel": {"kernel_height": value, "kernel_width": value},
                "depth_multiplier": {"depth_multiplier": value},
            }[name]
            label = text(f"costs.way_{name}", value=value)
            st.button(label, key=f"_way_{name}", on_click=state.put, args=(settings,))


def _share(text: Translator, design: Design, share: float) -> None:
    """Show the ratio over the output channels."""
    kh, kw = design.kernel_size
    limit = design.depth_multiplier / (kh * kw)
    words = {
        "share": text("costs.share_curve"),
        "asymptote": text("costs.asymptote", value=f"{limit:.4f}"),
        "loses": text("costs.as_many"),
        "present": text("costs.present"),
        "x": text("costs.variables.c_out"),
        "y": text("costs.share_axis"),
    }
    present = (design.c_out, share)
    figure = share_chart(shares(design, "c_out"), present=present, asymptote=limit, words=words)
    alt = text("costs.share_alt", value=f"{share:.4f}", c_out=design.c_out, limit=f"{limit:.4f}")
    presenter.chart(text, figure, name="cost_share", alt=alt)


def _line(text: Translator, design: Design, *, pays: bool) -> None:
    """Show the break-even line over the taps of the kernel."""
    multiplier, (kh, kw) = design.depth_multiplier, design.kernel_size
    taps = sorted({*range(1, 17), *(side * side for side in range(4, 16)), kh * kw})
    line = [
        (count, break_even_filters(kernel_size=(1, count), depth_multiplier=multiplier)) for count in taps
    ]
    words = {
        "line": text("costs.break_even"),
        "loses": text("costs.region"),
        "present": text("costs.present"),
        "x": text("costs.taps_axis"),
        "y": text("costs.variables.c_out"),
    }
    figure = break_even_chart(
        [(count, None if filters is None else float(filters)) for count, filters in line],
        present=(kh * kw, design.c_out),
        pays=pays,
        most=MOST_CHANNELS,
        words=words,
    )
    said = break_even_filters(kernel_size=design.kernel_size, depth_multiplier=multiplier)
    key = "costs.line_alt_never" if said is None else "costs.line_alt"
    value = "" if said is None else f"{float(said):.4g}"
    presenter.chart(text, figure, name="cost_break_even", alt=text(key, kh=kh, kw=kw, value=value))
