"""Which pictures a chapter has in the lesson's file, before and after its answer."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from sepviz.lessons import example
from sepviz.text import Translator
from sepviz.training.experiments import DEFAULT
from sepviz.ui.chapters import bills, courses, lanes, pairs, scopes
from sepviz.ui.components.microscope_view import MicroscopeView
from sepviz.ui.session.parameters import COLOURS, PAIR_KERNELS
from sepviz.ui.views.example_pictures import examples

Part = str | MicroscopeView
_FILTERS = range(4)
_OUTPUTS = (example.OUTPUTS, 64, 16, 4, 1)
_MULTIPLIERS = (2, 3, 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of an answer: what is chosen among, the parts of each choice, and what is always there."""

    choice: str = ""
    variants: tuple[tuple[str, tuple[Part, ...]], ...]
    always: tuple[str, ...] = ()


def prose(markdown: str) -> str:
    """Return a sentence of ours, whose only marks are bold and code, as a paragraph of HTML.

    Examples
    --------
    >>> prose("**3** < `4`")
    '<p><strong>3</strong> &lt; <code>4</code></p>'
    """
    bold = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", escape(markdown))
    return "<p>" + re.sub(r"`(.+?)`", r"<code>\1</code>", bold) + "</p>"


def sides(text: Translator, chapter: int) -> tuple[Side, Side]:
    """Return the pictures of a chapter before and after its answer."""
    return _SIDES[chapter](text)


def _only(*parts: Part) -> Side:
    """Return a side without a choice."""
    return Side(variants=(("", parts),))


def _window(text: Translator) -> tuple[Side, Side]:
    return _only(scopes.one_window(text, revealed=False)), _only(scopes.one_window(text, revealed=True))


def _two_short_kernels(text: Translator) -> tuple[Side, Side]:
    return _only(scopes.two_passes(text, revealed=False)), _only(scopes.two_passes(text, revealed=True))


def _pairs(text: Translator) -> tuple[Side, Side]:
    shown = {name: pairs.one_pair(text, name) for name in PAIR_KERNELS}
    before = Side(
        choice=text("controls.kernel"),
        variants=tuple(
            (text(f"kernels.{name}"), (card, prose(said))) for name, (card, said) in shown.items()
        ),
        always=(prose(text("walk.laplacian")), pairs.asked(text)),
    )
    return before, _only(*pairs.sum_of_pairs(text))


def _colour(text: Translator) -> tuple[Side, Side]:
    return _filters(text, scopes.standard, lanes.standard, lanes.all_standard(text))


def _depthwise(text: Translator) -> tuple[Side, Side]:
    variants = tuple((text(f"walk.{name}"), (scopes.depthwise(text, c),)) for c, name in enumerate(COLOURS))
    before = Side(choice=text("walk.which_colour"), variants=variants)
    return before, _only(lanes.depthwise(text), prose(text("walk.nothing_added")))


def _pointwise(text: Translator) -> tuple[Side, Side]:
    return _filters(text, scopes.pointwise, lanes.pointwise, lanes.all_separable(text))


def _filters(
    text: Translator,
    scope: Callable[[Translator, int], Part],
    lane: Callable[[Translator, int], Part],
    all_maps: str,
) -> tuple[Side, Side]:
    """Return the first filters under the microscope, and then as pictures."""
    choice = text("walk.which_filter")
    before, after = (tuple((str(one), (made(text, one),)) for one in _FILTERS) for made in (scope, lane))
    return Side(choice=choice, variants=before), Side(choice=choice, variants=after, always=(all_maps,))


def _bill(text: Translator) -> tuple[Side, Side]:
    note = f'<p class="note">{escape(text("walk.convention"))}</p>'

    def parts(outputs: int, *, revealed: bool) -> tuple[Part, ...]:
        layer = bills.pipeline(text, outputs, revealed=revealed)
        said = (prose(bills.verdict(text, outputs)),) if revealed else ()
        return layer, bills.bars(text, outputs, revealed=revealed), *said, note

    variants = tuple((str(one), parts(one, revealed=True)) for one in _OUTPUTS)
    return _only(*parts(example.OUTPUTS, revealed=False)), Side(
        choice=text("walk.outputs"), variants=variants
    )


def _depth_multiplier(text: Translator) -> tuple[Side, Side]:
    def side(*, revealed: bool) -> Side:
        variants = []
        for one in _MULTIPLIERS:
            said = [f"**{lanes.chain(text, one)}**", *(lanes.groups(one) if revealed else ())]
            parts = (lanes.depthwise(text, one), lanes.relu(text, one), *map(prose, said))
            variants.append((str(one), parts))
        return Side(choice=text("controls.depth_multiplier"), variants=tuple(variants))

    return side(revealed=False), side(revealed=True)


def _networks(text: Translator) -> tuple[Side, Side]:
    note = f'<p class="note">{escape(text("walk.counting_rule"))}</p>'
    before, after = (_only(bills.networks(text, revealed=revealed), note) for revealed in (False, True))
    return before, after


def _learning(text: Translator) -> tuple[Side, Side]:
    rest = courses.bars(text), examples(DEFAULT.data, text.language)
    before, after = (_only(courses.plot(text, revealed=revealed), *rest) for revealed in (False, True))
    return before, after


_SIDES: dict[int, Callable[[Translator], tuple[Side, Side]]] = {
    1: _window,
    2: _two_short_kernels,
    3: _pairs,
    4: _colour,
    5: _depthwise,
    6: _pointwise,
    7: _bill,
    8: _depth_multiplier,
    9: _networks,
    10: _learning,
}
