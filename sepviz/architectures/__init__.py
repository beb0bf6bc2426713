"""Networks as lists of layers, with the figures that their papers print."""
