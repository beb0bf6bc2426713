"""Every kernel of the app under its id, the simplest family first."""

from collections.abc import Mapping
from types import MappingProxyType

from sepviz.kernels.edges import EDGES
from sepviz.kernels.kernel import Kernel
from sepviz.kernels.oriented import ORIENTED
from sepviz.kernels.second_derivative import SECOND_DERIVATIVE
from sepviz.kernels.smoothing import SMOOTHING

KERNELS: Mapping[str, Kernel] = MappingProxyType(
    {kernel.id: kernel for kernel in (*SMOOTHING, *EDGES, *SECOND_DERIVATIVE, *ORIENTED)}
)
"""Read-only mapping from id to `Kernel`, in the order in which the app lists them."""
