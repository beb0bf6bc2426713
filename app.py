"""The app: navigation and language only; ``streamlit run app.py`` starts it."""

import os

# Before NumPy is imported: threads of BLAS would fight those of the visitors' sessions.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import streamlit as st

from sepviz.ui import frame
from sepviz.ui.pages import code, kernels, playground, walkthrough

PAGES = {
    "playground": playground.show,
    "walkthrough": walkthrough.show,
    "kernels": kernels.show,
    "code": code.show,
}

frame.settle()
text = frame.begin()
pages = [
    st.Page(
        frame.guarded(show, text),
        title=text(f"pages.{name}"),
        url_path="" if name == "playground" else name,
        default=name == "playground",
    )
    for name, show in PAGES.items()
]
st.navigation(pages, position="top").run()
