"""What the three convolutions of Keras share: the bias and the activation behind the sum."""

from abc import abstractmethod
from dataclasses import dataclass, replace
from typing import Self

from sepviz.arrays import Array
from sepviz.layers.activations import activate, activation_gradients
from sepviz.layers.axes import per_channel
from sepviz.layers.base import Stage
from sepviz.layers.convolution import Convolution
from sepviz.layers.inputs import Shape
from sepviz.layers.settings import Setting


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class KerasConvolution(Convolution):
    """A convolution with the arguments that all of Keras's convolutions have.

    Parameters
    ----------
    activation : str, optional
        One of ``sepviz.layers.ACTIVATIONS``; ``prelu`` adds ``alpha``, one a channel, to the weights.
    use_bias : bool, optional
        Whether one learned number an output channel is added.
    bias_initializer : str or (str, dict), optional
        How the bias starts.
    bias_regularizer, activity_regularizer : str or (str, dict), optional
        What the bias and the output add to a loss.
    bias_constraint : str or (str, dict), optional
        What the bias is pressed into after each training step.
    """

    activation: str | None = None
    use_bias: bool = True
    bias_initializer: Setting = "zeros"
    bias_regularizer: Setting | None = None
    activity_regularizer: Setting | None = None
    bias_constraint: Setting | None = None

    def convolution_only(self) -> Self:
        """Return the layer without bias and activation."""
        return replace(self, use_bias=False, activation=None)

    @abstractmethod
    def _kernel_shapes(self, channels: int) -> dict[str, Shape]:
        """Return the shapes of the kernels."""

    @abstractmethod
    def _convolve(self, x: Array, weights: dict[str, Array]) -> Array:
        """Convolve and add the bias, the fast way."""

    @abstractmethod
    def _convolution_gradients(
        self, x: Array, weights: dict[str, Array], upstream: Array
    ) -> dict[str, Array]:
        """Return the derivatives by ``x``, the kernels and a bias."""

    @abstractmethod
    def _convolutions(self, x: Array, weights: dict[str, Array]) -> list[Stage]:
        """Convolve without bias, and keep each step."""

    def _weight_shapes(self, channels: int) -> dict[str, Shape]:
        """Return the shapes of the kernels; bias and alpha are there once an output channel."""
        one_a_channel = (self._output_channels(channels),)
        return {**dict.fromkeys(self._weight_names(), one_a_channel), **self._kernel_shapes(channels)}

    def _run(self, x: Array, weights: dict[str, Array]) -> Array:
        """Convolve with the bias, then activate."""
        return self._activated(self._convolve(x, weights), weights)

    def _run_stages(self, x: Array, weights: dict[str, Array]) -> list[Stage]:
        """Convolve, add the bias, activate, one after the other."""
        stages = self._convolutions(x, weights)
        y = stages[-1].output
        if self.use_bias:
            y = y + per_channel(weights["bias"].astype(y.dtype), self.data_format)
            stages.append(Stage("bias", y))
        if self.activation:
            stages.append(Stage("activation", self._activated(y, weights)))
        return stages

    def _gradients(self, x: Array, weights: dict[str, Array], upstream: Array) -> dict[str, Array]:
        """Go back through the activation, then through the convolution."""
        if self.activation is None:
            return self._convolution_gradients(x, weights, upstream)
        by_y, by_alpha = activation_gradients(
            self._convolve(x, weights),
            upstream,
            self.activation,
            data_format=self.data_format,
            alpha=weights.get("alpha"),
        )
        found = self._convolution_gradients(x, weights, by_y)
        return found if by_alpha is None else {**found, "alpha": by_alpha}

    def _activated(self, y: Array, weights: dict[str, Array]) -> Array:
        """Apply the activation, if there is one."""
        if self.activation is None:
            return y
        return activate(y, self.activation, data_format=self.data_format, alpha=weights.get("alpha"))

    def _weight_names(self) -> tuple[str, ...]:
        """Return the kernels, then what is there once a channel."""
        bias = ("bias",) if self.use_bias else ()
        alpha = ("alpha",) if self.activation == "prelu" else ()
        return (*self.KERNELS, *bias, *alpha)
