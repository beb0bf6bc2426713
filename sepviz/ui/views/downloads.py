"""What a visitor can take home: the pictures, the arrays, the counts."""

import csv
import io
import zipfile
from collections.abc import Mapping
from functools import partial

import numpy as np
import streamlit as st

from sepviz.arrays import Array
from sepviz.costs import Comparison
from sepviz.text import Translator
from sepviz.ui.server.budget import FEATURE_MAPS
from sepviz.ui.session.parameters import Settings
from sepviz.ui.session.picture import Picture
from sepviz.ui.session.run import Run, prepare
from sepviz.ui.views.names import stage_key


def maps(text: Translator, run: Run, png: bytes) -> None:
    """Offer the output's sheet and, computed when asked for, all arrays of the run."""
    with st.container(horizontal=True):
        st.download_button(
            text("downloads.sheet"),
            lambda: png,  # Streamlit's frontend fetches a finished file at once, to see that it is there
            "sepviz-maps.png",
            "image/png",
            key="_get_png",
            on_click="ignore",
        )
        st.download_button(
            text("downloads.arrays"),
            # Streamlit keeps this until the session's next run: settings, not feature maps.
            partial(arrays, run.settings, run.picture),
            "sepviz-arrays.npz",
            "application/octet-stream",
            key="_get_npz",
            on_click="ignore",
        )


def arrays(values: Settings, picture: Picture) -> bytes:
    """Compute the run again and return input, weights and the maps of every stage as an npz file.

    Stage by stage, since a run holds no second copy of its last maps.
    """
    run = prepare(values, picture)
    file = io.BytesIO()
    with FEATURE_MAPS.take(3 * run.cost.activation_bytes), zipfile.ZipFile(file, "w") as archive:
        for name, array in {"input": picture.pixels, **run.weights}.items():
            _write(archive, name, array)
        for stage in run.stage_names:
            _write(archive, f"stage_{stage}", run.maps(stage))
    return file.getvalue()


def _write(archive: zipfile.ZipFile, name: str, array: Array) -> None:
    """Write one array as NumPy's own `savez` does."""
    with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
        np.lib.format.write_array(member, array, allow_pickle=False)


_COLUMNS = (
    *("layer", "stage", "output", "multiplications", "additions", "flops", "parameters"),
    *("activation_bytes", "compared_with", "share_of_multiplications"),
)


def counts(rows: Mapping[str, Comparison]) -> str:
    """Return the counts of each layer and of its stages as CSV, by stable English names.

    A layer's share is that of the layer which it may be compared with, named beside it.
    """
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(_COLUMNS)
    for name, found in rows.items():
        for part in (*found.cost.stages, found.cost):
            whole = part is found.cost
            numbers = (
                part.multiplications,
                part.additions,
                part.flops,
                part.parameters,
                part.activation_bytes,
            )
            compared = (found.reference.stages[0].name, f"{float(found.share):.6f}") if whole else ("", "")
            stage = "total" if whole else stage_key(name, part.name)
            shape = " x ".join(map(str, part.output_shape))
            writer.writerow([name, stage, shape, *numbers, *compared])
    return file.getvalue()
