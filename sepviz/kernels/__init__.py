"""The catalogue of 2-D kernels, one family a file.

Kernels are applied without a flip (cross-correlation), as deep learning does: the signs
in the catalogue are those that a picture sees. Each module states its normalisation.

>>> "box3" in KERNELS
True
>>> KERNELS["sobel_x"].weights
array([[-1.,  0.,  1.],
       [-2.,  0.,  2.],
       [-1.,  0.,  1.]])
>>> KERNELS["sobel_x"].column, KERNELS["sobel_x"].row
(array([1., 2., 1.]), array([-1.,  0.,  1.]))
>>> KERNELS["sharpen"].weights
array([[ 0., -1.,  0.],
       [-1.,  5., -1.],
       [ 0., -1.,  0.]])
"""

from sepviz.kernels.catalogue import KERNELS
from sepviz.kernels.kernel import Kernel, separable_kernel

__all__ = ["KERNELS", "Kernel", "separable_kernel"]
