"""Chapter 10: the recorded run of two small networks; the second curve comes with the answer."""

from sepviz.text import Translator
from sepviz.training.experiments import DEFAULT
from sepviz.ui.chapters import courses
from sepviz.ui.pages.walkthrough.price import two_sides
from sepviz.ui.session import state
from sepviz.ui.shell import registry
from sepviz.ui.views.example_pictures import examples


def curves(text: Translator, revealed: bool) -> None:  # noqa: FBT001 (every chapter's picture has it)
    """Show how the share of right answers grows, over what each network costs."""
    chart, costs = two_sides()
    chart.html(courses.plot(text, revealed=revealed))
    costs.html(courses.bars(text))
    costs.html(examples(DEFAULT.data, text.language))
    if revealed and not state.settings().present:
        registry.link(text, "training", label=text("walk.learn_more"))
