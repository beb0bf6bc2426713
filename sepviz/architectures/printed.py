"""What is printed beside what we count: rows of tables with the rule that gives each, or that it is a slip.

Printed accuracies of different rows compare only within one source: recipes of training differ.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sepviz.architectures.network import Network
from sepviz.architectures.rules import NETWORKS, Figure

MILLION = 10**6


class Printed(NamedTuple):
    """A row of a table; None where it gives no figure.

    Parameters
    ----------
    builder : str
        Name of the function of ``sepviz.architectures``.
    arguments : dict
        What it is called with.
    million_multiplications : int or None
        Printed as "million mult-adds" or "million MACs".
    million_parameters : float or None
        Printed parameters, in millions.
    accuracy : float
        Top-1 on ImageNet in per cent.
    source : str
        Paper and table, or file.
    rule : str or None
        What gives the multiplications, one of ``sepviz.architectures.RULES``; None for a slip.
    cut : bool
        Whether the multiplications are cut off to whole millions instead of rounded.
    parameters_rule : str
        What gives the parameters.
    parameters_cut : bool
        Whether the parameters are cut off instead of rounded.
    pixel_1_ms : float or None
        Milliseconds for one picture on the processor of a Pixel 1.

    Examples
    --------
    >>> PRINTED[0].million_multiplications, PRINTED[0].network().multiplications
    (569, 568740352)
    """

    builder: str
    arguments: Mapping[str, Any]
    million_multiplications: int | None
    million_parameters: float | None
    accuracy: float
    source: str
    rule: str | None = "multiplications"
    cut: bool = False
    parameters_rule: str = "weights"
    parameters_cut: bool = False
    pixel_1_ms: float | None = None

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
        return NETWORKS[self.builder](**self.arguments)

    def multiplications(self) -> Figure | None:
        """Return the printed multiplications with their rule.

        Returns
        -------
        Figure or None
            None where the row prints none.

        Examples
        --------
        >>> PRINTED[1].multiplications().rule
        'without_classifier'
        """
        if self.million_multiplications is None:
            return None
        printed = str(self.million_multiplications)
        return Figure(self.builder, self.arguments, printed, MILLION, self.rule, self.source, self.cut)

    def parameters(self) -> Figure | None:
        """Return the printed parameters with their rule.

        Returns
        -------
        Figure or None
            None where the row prints none.

        Examples
        --------
        >>> PRINTED[0].parameters().comes_out()
        True
        """
        if self.million_parameters is None:
            return None
        printed, rule = str(self.million_parameters), self.parameters_rule
        return Figure(
            self.builder, self.arguments, printed, MILLION, rule, self.source, self.parameters_cut
        )


_V1 = "arXiv:1704.04861, "
PRINTED = (
    Printed("mobilenet_v1", {}, 569, 4.2, 70.6, _V1 + "Table 4"),
    Printed("mobilenet_v1", {"separable": False}, 4866, 29.3, 71.7, _V1 + "Table 4", "without_classifier"),
    Printed("mobilenet_v1", {"width_multiplier": 0.75}, 325, 2.6, 68.4, _V1 + "Table 6"),
    Printed("mobilenet_v1", {"width_multiplier": 0.5}, 149, 1.3, 63.7, _V1 + "Table 6"),
    Printed("mobilenet_v1", {"width_multiplier": 0.25}, 41, 0.5, 50.6, _V1 + "Table 6"),
    Printed("mobilenet_v1", {"resolution": 192}, 418, 4.2, 69.1, _V1 + "Table 7"),
    Printed("mobilenet_v1", {"resolution": 160}, 290, 4.2, 67.2, _V1 + "Table 7", cut=True),
    Printed("mobilenet_v1", {"resolution": 128}, 186, 4.2, 64.4, _V1 + "Table 7"),
    Printed("mobilenet_v1", {"shallow": True}, 307, 2.9, 65.3, _V1 + "Table 5"),
    Printed("mobilenet_v2", {}, 300, 3.4, 72.0, "arXiv:1801.04381, Table 4", cut=True, parameters_cut=True),
    Printed(
        "xception",
        {},
        None,
        22.855952,
        79.0,
        "arXiv:1610.02357, Tables 1 and 3",
        parameters_rule="trained",
    ),
)
"""What the papers of the MobileNets and of Xception print; no single rule gives all of these figures.

Each row was compared with its table: Howard et al. 2017, Tables 4 to 7; Sandler et al. 2018, Table 4;
Chollet 2017, Table 1 (accuracy) and Table 3 (parameters).
"""
