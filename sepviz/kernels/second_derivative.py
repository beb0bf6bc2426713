"""Second derivatives, and the sharpening that subtracts one: kernels that do not come apart.

The Laplacians have a negative centre, as the second derivative has: positive beside a bright line,
negative on it. Their taps sum to 0; those of ``sharpen``, identity minus Laplacian, sum to 1.
All are symmetric, so that a flip changes nothing, and all have rank 2.
"""

import numpy as np

from sepviz.kernels.kernel import Kernel
from sepviz.kernels.smoothing import CENTRE

SECOND_DIFFERENCE = np.array([1.0, -2.0, 1.0])
ONES = np.ones(3)

_SPATIAL = "R. Gonzalez and R. Woods, Digital Image Processing, 'Sharpening spatial filters'"

# The sum of the second derivatives along both axes: one separable kernel each, two together.
_FOUR = np.outer(SECOND_DIFFERENCE, CENTRE) + np.outer(CENTRE, SECOND_DIFFERENCE)
# All eight neighbours minus eight times the centre: the sum over the window minus nine times the centre.
_EIGHT = np.outer(ONES, ONES) - 9 * np.outer(CENTRE, CENTRE)
_SHARPEN = np.outer(CENTRE, CENTRE) - _FOUR

SECOND_DERIVATIVE = (
    Kernel(id="laplacian4", weights=_FOUR, source=f"{_SPATIAL}: Laplacian, 4 neighbours"),
    Kernel(id="laplacian8", weights=_EIGHT, source=f"{_SPATIAL}: Laplacian, 8 neighbours"),
    Kernel(
        id="sharpen", weights=_SHARPEN, source=f"{_SPATIAL}: identity minus the Laplacian of 4 neighbours"
    ),
)
