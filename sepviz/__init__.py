"""Separable convolutions that you can touch: run them, see every channel, count what they cost."""
