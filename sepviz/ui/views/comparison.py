"""In words, what a layer saves compared with the one that puts out the same maps."""

from sepviz.costs import Comparison
from sepviz.text import Translator


def reference_name(text: Translator, comparison: Comparison) -> str:
    """Name the layer that another one is compared with, inside a sentence."""
    return text(f"comparison.{comparison.reference.stages[0].name}")


def verdict(text: Translator, kind: str, comparison: Comparison) -> str:
    """Say in a sentence how many multiplications a kind of layer needs beside its reference."""
    share = comparison.share
    words = {"who": text(f"ops.{kind}"), "reference": reference_name(text, comparison)}
    if share == 1:
        return text("comparison.equal", **words)
    if share > 1:
        return text("comparison.more", **words, ratio=f"{float(share):.2f}")
    return text("comparison.fewer", **words, ratio=f"{float(1 / share):.2f}", share=f"{float(share):.2%}")


def share_cell(text: Translator, comparison: Comparison) -> str:
    """Return the share of the reference's multiplications with the name of the reference, for a table."""
    name = comparison.reference.stages[0].name
    return text(f"comparison.share_{name}", share=f"{float(comparison.share):.4f}")
