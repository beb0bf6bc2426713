"""How small a singular value must be to count as zero on this page: the visitor's choice."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from sepviz.separability import (
    kernel_rank,
    rank_tolerance,
    rounding_tolerance,
    singular_values,
)
from sepviz.text import Translator
from sepviz.ui.session import state
from sepviz.ui.session.parameters import TOLERANCES

Kernel = NDArray[np.float64]


def tolerance(kernel: Kernel) -> float:
    """Return the singular value up to which a pair counts as none."""
    chosen = state.settings().tolerance
    if chosen == "exact":
        return rank_tolerance(kernel)
    if chosen == "written":
        return rounding_tolerance(kernel)
    return max(rank_tolerance(kernel), float(chosen) * float(singular_values(kernel)[0]))


def rank(kernel: Kernel) -> int:
    """Return the number of pairs that count, one at least."""
    return max(1, kernel_rank(kernel, tolerance=tolerance(kernel)))


def is_exact(kernel: Kernel) -> bool:
    """Whether the rank is that of the numbers as they stand, so that nothing was rounded away."""
    return rank(kernel) == kernel_rank(kernel)


def choose(text: Translator) -> None:
    """Show the choice of the tolerance."""
    st.segmented_control(
        text("lab.tolerance_choice"),
        TOLERANCES,
        format_func=lambda name: text(f"lab.tolerances.{name.replace('.', '_')}"),
        key=state.key("tolerance"),
        help=text("lab.tolerance_help"),
        required=True,
        on_change=_keep,
    )


def _keep() -> None:
    """Use the new tolerance from the top of the page on, where the verdict stands."""
    state.keep("tolerance", st.session_state.get("tolerance"))
