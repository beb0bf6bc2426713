"""What a visitor can take home: the pictures, the arrays, the counts."""

import csv
import io
import zipfile
from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from sepviz.costs import Cost
from sepviz.text import Translator
from sepviz.ui.server.budget import FEATURE_MAPS
from sepviz.ui.session.picture import Picture
from sepviz.ui.session.run import Run, prepare


def maps(text: Translator, run: Run, png: bytes) -> None:
    """Offer the output's sheet and, computed when asked for, all arrays of the run."""
    with st.container(horizontal=True):
        st.download_button(
            text("downloads.sheet"), png, "sepviz-maps.png", "image/png", key="_get_png", on_click="ignore"
        )
        st.download_button(
            text("downloads.arrays"),
            # Streamlit keeps this until the session's next run: settings, not feature maps.
            partial(arrays, run.values, run.picture),
            "sepviz-arrays.npz",
            "application/octet-stream",
            key="_get_npz",
            on_click="ignore",
        )


def arrays(values: Mapping[str, Any], picture: Picture) -> bytes:
    """Compute the run again and return input, weights and the maps of every stage as an npz file.

    Stage by stage, since a run holds no second copy of its last maps.
    """
    run = prepare(values, picture)
    file = io.BytesIO()
    with FEATURE_MAPS.take(3 * run.cost.activation_bytes), zipfile.ZipFile(file, "w") as archive:
        for name, array in {"input": picture.values, **run.weights}.items():
            _write(archive, name, array)
        for stage in run.stage_names:
            _write(archive, f"stage_{stage}", run.maps(stage))
    return file.getvalue()


def _write(archive: zipfile.ZipFile, name: str, array: NDArray[Any]) -> None:
    """Write one array as NumPy's own `savez` does."""
    with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
        np.lib.format.write_array(member, array, allow_pickle=False)


def counts(rows: dict[str, Cost]) -> str:
    """Return the counts of each layer and of its stages as CSV, by stable English names."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(
        [
            "layer",
            "stage",
            "output",
            "multiplications",
            "additions",
            "flops",
            "parameters",
            "activation_bytes",
        ]
    )
    for name, cost in rows.items():
        for part in (*cost.stages, cost):
            stage = "total" if part is cost else part.name
            shape = " x ".join(map(str, part.output_shape))
            numbers = (
                part.multiplications,
                part.additions,
                part.flops,
                part.parameters,
                part.activation_bytes,
            )
            writer.writerow([name, stage, shape, *numbers])
    return file.getvalue()
