"""Chapters 1 and 2: one window, and two short kernels in its place."""

from sepviz.text import Translator
from sepviz.ui.chapters import scopes
from sepviz.ui.pages.walkthrough import scope


def one_window(text: Translator, revealed: bool) -> None:  # noqa: FBT001 (every chapter's picture has it)
    """Slide a blur over the red channel; then the kernel that tells a flip."""
    scope.show(scopes.one_window(text, revealed=revealed))


def two_short_kernels(text: Translator, revealed: bool) -> None:  # noqa: FBT001
    """Take Sobel apart; then the 5 x 5 Gaussian of the question."""
    scope.show(scopes.two_passes(text, revealed=revealed))
