"""The answer of the lab's first screen: whether the kernel comes apart, and into what."""

from html import escape

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from sepviz.figures.kernel_card import weight_text
from sepviz.figures.lab_kernels import KernelPart, kernel_equation
from sepviz.figures.lab_spectrum import spectrum_table
from sepviz.separability import (
    decimals,
    energy_shares,
    low_rank_terms,
    rank_tolerance,
    separate,
    singular_values,
)
from sepviz.text import Translator
from sepviz.ui.pages.kernel_lab import tolerance
from sepviz.ui.session import state

Kernel = NDArray[np.float64]

_TERMS_AT_ONCE = 3


def show(text: Translator, kernel: Kernel) -> None:
    """Show the kernel as a sum of column-row pairs, and its singular values."""
    rank = tolerance.rank(kernel)
    parts = _factors(text, kernel) if rank == 1 else _terms(text, kernel, rank)
    st.html(kernel_equation(parts))
    if rank == 1:
        st.caption(_factor_note(text, kernel))
    else:
        st.caption(text("lab.terms_note"))
        if rank > _TERMS_AT_ONCE:
            st.toggle(text("lab.all_terms", rank=rank), key="_lab_all_terms")
    _spectrum(text, kernel)


def first_that_does_not_pay(kh: int, kw: int) -> int:
    """Return the number of column-row pairs from which they need no fewer multiplications than 2-D.

    Examples
    --------
    >>> first_that_does_not_pay(3, 3), first_that_does_not_pay(5, 5), first_that_does_not_pay(1, 7)
    (2, 3, 1)
    """
    return -(-kh * kw // (kh + kw))


def headline(text: Translator, kernel: Kernel) -> None:
    """Show rank and multiplications large, and the verdict in a sentence."""
    kh, kw = kernel.shape
    rank = tolerance.rank(kernel)
    items = [
        (text("lab.rank"), str(rank), text("lab.rank_of", most=min(kh, kw))),
        (text("lab.full"), str(kh * kw), text.formula(f"{kh} x {kw}")),
        (text("lab.pairs"), str(rank * (kh + kw)), text.formula(f"{rank} x ({kh} + {kw})")),
    ]
    figures = "".join(
        f'<div><div class="label">{escape(name)}</div><div class="figure">{number}</div>'
        f'<div class="label">{escape(note)}</div></div>'
        for name, number, note in items
    )
    st.html(f'<div class="headline">{figures}</div>')
    st.markdown(_sentence(text, kernel, rank))


def _sentence(text: Translator, kernel: Kernel, rank: int) -> str:
    """Say whether the kernel comes apart, and whether that pays."""
    kh, kw = kernel.shape
    full, pairs = kh * kw, rank * (kh + kw)
    pays = text("lab.pays" if pairs < full else "lab.pays_not", full=full, pairs=pairs)
    if rank == 1:
        verdict = text("lab.yes") if tolerance.is_exact(kernel) else _nearly(text, kernel)
        return text.joined(verdict, pays)
    first = f"{energy_shares(kernel)[0]:.2%}"
    return text.joined(text("lab.no", rank=rank), text("lab.best_pair", share=first), pays)


def _nearly(text: Translator, kernel: Kernel) -> str:
    """Say that the kernel comes apart but for the rounding of its taps, or within the tolerance chosen."""
    written = state.settings().tolerance == "written"
    column, row = low_rank_terms(kernel, 1)[0]
    return text(
        "lab.yes_rounded" if written else "lab.yes_within",
        decimals=decimals(kernel),
        second=weight_text(singular_values(kernel)[1]),
        limit=weight_text(tolerance.tolerance(kernel)),
        error=weight_text(np.abs(kernel - np.outer(column, row)).max()),
    )


def _pair(kernel: Kernel) -> tuple[Kernel, Kernel]:
    """Return column and row: exact ones where there are any, else the best."""
    return separate(kernel) if tolerance.is_exact(kernel) else low_rank_terms(kernel, 1)[0]


def _factors(text: Translator, kernel: Kernel) -> list[KernelPart]:
    """Return kernel = column x row."""
    column, row = _pair(kernel)
    kh, kw = kernel.shape
    # Column and row have other units than the kernel: each has a colour scale of its own.
    return [
        KernelPart(caption=text("kernel_card.kernel", kh=kh, kw=kw), weights=kernel),
        _own_scale(
            text("kernel_card.column", kh=kh),
            column[:, np.newaxis],
            "=" if tolerance.is_exact(kernel) else "≈",
        ),
        _own_scale(text("kernel_card.row", kw=kw), row[np.newaxis], "×"),
    ]


def _own_scale(caption: str, weights: Kernel, sign: str) -> KernelPart:
    """Return a part whose largest tap has the last colour."""
    return KernelPart(caption=caption, weights=weights, sign=sign, limit=float(np.abs(weights).max()))


def _factor_note(text: Translator, kernel: Kernel) -> str:
    """Say what kind of numbers the factors are."""
    if not tolerance.is_exact(kernel):
        return text("lab.factors_rounded")
    whole = all(np.array_equal(factor, np.round(factor)) for factor in separate(kernel))
    return text("lab.factors_whole" if whole else "lab.factors")


def _terms(text: Translator, kernel: Kernel, rank: int) -> list[KernelPart]:
    """Return kernel = term 1 + term 2 + ..., the first few of many until all are asked for."""
    shares = energy_shares(kernel)
    every = st.session_state.get("_lab_all_terms", False)
    shown = rank if every or rank <= _TERMS_AT_ONCE else _TERMS_AT_ONCE
    kh, kw = kernel.shape
    parts = [KernelPart(caption=text("kernel_card.kernel", kh=kh, kw=kw), weights=kernel)]
    for index, (column, row) in enumerate(low_rank_terms(kernel, shown)):
        caption = text("lab.term", number=index + 1, share=f"{shares[index]:.2%}")
        sign = "+" if index else "="
        outer = np.outer(column, row)
        parts.append(KernelPart(caption=caption, weights=outer, sign=sign, column=column, row=row))
    return parts


def _spectrum(text: Translator, kernel: Kernel) -> None:
    """Show the singular values as bars, and from where on they count as zero."""
    values, limit = singular_values(kernel), tolerance.tolerance(kernel)
    st.markdown(f"**{text('lab.spectrum')}**")
    st.html(
        spectrum_table(
            values.tolist(),
            energy_shares(kernel).tolist(),
            tolerance=limit,
            headings=(text("lab.pair"), text("lab.value"), text("lab.share"), text("lab.sum")),
            caption=text("lab.spectrum"),
            zero=text("lab.zero"),
        )
    )
    tolerance.choose(text)
    chosen = state.settings().tolerance
    if chosen == "written" and limit == rank_tolerance(kernel):
        chosen = "exact"  # nothing was rounded
    st.caption(
        text(
            f"lab.tolerance_{chosen if chosen in ('exact', 'written') else 'share'}",
            tolerance=weight_text(limit),
            largest=weight_text(values[0]),
            side=max(kernel.shape),
            decimals=decimals(kernel),
            kh=kernel.shape[0],
            kw=kernel.shape[1],
        )
    )
