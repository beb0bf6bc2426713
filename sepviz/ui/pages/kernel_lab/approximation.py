"""The best approximation by a few column-row pairs: in the kernel, and in the picture."""

import io

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from sepviz.figures.kernel_card import weight_text
from sepviz.figures.lab_kernels import KernelPart, kernel_equation
from sepviz.separability import kernel_rank, low_rank_terms
from sepviz.text import Translator
from sepviz.ui.session import state
from sepviz.ui.session.parameters import Taps
from sepviz.ui.session.picture import Picture
from sepviz.ui.views import filtered

Kernel = NDArray[np.float64]


def show(text: Translator, picture: Picture, kernel: Kernel) -> None:
    """Show full result, approximation and difference for as many pairs as the visitor takes."""
    pairs = pairs_used(text, kernel_rank(kernel))
    near = approximation(kernel, pairs)
    flip = state.settings().flip
    used = (kernel[::-1, ::-1], near[::-1, ::-1]) if flip else (kernel, near)
    names = [Taps().canonical(weights) for weights in used]
    result = filtered.compare(picture.digest, *names, _picture=picture, _kernels=used)
    st.markdown(_errors(text, kernel, near, result))
    for column, part, title in zip(
        st.columns(3),
        (result.first, result.second, result.difference),
        (text("lab.full_result"), text("lab.approximated", rank=pairs), text("lab.difference")),
        strict=True,
    ):
        with column:
            filtered.show(text, title, part)
    st.html(kernel_equation(_equation(text, kernel, near, pairs)))
    st.caption(text.joined(text("lab.grey_note"), text("playground.flip_on") if flip else ""))
    st.download_button(
        text("downloads.arrays"),
        lambda: _arrays(picture, kernel, pairs, flip=flip),
        "sepviz-kernel.npz",
        "application/octet-stream",
        key="_lab_npz",
        on_click="ignore",
    )


def _arrays(picture: Picture, kernel: Kernel, pairs: int, *, flip: bool) -> bytes:
    """Return kernel, columns and rows used, and the grey picture before and after as an npz file."""
    columns, rows = zip(*low_rank_terms(kernel, pairs), strict=True)
    near, values = approximation(kernel, pairs), filtered.grey(picture)
    results = [
        filtered.filtered(values, weights[::-1, ::-1] if flip else weights) for weights in (kernel, near)
    ]
    file = io.BytesIO()
    np.savez(
        file,
        kernel=kernel,
        columns=np.array(columns),
        rows=np.array(rows),
        input=values,
        full=results[0],
        approximation=results[1],
    )
    return file.getvalue()


def approximation(kernel: Kernel, rank: int) -> Kernel:
    """Return the nearest kernel of a rank, the kernel itself from its own rank on.

    Examples
    --------
    >>> approximation(np.diag([2.0, 1.0]), 1)
    array([[2., 0.],
           [0., 0.]])
    """
    terms = low_rank_terms(kernel, rank)
    total = np.sum([np.outer(column, row) for column, row in terms], axis=0)
    return np.asarray(total, dtype=np.float64)


def pairs_used(text: Translator, rank: int) -> int:
    """Show the choice of the number of pairs, where there is one."""
    if state.settings().rank > rank:
        state.put({"rank": rank})
    if rank == 1:
        st.caption(text("lab.one_pair"))
        return 1
    value = st.slider(text("lab.pairs_used"), 1, rank, key=state.key("rank"), help=text("lab.pairs_help"))
    return int(state.keep("rank", value))


def _errors(text: Translator, kernel: Kernel, near: Kernel, result: filtered.Compared) -> str:
    """Say how far the approximation is off, in the kernel and in the picture."""
    lost = float(((kernel - near) ** 2).sum() / (kernel**2).sum())
    return text(
        "lab.error",
        energy=f"{lost:.2%}",
        kernel=f"{np.sqrt(lost):.2%}",
        picture=f"{result.relative:.2%}",
        largest=weight_text(result.largest),
    )


def _equation(text: Translator, kernel: Kernel, near: Kernel, rank: int) -> list[KernelPart]:
    """Return kernel - approximation = difference, the difference on a scale of its own."""
    difference = kernel - near
    seen = np.abs(difference).max() > 1e-12 * np.abs(kernel).max()
    own = float(np.abs(difference).max()) if seen else None
    kh, kw = kernel.shape
    return [
        KernelPart(caption=text("kernel_card.kernel", kh=kh, kw=kw), weights=kernel),
        KernelPart(caption=text("lab.approximated", rank=rank), weights=near, sign="−"),
        KernelPart(
            caption=text("lab.difference_own" if seen else "lab.difference"),
            weights=difference,
            sign="=",
            limit=own,
        ),
    ]
