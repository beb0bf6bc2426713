"""The app; ``streamlit run app.py`` starts it."""

import os

# Before NumPy is imported: threads of BLAS would fight those of the visitors' sessions.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from sepviz.ui.shell.app import main

main()
