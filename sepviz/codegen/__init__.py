"""A layer as NumPy, Keras and PyTorch source code, and the converter of pasted code."""
