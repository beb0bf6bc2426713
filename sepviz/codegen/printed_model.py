"""The output of ``print(model)``: PyTorch's list of modules, in which convolutions can be counted."""

import re
from collections.abc import Iterator

from sepviz.codegen.conversion import Found, on_one_line
from sepviz.codegen.standard_forms import LEFT_ALONE, Reason
from sepviz.codegen.totals import UNKNOWN, before_and_after

_NAME = r"[ \t]*(?:\([^()]*\): )?(?:\d+ x )?"
_MODULE = re.compile(_NAME + r"(?:[A-Za-z_]\w*\(.*|[^()]*)|[ \t]*\)")
_CONVOLUTION = re.compile(
    _NAME + r"(\w{0,40}Conv\w{0,40}d)\((\d{1,9}), (\d{1,9}), (kernel_size=\(.{1,400})\)"
)
_PREFIX = re.compile(_NAME)
_REPEATED = re.compile(r"[ \t]*\([^()]*\): (\d{1,4}) x ")
_LINE_END = re.compile(r"\r\n|\r|\n")
_TYPED = re.compile(r"[ \t]*(?:>>>|In \[\d*\]:|\.\.\.)")
_PROGRAM = re.compile(r"[ \t]*(?:import|from|def|class|return|self\.\w+ *=|@|if|for)\b")


def is_printed(source: str, *, surely: bool = True) -> bool:
    r"""Say whether a text is a printed model.

    Parameters
    ----------
    source : str
        What was pasted.
    surely : bool
        Whether every line has to look like a part of one, or only one line and none like a program.

    Returns
    -------
    bool
        True for ``(conv1): Conv2d(3, 64, kernel_size=(7, 7), stride=(2, 2))``.

    Examples
    --------
    >>> is_printed("Net(\n  (0): Conv2d(3, 8, kernel_size=(3, 3), stride=(1, 1))\n)")
    True
    >>> is_printed("nn.Conv2d(3, 8, 3)")
    False
    """
    every = [line.rstrip() for line in _LINE_END.split(source) if line.strip()]
    typed = [line for line in every if _TYPED.match(line)]
    lines = [line for line in every if not _TYPED.match(line)]
    if not any(map(_CONVOLUTION.fullmatch, lines)) or any("Conv" in line for line in typed):
        return False
    return all(map(_MODULE.fullmatch, lines)) if surely else not any(map(_PROGRAM.match, lines))


def count_printed(source: str) -> tuple[Found, ...]:
    """Count the standard convolutions of a printed model and their depthwise-separable twins.

    Parameters
    ----------
    source : str
        The output of ``print(model)``.

    Returns
    -------
    tuple of Found
        All convolutions, counted or with the reason why they stay.

    Examples
    --------
    >>> [found] = count_printed("Conv2d(3, 8, kernel_size=(3, 5), stride=(1, 1), bias=False)")
    >>> found.before.parameters, found.after.parameters
    (360, 69)
    """
    lines = _LINE_END.split(source)
    found = []
    for number, times, kind, (channels, filters), rest in _convolutions(source):
        settings = _settings(rest)
        before = after = UNKNOWN
        reason = _reason(kind, settings, min(channels, filters))
        if reason is None:
            before, after = before_and_after(
                channels=channels,
                filters=filters,
                kernel=_sizes(settings["kernel_size"]),
                use_bias=settings.get("bias") != "False",
            )
        found.append(
            Found(
                line=number,
                code=on_one_line(lines[number - 1]),
                before=before * times,
                after=after * times,
                reason=reason,
            )
        )
    return tuple(found)


def modules(source: str) -> Iterator[tuple[int, int, str]]:
    r"""Yield line, number and code of each module; ``2 x Block(`` doubles what is inside.

    Examples
    --------
    >>> list(modules("Net(\n  (a): 2 x ReLU()\n)"))
    [(1, 1, 'Net('), (2, 2, 'ReLU()')]
    """
    outer: list[tuple[int, int]] = []  # indentation and number of the modules around
    for number, line in enumerate(_LINE_END.split(source), 1):
        if not line.strip(" \t)"):
            continue
        indent = len(line) - len(line.lstrip())
        while outer and outer[-1][0] >= indent:
            outer.pop()
        repeated = _REPEATED.match(line)
        times = (outer[-1][1] if outer else 1) * (int(repeated[1]) if repeated else 1)
        outer.append((indent, times))
        yield number, times, _PREFIX.sub("", line.rstrip(), count=1)


def _convolutions(source: str) -> Iterator[tuple[int, int, str, tuple[int, int], str]]:
    """Yield line, number, kind, channels and settings of each convolution."""
    for number, times, code in modules(source):
        if found := _CONVOLUTION.fullmatch(code):
            yield number, times, found[1], (int(found[2]), int(found[3])), found[4]


def _settings(rest: str) -> dict[str, str]:
    """Return what stands behind the channels, by name."""
    return dict(re.findall(r"\b(\w{1,30})=(\([^()]*\)|[^,()]*)", rest))


def _sizes(text: str) -> tuple[int, ...]:
    """Read ``(3, 5)``."""
    return tuple(map(int, re.findall(r"\d+", text)))


def _reason(kind: str, settings: dict[str, str], fewest: int) -> Reason | None:
    """Say why a convolution stays, or None for a standard one."""
    if kind != "Conv2d":
        return LEFT_ALONE.get(f"torch.nn.{kind}", Reason.FOREIGN)
    kernel = _sizes(settings["kernel_size"])
    if settings.get("groups", "1") != "1":
        return Reason.GROUPS
    if kernel == (1, 1):
        return Reason.ONE_BY_ONE
    return None if len(kernel) == 2 and min(*kernel, fewest) > 0 else Reason.IMPOSSIBLE
