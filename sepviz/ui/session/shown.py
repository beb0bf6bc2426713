"""In words, which layer a page shows: it may be another one than the controls ask for."""

from sepviz.text import Translator
from sepviz.ui.session.kinds import KINDS
from sepviz.ui.session.run import Run
from sepviz.ui.session.weights import made_how


def layer_name(text: Translator, run: Run) -> str:
    """Say kind, filters, kernel and picture of the layer that is shown."""
    values = run.settings
    height, width = run.picture.pixels.shape[:2]
    made = made_how(values.op, values.weights)
    kernel = text(f"kernels.{values.kernel}" if made in ("catalogue", "custom") else f"weights.{made}")
    return text(
        "shown.layer" if KINDS[values.op].has("filters") else "shown.spatial",
        op=text(f"ops.{values.op}"),
        filters=values.filters,
        kh=values.kh,
        kw=values.kw,
        kernel=kernel,
        height=height,
        width=width,
    )


def in_place(text: Translator, run: Run) -> str:
    """Say above results which layer they are of, where the one that is asked for cannot be."""
    return text("shown.in_place", layer=layer_name(text, run)) if run.stands_in else ""
