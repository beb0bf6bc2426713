"""The pictures that come with the app."""

from sepviz.samples.pictures import SAMPLES, sample

__all__ = ["SAMPLES", "sample"]
