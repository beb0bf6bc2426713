"""Programs that convert a whole model in memory, whatever code built it."""

from pathlib import Path

_RECIPES = Path(__file__).parent / "recipes"


def pytorch_model_converter() -> str:
    """Return a PyTorch program that makes a model depthwise separable.

    Returns
    -------
    str
        Source that imports torch alone and defines
        ``make_separable(model, *, minimum_kernel=2, initialise=False)``. It replaces, inside ``model``,
        each standard ``nn.Conv2d`` larger than 1 x 1 by ``nn.Sequential(depthwise, pointwise)``, and
        returns the model. Layers whose larger kernel side is below ``minimum_kernel`` are left alone.
        As a script it converts a small model and prints it.

    Notes
    -----
    The new weights are untrained. With ``initialise=True`` they start from the nearest depthwise-separable
    weights, as ``approximate_depthwise_separable(kernel, 1)`` gives them, and the program prints for each
    layer the residual: the share of the squared weights that is lost.

    A second conversion changes nothing: the depthwise half has groups, and that of a single input channel
    goes from one channel to one, where there is nothing to separate.

    References
    ----------
    https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv2d.html

    Examples
    --------
    >>> "def make_separable(" in pytorch_model_converter()
    True
    """
    return _recipe("pytorch_model.py")


def keras_model_converter() -> str:
    """Return a Keras program that makes a model depthwise separable.

    Returns
    -------
    str
        Source that imports keras alone and defines
        ``make_separable(model, *, minimum_kernel=2, initialise=False)``. It returns a copy of a functional
        or Sequential model, with the models inside it, in which each standard ``Conv2D`` larger than 1 x 1
        is a ``SeparableConv2D`` of the same name and settings. Layers whose larger kernel side is below
        ``minimum_kernel`` are left alone. As a script it converts a small model and prints its summary.

    Notes
    -----
    The new weights are untrained. With ``initialise=True`` they start from the nearest depthwise-separable
    weights, as ``approximate_depthwise_separable(kernel, 1)`` gives them, and the program prints for each
    layer the residual: the share of the squared weights that is lost.

    References
    ----------
    https://keras.io/api/layers/convolution_layers/separable_convolution2d/

    Examples
    --------
    >>> "def make_separable(" in keras_model_converter()
    True
    """
    return _recipe("keras_model.py")


def _recipe(name: str) -> str:
    """Read a program that lies beside this module."""
    return (_RECIPES / name).read_text("utf-8")
