"""Pictures: safe loading of visitors' files."""

from sepviz.images.load import load_image

__all__ = ["load_image"]
