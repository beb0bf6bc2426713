"""The app: navigation and language only; ``streamlit run app.py`` starts it."""

import os

# Before NumPy is imported: threads of BLAS would fight those of the visitors' sessions.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import streamlit as st

from sepviz.ui import frame

PAGES = ("playground", "walkthrough", "kernels", "code")

with frame.net("app"):
    frame.settle()
    text = frame.begin()
    pages = [
        st.Page(
            frame.page(name, text),
            title=text(f"pages.{name}"),
            url_path="" if name == "playground" else name,
            default=name == "playground",
        )
        for name in PAGES
    ]
    st.navigation(pages, position="top").run()
