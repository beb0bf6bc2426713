"""The catalogue of 2-D kernels, one family a file."""
