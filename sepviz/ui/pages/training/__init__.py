"""Two small networks that learn side by side: curves, kernels, mistakes, experiments."""
