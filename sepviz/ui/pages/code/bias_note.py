"""A note on loops that set the bias of every convolution: the depthwise half has none."""

import re

import streamlit as st

from sepviz.text import Translator

_BIAS = re.compile(r"\.bias\b")
_SAFE = """for m in model.modules():
    if isinstance(m, nn.Conv2d) and m.bias is not None:
        nn.init.zeros_(m.bias)"""


def concerns(source: str) -> bool:
    r"""Say whether PyTorch code may stumble: it reads or sets a bias by its name.

    Examples
    --------
    >>> concerns("m = nn.Conv2d(3, 8, 3)\nm.bias.data.zero_()"), concerns("nn.Conv2d(3, 8, 3, bias=False)")
    (True, False)
    """
    return "Conv2d" in source and bool(_BIAS.search(source))


def show(text: Translator) -> None:
    """Show what happens, and lines that are safe, to copy."""
    st.markdown(text("code.bias_loop"))
    st.code(_SAFE, language="python")
