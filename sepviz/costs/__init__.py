"""What a layer costs: multiplications, additions, parameters and memory."""

from sepviz.costs.compare import compare, separable_pays, separable_share, twins
from sepviz.costs.cost import Cost
from sepviz.costs.count import count

__all__ = ["Cost", "compare", "count", "separable_pays", "separable_share", "twins"]
