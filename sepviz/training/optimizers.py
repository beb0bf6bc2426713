"""How a gradient changes the weights: gradient descent with momentum, and Adam, as PyTorch defines them."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np

from sepviz.arrays import Array
from sepviz.errors import SepvizError, ShapeError
from sepviz.layers.inputs import weight_of
from sepviz.layers.settings import finite


@dataclass(frozen=True, slots=True)
class SGD:
    """Stochastic gradient descent: v = momentum v + g, then w = w - learning_rate v.

    Parameters
    ----------
    learning_rate : float, optional
        At least 0.
    momentum : float, optional
        How much of the last step goes on, from 0 to below 1; 0 is plain gradient descent.

    Raises
    ------
    SepvizError
        If a number is out of range.
    TypeError
        If one is no number.

    References
    ----------
    https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html

    Examples
    --------
    >>> weights, gradients = {"w": np.array([1.0])}, {"w": np.array([2.0])}
    >>> weights, state = SGD(learning_rate=0.25, momentum=0.5).step(weights, gradients)
    >>> weights, state = SGD(learning_rate=0.25, momentum=0.5).step(weights, gradients, state)
    >>> weights["w"], state["w"]
    (array([-0.25]), array([3.]))
    """

    learning_rate: float = 0.05
    momentum: float = 0.9

    def __post_init__(self) -> None:
        _check(self)

    def step(
        self,
        weights: Mapping[str, Array],
        gradients: Mapping[str, Array],
        state: Mapping[str, Array] | None = None,
    ) -> tuple[dict[str, Array], dict[str, Array]]:
        """Take one step.

        Parameters
        ----------
        weights, gradients : mapping of str to ndarray
            By the same names; a weight without a gradient stays as it is.
        state : mapping, optional
            What the step before returned; None at the start.

        Returns
        -------
        weights : dict of str to ndarray
            New; each array of the type that it had.
        state : dict of str to ndarray
            The velocity of each weight.

        Raises
        ------
        SepvizError
            If a gradient belongs to no weight, or has another shape.

        Examples
        --------
        >>> weights, state = SGD(0.5).step({"w": np.array([1.0]), "mean": 3}, {"w": np.array([2.0])})
        >>> weights
        {'w': array([0.]), 'mean': 3}
        """
        velocities, moved = dict(state or {}), {}
        with np.errstate(all="ignore"):
            for name, (weight, gradient) in _pairs(weights, gradients).items():
                before = velocities.get(name)
                velocities[name] = gradient if before is None else self.momentum * before + gradient
                moved[name] = weight - self.learning_rate * velocities[name]
        return {**weights, **moved}, velocities


class Moments(NamedTuple):
    """What Adam remembers of one weight: its number of steps, and two running means.

    Parameters
    ----------
    steps : int
        Steps that the weight has taken.
    mean, square : ndarray
        Running means of the gradient and of its square, which start at 0.
    """

    steps: int
    mean: Array
    square: Array


@dataclass(frozen=True, slots=True)
class Adam:
    """Adam: w = w - learning_rate m^ / (sqrt(v^) + epsilon).

    m = beta_1 m + (1 - beta_1) g and v = beta_2 v + (1 - beta_2) g² are running means that start at 0;
    m^ = m / (1 - beta_1^t) and v^ = v / (1 - beta_2^t) correct for that, at step t.

    Parameters
    ----------
    learning_rate : float, optional
        At least 0; about how far a weight moves in one step.
    beta_1, beta_2 : float, optional
        How slowly the two running means forget, from 0 to below 1.
    epsilon : float, optional
        Keeps the division from one by 0; Keras's default.

    Raises
    ------
    SepvizError
        If a number is out of range.
    TypeError
        If one is no number.

    References
    ----------
    D. Kingma and J. Ba 2015, arXiv:1412.6980, algorithm 1

    Examples
    --------
    >>> weights, state = Adam(learning_rate=0.5).step({"w": np.array([1.0])}, {"w": np.array([200.0])})
    >>> weights["w"].round(3), state["w"].steps
    (array([0.5]), 1)
    """

    learning_rate: float = 1e-3
    beta_1: float = 0.9
    beta_2: float = 0.999
    epsilon: float = 1e-7

    def __post_init__(self) -> None:
        _check(self)

    def step(
        self,
        weights: Mapping[str, Array],
        gradients: Mapping[str, Array],
        state: Mapping[str, Moments] | None = None,
    ) -> tuple[dict[str, Array], dict[str, Moments]]:
        """Take one step.

        Parameters
        ----------
        weights, gradients : mapping of str to ndarray
            By the same names; a weight without a gradient stays as it is.
        state : mapping, optional
            What the step before returned; None at the start.

        Returns
        -------
        weights : dict of str to ndarray
            New; each array of the type that it had.
        state : dict of str to Moments
            What is remembered of each weight.

        Raises
        ------
        SepvizError
            If a gradient belongs to no weight, or has another shape.

        Examples
        --------
        >>> weights, state = Adam(0.5).step({"w": np.array([1.0]), "mean": 3}, {"w": np.array([2.0])})
        >>> weights["mean"]
        3
        """
        moments, moved = dict(state or {}), {}
        with np.errstate(all="ignore"):
            for name, (weight, gradient) in _pairs(weights, gradients).items():
                moments[name] = self._remembered(moments.get(name), gradient)
                moved[name] = weight - self._way(moments[name])
        return {**weights, **moved}, moments

    def _remembered(self, before: Moments | None, gradient: Array) -> Moments:
        """Return the moments of one weight with one gradient more."""
        mean, square = (1 - self.beta_1) * gradient, (1 - self.beta_2) * gradient * gradient
        if before is None:
            return Moments(1, mean, square)
        mean += self.beta_1 * before.mean
        square += self.beta_2 * before.square
        return Moments(before.steps + 1, mean, square)

    def _way(self, moments: Moments) -> Array:
        """Return how far a weight moves, from its moments corrected for their start at 0."""
        root = np.sqrt(moments.square / (1 - self.beta_2**moments.steps))
        rate = self.learning_rate / (1 - self.beta_1**moments.steps)
        return rate * moments.mean / (root + self.epsilon)


Optimizer = SGD | Adam


def _check(optimizer: Optimizer) -> None:
    """Raise where a number is out of range; store all as floats."""
    for field in fields(optimizer):
        value = finite(getattr(optimizer, field.name), field.name, minimum=0.0)
        if field.name not in ("learning_rate", "epsilon") and value >= 1:
            raise SepvizError(
                f"{field.name} must be at least 0 and below 1, not {value}",
                code="out_of_range",
                name=field.name,
                value=value,
                minimum=0.0,
            )
        object.__setattr__(optimizer, field.name, value)


def _pairs(weights: Mapping[str, Array], gradients: Mapping[str, Array]) -> dict[str, tuple[Array, Array]]:
    """Return each weight that has a gradient, with it in the weight's type, or raise."""
    pairs = {}
    for name, values in gradients.items():
        weight = weight_of(weights, name)
        gradient = np.array(values, weight.dtype)
        if gradient.shape != weight.shape:
            raise ShapeError(
                f"the gradient of {name} must have its shape {weight.shape}, not {gradient.shape}",
                code="weight_shape",
                name=name,
                expected=str(weight.shape),
                shape=str(gradient.shape),
            )
        pairs[name] = weight, gradient
    return pairs
