"""What every page says of the app when asked: what is counted how, and where it comes from."""

import streamlit as st

from sepviz import __version__
from sepviz.text import Translator

_PAPERS = (
    ("Sifre 2014, Rigid-Motion Scattering for Image Classification", "https://www.di.ens.fr/data/publications/papers/phd_sifre.pdf"),
    ("Chollet 2017, Xception", "https://arxiv.org/abs/1610.02357"),
    ("Howard et al. 2017, MobileNets", "https://arxiv.org/abs/1704.04861"),
    ("Sandler et al. 2018, MobileNetV2", "https://arxiv.org/abs/1801.04381"),
    ("Dumoulin, Visin 2016, A guide to convolution arithmetic", "https://arxiv.org/abs/1603.07285"),
    ("Ma et al. 2018, ShuffleNet V2", "https://arxiv.org/abs/1807.11164"),
    ("Williams et al. 2009, Roofline", "https://doi.org/10.1145/1498765.1498785"),
    ("Keras", "https://keras.io/api/layers/convolution_layers/"),
)  # fmt: skip


def button(text: Translator) -> None:
    """Offer it; what opens is on the page already, so that nothing runs again."""
    papers = " · ".join(f"[{title}]({link})" for title, link in _PAPERS)
    parts = [
        f"**sepviz {__version__}** · {text('app.title')}",
        text("bill.convention"),
        *(text(f"about.{name}") for name in ("convolution", "measured", "yours")),
        text.joined(text("about.sources"), papers),
        f"[{text('about.tour')}](./?tour=true&lang={text.language})",
    ]
    label, icon = text("about.label"), ":material/info:"
    with st.popover(label, icon=icon, type="tertiary", width="content", key="_about"):
        st.markdown("\n\n".join(parts))
