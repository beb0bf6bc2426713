"""Take layers apart into convolutions, normalisations and activations."""

from sepviz.layers import Conv2D, DepthwiseConv2D, DepthwiseSeparableBlock, SeparableConv2D, StandardBlock
from sepviz.training.activation_part import ActivationPart
from sepviz.training.convolution_part import ConvolutionPart
from sepviz.training.normalisation_part import NormalisationPart
from sepviz.training.part import Part

PlainLayer = Conv2D | DepthwiseConv2D | SeparableConv2D
TrainedLayer = PlainLayer | StandardBlock | DepthwiseSeparableBlock


def parts_of(layer: TrainedLayer, prefix: str) -> tuple[Part, ...]:
    """Take a layer apart; the names of its weights in the network begin with ``prefix``."""
    match layer:
        case StandardBlock():
            return (
                ConvolutionPart(layer.standard, f"{prefix}kernel"),
                NormalisationPart(prefix, layer.epsilon),
                ActivationPart("relu"),
            )
        case DepthwiseSeparableBlock():
            return (
                ConvolutionPart(layer.depthwise, f"{prefix}depthwise_kernel"),
                NormalisationPart(f"{prefix}depthwise_", layer.epsilon),
                ActivationPart("relu"),
                ConvolutionPart(layer.pointwise, f"{prefix}pointwise_kernel"),
                NormalisationPart(f"{prefix}pointwise_", layer.epsilon),
                ActivationPart("relu"),
            )
    return (*_convolutions(layer, prefix), *_activation(layer, prefix))


def _convolutions(layer: PlainLayer, prefix: str) -> tuple[Part, ...]:
    """Return the one or two convolutions of a layer; the bias belongs to the last."""
    bias = f"{prefix}bias" if layer.use_bias else None
    if isinstance(layer, SeparableConv2D):
        return (
            ConvolutionPart(_depthwise_half(layer), f"{prefix}depthwise_kernel"),
            ConvolutionPart(
                Conv2D(filters=layer.filters, kernel_size=1), f"{prefix}pointwise_kernel", bias
            ),
        )
    return (ConvolutionPart(layer, f"{prefix}{layer.KERNELS[0]}", bias),)


def _depthwise_half(layer: SeparableConv2D) -> DepthwiseConv2D:
    """Return the first half of a separable layer on its own."""
    return DepthwiseConv2D(
        kernel_size=layer.kernel_size,
        strides=layer.strides,
        padding=layer.padding,
        dilation_rate=layer.dilation_rate,
        depth_multiplier=layer.depth_multiplier,
    )


def _activation(layer: PlainLayer, prefix: str) -> tuple[Part, ...]:
    """Return the activation, if the layer has one."""
    if layer.activation is None:
        return ()
    return (ActivationPart(layer.activation, f"{prefix}alpha" if layer.activation == "prelu" else None),)
