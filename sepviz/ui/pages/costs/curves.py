"""How one quantity of each kind of layer grows with one setting."""

import csv
import io
from functools import partial

import streamlit as st

from sepviz.costs.curves import Curves, curves, present_values
from sepviz.costs.design import QUANTITIES, VARIABLES, Design
from sepviz.figures.cost_curves import cost_curves
from sepviz.text import Translator
from sepviz.ui.pages.costs import presenter
from sepviz.ui.session import state
from sepviz.ui.views import terms


def show(text: Translator, design: Design) -> None:
    """Show the choice of both axes, the curves, and their points as a file."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = pick(text, "quantity", QUANTITIES)
        variable = pick(text, "variable", VARIABLES)
        axes = pick(text, "axes", ("log", "linear"))
    present = next(iter(present_values(design, variable)), None)
    found = curves(design, variable, name)
    x_title, y_title = (
        text(f"costs.{axis}.{of}") for axis, of in (("variables", variable), ("quantities", name))
    )
    figure = cost_curves(
        found,
        {kind: text(f"ops.{kind}") for kind in found},
        present=present,
        x_title=x_title,
        y_title=y_title,
        logarithmic=axes == "log",
    )
    presenter.chart(text, figure, name="cost_curves", alt=_alt(text, found, x_title, y_title))
    with presenter.detail():
        st.caption(terms.linked(text, text("costs.curves_note")))
        st.download_button(
            text("costs.points_csv"),
            partial(points_csv, found, variable, name),
            "sepviz-curves.csv",
            "text/csv",
            key="_get_curves_csv",
            on_click="ignore",
        )


def pick(text: Translator, name: str, options: tuple[str, ...]) -> str:
    """Show one choice whose key is its name in the link."""
    value = st.selectbox(
        text(f"costs.{name}"),
        options,
        format_func=lambda option: text(f"costs.{_TABLES[name]}.{option}"),
        key=state.key(name),
        width=presenter.width(230),
        filter_mode=None,
        label_visibility="collapsed" if state.settings().present else "visible",
    )
    return str(state.keep(name, value))


_TABLES = {"quantity": "quantities", "variable": "variables", "axes": "scales"}


def points_csv(found: Curves, variable: str, name: str) -> str:
    """Return the points as CSV.

    Examples
    --------
    >>> points_csv({"standard": [(1, 9)]}, "c_in", "parameters").split()
    ['kind,c_in,parameters', 'standard,1,9']
    """
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["kind", variable, name])
    writer.writerows([kind, *point] for kind, points in found.items() for point in points)
    return file.getvalue()


def _alt(text: Translator, found: Curves, x_title: str, y_title: str) -> str:
    """Say where each curve begins and ends."""
    ends = "; ".join(
        text(
            "costs.curve_alt",
            name=text(f"ops.{kind}"),
            first=points[0][0],
            least=points[0][1],
            last=points[-1][0],
            most=points[-1][1],
        )
        for kind, points in found.items()
    )
    return text("costs.curves_alt", x=x_title, y=y_title, ends=ends)
