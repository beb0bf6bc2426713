"""The legend of a map: what its colours mean, what its values are, and how many are beyond the scale."""

from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import NDArray

from sepviz.figures.colour import Scale, clipped_share, css_gradient, scale_of
from sepviz.figures.kernel_card import weight_text
from sepviz.text import Translator

_ROUNDING = 1e-12
_WORTH_SAYING = 0.00005


@dataclass(frozen=True, slots=True, kw_only=True)
class Legend:
    """What a legend says."""

    limit: float
    low: float
    high: float
    clipped: float


def legend_of(values: NDArray[np.float64], scale: Scale) -> Legend:
    """Gather what the legend of some maps says.

    Examples
    --------
    >>> legend_of(np.array([[-1.0, 4.0]]), Scale(limit=2.0, signed=True))
    Legend(limit=2.0, low=-1.0, high=4.0, clipped=0.5)
    """
    low, high = float(values.min()), float(values.max())
    return Legend(limit=scale.limit, low=low, high=high, clipped=clipped_share(values, scale))


def legend_html(text: Translator, legend: Legend, note: str = "") -> str:
    """Return the bar of colours between the values at its ends, and what is said of the values."""
    last = weight_text(legend.limit)
    first = f"−{last}"
    notes = [text("maps.range", low=weight_text(legend.low), high=weight_text(legend.high)), note]
    if legend.clipped >= _WORTH_SAYING:
        notes.append(text("maps.clipped", share=f"{legend.clipped:.2%}"))
    return (
        f'<div class="legend lab-legend"><span>{first}</span><span class="bar" role="img" '
        f'aria-label="{escape(text("maps.legend_alt", low=first, high=last))}" '
        f'style="background:{css_gradient(signed=True)}"></span><span>{last}</span>'
        f"<span>{escape(' · '.join(filter(None, notes)))}</span></div>"
    )


def difference_scale(difference: NDArray[np.float64], results: Scale) -> Scale:
    """Return a scale of its own for a difference, but not one that blows rounding up to a picture.

    Examples
    --------
    >>> difference_scale(np.array([[1e-17]]), Scale(limit=2.0, signed=True)).limit
    2.0
    """
    own = scale_of(difference, signed=True)
    seen = bool(np.abs(difference).max() > _ROUNDING * results.limit)
    return own if seen else results


def relative_difference(difference: NDArray[np.float64], result: NDArray[np.float64]) -> float:
    """Return the root mean square of a difference over that of the result, 0 where there is no result.

    Examples
    --------
    >>> relative_difference(np.array([[3.0, 4.0]]), np.array([[30.0, 40.0]]))
    0.1
    """
    size = float(np.linalg.norm(result))
    return float(np.linalg.norm(difference)) / size if size else 0.0
