"""The kernel beside its controls: its numbers, and its column and row where it has them."""

from functools import lru_cache

import numpy as np
import streamlit as st

from sepviz.figures.kernel_card import kernel_card
from sepviz.separability import kernel_rank, separate
from sepviz.text import Translator, unbroken
from sepviz.ui.session.parameters import Settings
from sepviz.ui.session.weights import chosen_kernel, made_how
from sepviz.ui.views import terms


def show(text: Translator, values: Settings) -> None:
    """Show the chosen kernel and what its rank means, or say how other weights are made."""
    made = made_how(values.op, values.weights)
    if made not in ("catalogue", "custom"):
        key = f"twin_{'separable' if values.op == 'separable' else 'standard'}" if made == "twin" else made
        said = text(f"kernel_card.{key}", seed=str(values.seed), kh=values.kh, kw=values.kw)
        st.caption(terms.linked(text, said))
        return
    kernel = chosen_kernel(values)
    card, note = _card(text, kernel.shape, kernel.tobytes())
    st.html(card)
    st.caption(terms.linked(text, unbroken(note)))


@lru_cache(maxsize=128)
def _card(text: Translator, shape: tuple[int, int], weights: bytes) -> tuple[str, str]:
    """Return the drawing of a kernel, and the sentence that says what its rank means."""
    kernel = np.frombuffer(weights).reshape(shape)
    kh, kw = shape
    parts = [(text("kernel_card.kernel", kh=kh, kw=kw), kernel)]
    rank = kernel_rank(kernel)
    if rank != 1:
        return kernel_card(parts, []), text("kernel_card.rank", rank=rank)
    column, row = separate(kernel)
    parts.append((text("kernel_card.column", kh=kh), column[:, None]))
    parts.append((text("kernel_card.row", kw=kw), np.asarray(row)[None, :]))
    note = text("kernel_card.factors", kh=kh, kw=kw, full=kh * kw, split=kh + kw)
    return kernel_card(parts, ["=", "×"]), note
