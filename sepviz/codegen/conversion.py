"""What came of a conversion: the new source, and each convolution that was found in the old one."""

import re
from dataclasses import dataclass

from sepviz.codegen.standard_forms import Reason
from sepviz.codegen.totals import Totals

_LONGEST = 200
_INNER_SPACE = re.compile(r"(?<=[(\[{]) |,? (?=[)\]}])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One convolution of the given text.

    Attributes
    ----------
    line : int
        Where it begins.
    code : str
        How it is written, on one line, and not more than its beginning if it is long.
    before, after : Totals
        Costs of it and of its twin; unknown where it stays.
    reason : Reason or None
        Why it stays; None if it was converted, or counted in a printed model.
    """

    line: int
    code: str
    before: Totals
    after: Totals
    reason: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """Source with its standard convolutions replaced, and what that saves.

    Attributes
    ----------
    code : str
        The new source.
    convolutions : tuple of Found
        The convolutions of the given source, converted or not, in its order.
    unknown_names : tuple of str
        Free names whose values the costs need.
    printed : bool
        Whether the source was a printed model: its convolutions are counted, and as it is no program,
        ``code`` is what was given.
    """

    code: str
    convolutions: tuple[Found, ...]
    unknown_names: tuple[str, ...]
    printed: bool = False

    @property
    def before(self) -> Totals:
        """What the converted or counted convolutions cost."""
        return sum((one.before for one in self._separable()), Totals())

    @property
    def after(self) -> Totals:
        """What their twins cost."""
        return sum((one.after for one in self._separable()), Totals())

    @property
    def skipped(self) -> tuple[tuple[int, Reason], ...]:
        """Line and reason of each convolution that stays.

        A ``Reason`` is an English sentence, and its ``code`` names it for translations.
        """
        return tuple((one.line, one.reason) for one in self.convolutions if one.reason)

    @property
    def converted(self) -> tuple[int, ...]:
        """Lines, in the given source, where the converted convolutions begin."""
        return () if self.printed else tuple(one.line for one in self._separable())

    @property
    def counted(self) -> tuple[int, ...]:
        """Lines of a printed model whose convolutions are in the costs."""
        return tuple(one.line for one in self._separable()) if self.printed else ()

    def _separable(self) -> list[Found]:
        """Return the convolutions that have a twin."""
        return [one for one in self.convolutions if one.reason is None]


def on_one_line(code: str) -> str:
    r"""Return code on one line, cut off where it is long.

    Examples
    --------
    >>> on_one_line("nn.Conv2d(\n    3,\n    8, 3)")
    'nn.Conv2d(3, 8, 3)'
    """
    line = _INNER_SPACE.sub("", " ".join(code[: 2 * _LONGEST].split()))
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
