"""A layer as NumPy, Keras and PyTorch source code, and the converters of pasted code and whole models."""

from sepviz.codegen.conversion import Conversion, Found
from sepviz.codegen.converter import convert
from sepviz.codegen.model_converters import keras_model_converter, pytorch_model_converter
from sepviz.codegen.network_reader import CodeNetwork, read_network
from sepviz.codegen.pasted import MAX_CHARACTERS
from sepviz.codegen.standard_forms import Reason
from sepviz.codegen.to_keras import keras_code
from sepviz.codegen.to_numpy import numpy_code
from sepviz.codegen.to_pytorch import pytorch_code
from sepviz.codegen.totals import Totals

__all__ = [
    "MAX_CHARACTERS",
    "CodeNetwork",
    "Conversion",
    "Found",
    "Reason",
    "Totals",
    "convert",
    "keras_code",
    "keras_model_converter",
    "numpy_code",
    "pytorch_code",
    "pytorch_model_converter",
    "read_network",
]
