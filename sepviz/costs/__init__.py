"""What a layer costs: multiplications, additions, parameters and memory."""

from sepviz.costs.cost import Cost
from sepviz.costs.count import count

__all__ = ["Cost", "count"]
