"""What a kernel costs as it is and as a sum of column-row pairs: counted, and measured beside it."""

import math
from datetime import UTC, datetime
from html import escape

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from sepviz.arrays import Array
from sepviz.costs.stopwatch import ENGINES, Timing, clock
from sepviz.ops import depthwise_conv2d, spatially_separable_conv2d
from sepviz.separability import energy_shares, kernel_rank, low_rank_terms
from sepviz.text import Translator
from sepviz.ui.pages.kernel_lab.approximation import pairs_used
from sepviz.ui.pages.kernel_lab.verdict import first_that_does_not_pay
from sepviz.ui.session.parameters import Taps
from sepviz.ui.session.picture import Picture
from sepviz.ui.views import filtered
from sepviz.ui.views.measured_time import stamp

Kernel = NDArray[np.float64]

_RUNS, _SECONDS = 7, 0.4
_PLAIN_MULTIPLICATIONS = 20_000_000


def show(text: Translator, picture: Picture, kernel: Kernel) -> None:
    """Show the count for every number of pairs, the break-even, and the measured time."""
    kh, kw = kernel.shape
    limit = first_that_does_not_pay(kh, kw)
    st.markdown(text("lab.break_even", kh=kh, kw=kw, full=kh * kw, sum=kh + kw, limit=limit))
    st.html(f'<div class="scroll" tabindex="0">{_table(text, kernel)}</div>')
    st.caption(text("lab.count_note"))
    _measured(text, picture, kernel)


def _table(text: Translator, kernel: Kernel) -> str:
    """Return a row for the 2-D kernel and one for each number of pairs that the rank can use."""
    kh, kw = kernel.shape
    full, rank = kh * kw, kernel_rank(kernel)
    kept = np.minimum(energy_shares(kernel).cumsum(), 1)
    head = "".join(
        f'<th scope="col">{escape(text(f"lab.{name}"))}</th>'
        for name in ("as", "per_pixel", "compared", "kept_energy")
    )
    rows = [_row("chosen", text("lab.two_d"), text.formula(f"{kh} x {kw} = {full}"), "1.000", "100.00%")]
    for pairs in range(1, rank + 1):
        count = pairs * (kh + kw)
        name = text("lab.pairs_count" if pairs > 1 else "lab.pair_count", rank=pairs)
        verdict = text("lab.row_pays" if count < full else "lab.row_pays_not")
        formula = text.formula(f"{pairs} x ({kh} + {kw}) = {count}")
        rows.append(_row("", name, formula, f"{count / full:.3f} · {verdict}", f"{kept[pairs - 1]:.2%}"))
    return (
        f'<table class="bill"><caption class="unseen">{escape(text("lab.count_table"))}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _row(kind: str, *cells: str) -> str:
    """Return one row of the table."""
    return f'<tr class="{kind}">{"".join(f"<td>{escape(cell)}</td>" for cell in cells)}</tr>'


def _measured(text: Translator, picture: Picture, kernel: Kernel) -> None:
    """Show the time of both ways with both engines, beside the ratio of the counts."""
    kh, kw = kernel.shape
    st.markdown(f"**{text('lab.measured')}**")
    pairs = pairs_used(text, kernel_rank(kernel))
    name = text("lab.pairs_count" if pairs > 1 else "lab.pair_count", rank=pairs)
    canonical = Taps().canonical(kernel)
    for engine in ENGINES:
        size, full, sums, at = times(
            picture.digest, canonical, pairs, engine, _picture=picture, _kernel=kernel
        )
        st.markdown(f"**{text(f'bill.engine_{engine}')}**")
        st.table(
            {
                text("lab.as"): [text("lab.two_d"), name],
                text("bill.measured_time"): [_ms(text, timing.median) for timing in (full, sums)],
                text("bill.measured_spread"): [
                    f"{_ms(text, timing.fastest)} – {_ms(text, timing.slowest)}" for timing in (full, sums)
                ],
                text("lab.measured_ratio"): ["1.000", f"{sums.median / full.median:.3f}"],
                text("lab.theory_ratio"): ["1.000", f"{pairs * (kh + kw) / (kh * kw):.3f}"],
            }
        )
        measured_on = text("bill.measured_on", height=size[0], width=size[1], runs=_RUNS)
        st.caption(text.joined(stamp(text, at), measured_on))
    st.button(
        text("bill.measure_again"),
        key="_measure_again",
        on_click=_forget,
        args=(picture.digest, canonical, pairs),
    )
    st.caption(text("lab.measured_note"))


def _ms(text: Translator, seconds: float) -> str:
    """Return milliseconds with three digits."""
    return text("bill.ms", value=f"{seconds * 1000:.3g}")


@st.cache_data(max_entries=100, show_spinner=True)
def times(
    digest: str, canonical: str, pairs: int, engine: str, *, _picture: Picture, _kernel: Kernel
) -> tuple[tuple[int, int], Timing, Timing, datetime]:
    """Time the 2-D kernel and the pairs on the grey picture, or on a part of it that takes moments."""
    values = filtered.grey(_picture).astype(np.float32)
    if engine == "plain":
        factor = math.sqrt(min(1.0, _PLAIN_MULTIPLICATIONS / (values.size * _kernel.size)))
        values = values[: max(16, int(values.shape[0] * factor)), : max(16, int(values.shape[1] * factor))]
    x = values[:, :, np.newaxis]
    kernel = _kernel.astype(np.float32)[:, :, None, None]
    terms = [
        (column.astype(np.float32), row.astype(np.float32))
        for column, row in low_rank_terms(_kernel, pairs)
    ]
    full = clock(lambda: depthwise_conv2d(x, kernel, padding="same"), engine=engine)
    sums = clock(lambda: sum_of_pairs(x, terms), engine=engine)
    return (x.shape[0], x.shape[1]), full, sums, datetime.now(UTC)


def _forget(digest: str, canonical: str, pairs: int) -> None:
    """Let the page measure anew."""
    for engine in ENGINES:
        times.clear(digest, canonical, pairs, engine)


def sum_of_pairs(x: NDArray[np.float32], terms: list[tuple[Array, Array]]) -> NDArray[np.float32]:
    """Filter with one column-row pair after the other and add the results up."""
    results = (spatially_separable_conv2d(x, *term, padding="same") for term in terms)
    total = next(results)
    for result in results:
        np.add(total, result, out=total)
    return total
