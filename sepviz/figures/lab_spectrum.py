"""Singular values as bars in a table: what each column-row pair adds to a kernel."""

from collections.abc import Sequence
from html import escape

from sepviz.figures.kernel_card import weight_text


def spectrum_table(
    values: Sequence[float],
    shares: Sequence[float],
    *,
    tolerance: float,
    headings: tuple[str, str, str, str],
    caption: str,
    zero: str,
) -> str:
    """Return HTML with a bar, the value, its share of the energy and the sum of the shares so far.

    Parameters
    ----------
    values : list of float
        Singular values, largest first.
    shares : list of float
        Share of the energy of each, from 0 to 1.
    tolerance : float
        A value up to this counts as zero.
    headings : four str
        Of the number, the value, the share and the sum.
    caption : str
        What the table shows, for screen readers.
    zero : str
        What is written in the one row of all values that count as zero.

    Returns
    -------
    str
        HTML in which every word is escaped.

    Examples
    --------
    >>> table = spectrum_table([4.0, 0.0], [1.0, 0.0], tolerance=1e-15,
    ...                        headings=("pair", "value", "share", "sum"), caption="Values", zero="zero")
    >>> "100.00%" in table, "zero" in table
    (True, True)
    """
    spans = ("", ' colspan="2"', "", "")
    head = "".join(
        f'<th scope="col"{span}>{escape(heading)}</th>'
        for span, heading in zip(spans, headings, strict=True)
    )
    rows, total = [], 0.0
    counted = sum(value > tolerance for value in values)
    for number, (value, share) in enumerate(zip(values[:counted], shares, strict=False), 1):
        total += share
        width = 100 * value / values[0]
        bar = f'<span class="bar"><span style="width:{width:.1f}%"></span></span>'
        cells = f"<td>{bar}</td><td>{weight_text(value)}</td><td>{share:.2%}</td><td>{total:.2%}</td>"
        rows.append(f'<tr><th scope="row">{number}</th>{cells}</tr>')
    if counted < len(values):
        first, last = counted + 1, len(values)
        name = f"{first}–{last}" if last > first else str(first)
        cells = f"<td></td><td>{escape(zero)}</td><td>–</td><td>–</td>"
        rows.append(f'<tr><th scope="row">{name}</th>{cells}</tr>')
    return (
        f'<table class="lab-spectrum"><caption class="unseen">{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )
