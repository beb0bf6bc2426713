"""Which input channel each output channel of a grouped convolution reads, as a picture."""

from base64 import b64encode
from html import escape

_SIDE = 320  # of the longer axis, in units of the drawing
_MOST_LINES = 32


def connectivity_html(channels: int, filters: int, groups: int, *, description: str) -> str:
    """Return an image: a row an output channel, a column an input channel, filled where it is read.

    Parameters
    ----------
    channels, filters : int
        Input and output channels.
    groups : int
        Divides both.
    description : str
        The same in words.

    Returns
    -------
    str
        HTML of an SVG picture that loads nothing else.

    Examples
    --------
    >>> "<img" in connectivity_html(4, 8, 2, description="two blocks")
    True
    """
    encoded = b64encode(connectivity_svg(channels, filters, groups).encode()).decode()
    return (
        f'<img class="cost-matrix" src="data:image/svg+xml;base64,{encoded}" alt="{escape(description)}">'
    )


def connectivity_svg(channels: int, filters: int, groups: int) -> str:
    """Return the drawing: one filled block a group.

    Examples
    --------
    >>> connectivity_svg(4, 8, 2).count("M0 0h80v160h-80z")
    1
    """
    unit = _SIDE / max(channels, filters)
    width, height = channels * unit, filters * unit
    across, down = width / groups, height / groups
    blocks = "".join(
        f"M{group * across:.5g} {group * down:.5g}h{across:.5g}v{down:.5g}h-{across:.5g}z"
        for group in range(groups)
    )
    grid = _lines(channels, width, height) + _lines(filters, height, width, down=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 {width + 2:.5g} {height + 2:.5g}" '
        f'width="{max(width, 24) + 2:.5g}" height="{max(height, 24) + 2:.5g}">'
        f'<path d="M0 0h{width:.5g}v{height:.5g}H0z" fill="#8a95a122" stroke="#8a95a1"/>'
        f'<path d="{blocks}" fill="#3f86c9" stroke="#3f86c9"/>'
        f'<path d="{grid}" stroke="#8a95a1" stroke-width=".7"/></svg>'
    )


def _lines(count: int, along: float, length: float, *, down: bool = False) -> str:
    """Return the lines between channels, where there are few enough to be told apart."""
    if count > _MOST_LINES:
        return ""
    step = along / count
    places = [step * number for number in range(1, count)]
    return "".join(f"M0 {at:.5g}h{length:.5g}" if down else f"M{at:.5g} 0v{length:.5g}" for at in places)
