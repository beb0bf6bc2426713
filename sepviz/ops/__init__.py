"""The convolutions on arrays, NumPy only."""
