"""A layer as NumPy, Keras and PyTorch source code, and the converter of pasted code."""

from sepviz.codegen.converter import Conversion, Totals, convert
from sepviz.codegen.standard_forms import Reason

__all__ = ["Conversion", "Reason", "Totals", "convert"]
