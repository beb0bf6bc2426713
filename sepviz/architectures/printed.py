"""What the papers print beside what rule A counts; no single rule gives all of these figures."""

from typing import NamedTuple

from sepviz.architectures.mobilenet_v1 import mobilenet_v1
from sepviz.architectures.mobilenet_v2 import mobilenet_v2
from sepviz.architectures.network import Network
from sepviz.architectures.xception import xception

_BUILDERS = {"mobilenet_v1": mobilenet_v1, "mobilenet_v2": mobilenet_v2, "xception": xception}


class Printed(NamedTuple):
    """A row of a paper's table; None where the paper gives no figure.

    Parameters
    ----------
    builder : str
        Name of the function of ``sepviz.architectures``.
    arguments : dict
        What it is called with.
    million_multiplications : float or None
        Printed as "million mult-adds".
    million_parameters : float
        Printed parameters, in millions.
    accuracy : float
        Top-1 on ImageNet in per cent.
    source : str
        Paper and table.

    Examples
    --------
    >>> PRINTED[0].million_multiplications, PRINTED[0].network().multiplications
    (569, 568740352)
    """

    builder: str
    arguments: dict[str, float]
    million_multiplications: float | None
    million_parameters: float
    accuracy: float
    source: str

    def network(self) -> Network:
        """Return the network that the row is about.

        Returns
        -------
        Network
            Layer by layer.

        Examples
        --------
        >>> PRINTED[-1].network().parameters_with_bn_and_bias
        22855952
        """
        return _BUILDERS[self.builder](**self.arguments)  # type: ignore[arg-type]


_V1 = "arXiv:1704.04861, "
PRINTED = (
    Printed("mobilenet_v1", {}, 569, 4.2, 70.6, _V1 + "Table 4"),
    Printed("mobilenet_v1", {"separable": False}, 4866, 29.3, 71.7, _V1 + "Table 4"),
    Printed("mobilenet_v1", {"width_multiplier": 0.75}, 325, 2.6, 68.4, _V1 + "Table 6"),
    Printed("mobilenet_v1", {"width_multiplier": 0.5}, 149, 1.3, 63.7, _V1 + "Table 6"),
    Printed("mobilenet_v1", {"width_multiplier": 0.25}, 41, 0.5, 50.6, _V1 + "Table 6"),
    Printed("mobilenet_v1", {"resolution": 192}, 418, 4.2, 69.1, _V1 + "Table 7"),
    Printed("mobilenet_v1", {"resolution": 160}, 290, 4.2, 67.2, _V1 + "Table 7"),
    Printed("mobilenet_v1", {"resolution": 128}, 186, 4.2, 64.4, _V1 + "Table 7"),
    Printed("mobilenet_v1", {"shallow": True}, 307, 2.9, 65.3, _V1 + "Table 5"),
    Printed("mobilenet_v2", {}, 300, 3.4, 72.0, "arXiv:1801.04381, Table 4"),
    Printed("xception", {}, None, 22.855952, 79.0, "arXiv:1610.02357, Tables 1 and 3"),
)
