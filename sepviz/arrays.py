"""The type of an array whose numbers may be of any kind."""

from typing import Any

from numpy.typing import NDArray

Array = NDArray[Any]
