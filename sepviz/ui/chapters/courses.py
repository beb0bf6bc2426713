"""Pictures of chapter 10: the recorded run of two small networks, and what each of them costs."""

from sepviz.figures.bars import Bar, bars_html
from sepviz.figures.training_curves import COLOURS, Curve, training_curves
from sepviz.text import Translator
from sepviz.training.experiments import DEFAULT
from sepviz.training.recipe import INPUT_SHAPE
from sepviz.training.record import recorded_run


def plot(text: Translator, *, revealed: bool) -> str:
    """Return the accuracy on new pictures over the epochs, of the second network only with the answer."""
    shown = len(DEFAULT.plans) if revealed else 1
    drawn, told = [], []
    for network, colour in enumerate(COLOURS[:shown]):
        points = [reached.point for reached in recorded_run() if reached.network == network]
        accuracies = [point.test_accuracy for point in points]
        drawn.append(Curve(x=[point.epoch for point in points], y=accuracies, colour=colour))
        told.append(text("app.pair", name=_name(text, network), value=f"{100 * accuracies[-1]:.1f}%"))
    ticks = [f"{DEFAULT.epochs * quarter // 4}" for quarter in range(5)]
    title = text("walk.learned_plot")
    return training_curves(
        drawn,
        title=title,
        top=1.0,
        end=DEFAULT.epochs,
        y_labels=("100%", "0%"),
        x_labels=[*ticks[:-1], text("walk.learned_epochs", count=DEFAULT.epochs)],
        description=text("app.pair", name=title, value=text.joined(*told)),
        playing=True,
    )


def bars(text: Translator) -> str:
    """Return what each network costs."""
    return bars_html([_bar(text, network) for network in (0, 1)], description=text("walk.learned_bars"))


def _bar(text: Translator, network: int) -> Bar:
    """Return the parameters of a network, drawn in the colour of its curve."""
    cost = DEFAULT.plans[network].classifier.count(INPUT_SHAPE)
    note = text("walk.learned_cost", parameters=cost.parameters, multiplications=cost.multiplications)
    return Bar(name=_name(text, network), value=cost.parameters, note=note, chosen=network > 0)


def _name(text: Translator, network: int) -> str:
    """Return the kind of a network's layers."""
    return text(f"ops.{DEFAULT.plans[network].kind}")
