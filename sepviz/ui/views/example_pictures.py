"""A picture of each kind that small networks learn to tell apart."""

import base64
from html import escape

import streamlit as st

from sepviz.figures.thumbnails import thumbnails_png
from sepviz.text import translator
from sepviz.training.dataset import dataset
from sepviz.training.recipe import CLASSES


@st.cache_data(max_entries=8, show_spinner=False)
def examples(data: str, language: str) -> str:
    """Return the HTML of a picture of each kind of a data set, with their names."""
    text, drawn = translator(language), dataset(data, train=CLASSES, test=1, seed=1)
    source = base64.b64encode(thumbnails_png(drawn.images[drawn.labels.argsort()])).decode()
    names = " · ".join(text(f"training.pictures_of.{name}") for name in drawn.names)
    return (
        f'<figure class="train-examples"><img alt="" src="data:image/png;base64,{source}">'
        f"<figcaption>{escape(names)}</figcaption></figure>"
    )
