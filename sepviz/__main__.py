"""``python -m sepviz`` starts the app; further arguments are those of ``streamlit run``.

Streamlit runs a script, and this file is that script as well.
"""

import os
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as in app.py

from streamlit import runtime


def start() -> None:
    """Hand this file to Streamlit."""
    from streamlit.web.cli import main

    sys.argv = ["streamlit", "run", __file__, *sys.argv[1:]]
    main()


if __name__ == "__main__":
    if runtime.exists():
        from sepviz.ui.shell.app import main

        main()
    else:
        start()
