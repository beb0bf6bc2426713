"""What a layer costs: multiplications, additions, parameters and memory."""

from sepviz.costs.break_even import separable_share
from sepviz.costs.comparison import Comparison, compare, share
from sepviz.costs.cost import Cost
from sepviz.costs.count import count

__all__ = ["Comparison", "Cost", "compare", "count", "separable_share", "share"]
