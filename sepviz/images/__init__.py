"""Pictures: safe loading of visitors' files, and the bundled samples."""

from sepviz.images.load import load_image

__all__ = ["load_image"]
