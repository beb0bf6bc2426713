"""How PyTorch and Keras write a convolution: names, order of arguments, and what is left alone and why."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a convolution stays as it is; the name in lower case is the code for translations."""

    ONE_BY_ONE = "1 x 1: pointwise already, and splitting it never pays"
    GROUPS = "groups already set: no longer a standard convolution"
    TRANSPOSED = "transposed convolution: only Conv2d and Conv2D are converted"
    ONE_D = "1-D convolution: only Conv2d and Conv2D are converted"
    THREE_D = "3-D convolution: only Conv2d and Conv2D are converted"
    SEPARABLE = "depthwise or depthwise separable already"
    LAZY = "lazy convolution: its input channels are not written down"
    NO_MODULE = "Conv2d without its module: write nn.Conv2d, so that nn.Sequential is at hand too"
    ARGUMENTS_MISSING = "arguments missing"
    STARRED = "arguments missing: *args or **kwargs hide them"
    FOREIGN = "not PyTorch's or Keras's, as far as the imports tell"
    ONE_LAYER = "handed or asked for what only a single layer has"
    IMPOSSIBLE = "an argument that cannot be"
    WRITTEN_TWICE = "an argument gives something else the second time (next, pop, :=, yield, await)"
    UNEQUAL_STRIDES = "unequal strides: SeparableConv2D takes one stride for both axes"
    NESTED = "inside the arguments of another convolution"
    UNREADABLE = "arguments too long or nested too deeply to be read"
    UNKNOWN_NUMBER = "a size is a name or a formula to which the text gives no number"
    NO_MAPS = "no maps before it have its number of input channels"
    WINDOW = "its window is larger than its input"
    NOT_CALLED = "forward does not call it"
    RESIZING = "it changes the size of the maps in a way that is not followed"
    OTHER_VALUES = "it takes another number of values than the layer before it gives"

    @property
    def code(self) -> str:
        """Return the stable identifier, such as ``"one_by_one"``."""
        return self.name.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The constructor of one framework's standard convolution, under the framework's own names."""

    arguments: tuple[str, ...]
    required: tuple[str, ...]
    channels: tuple[str, ...]
    """What has to be visible where ``**kwargs`` hide the rest."""
    companion: str
    """What the twin is made of, beside the convolution's name."""
    in_channels: str | None
    out_channels: str
    use_bias: str
    strides: str
    dilation_rate: str
    amounts_of_padding: bool
    """Whether padding may be given in pixels."""
    other_keywords: bool
    """Whether more keywords than ``arguments`` may be given."""


PYTORCH = Form(
    arguments=(
        *("in_channels", "out_channels", "kernel_size", "stride", "padding", "dilation", "groups"),
        *("bias", "padding_mode", "device", "dtype"),
    ),
    required=("in_channels", "out_channels", "kernel_size"),
    channels=("in_channels", "out_channels"),
    companion="Sequential",
    in_channels="in_channels",
    out_channels="out_channels",
    use_bias="bias",
    strides="stride",
    dilation_rate="dilation",
    amounts_of_padding=True,
    other_keywords=False,
)
KERAS = Form(
    arguments=(
        *("filters", "kernel_size", "strides", "padding", "data_format", "dilation_rate", "groups"),
        *("activation", "use_bias", "kernel_initializer", "bias_initializer", "kernel_regularizer"),
        *("bias_regularizer", "activity_regularizer", "kernel_constraint", "bias_constraint"),
    ),
    required=("filters", "kernel_size"),
    channels=("filters",),
    companion="SeparableConv2D",
    in_channels=None,
    out_channels="filters",
    use_bias="use_bias",
    strides="strides",
    dilation_rate="dilation_rate",
    amounts_of_padding=False,
    other_keywords=True,  # name, dtype, trainable, input_shape
)

STANDARD: dict[str, Form] = {"torch.nn.Conv2d": PYTORCH, "keras.layers.Conv2D": KERAS}
"""The standard convolutions that are converted, by their full names."""

_OTHER_PYTORCH = {
    **{f"ConvTranspose{axes}d": Reason.TRANSPOSED for axes in (1, 2, 3)},
    **{f"LazyConv{kind}d": Reason.LAZY for kind in (1, 2, 3, "Transpose1", "Transpose2", "Transpose3")},
    "Conv1d": Reason.ONE_D,
    "Conv3d": Reason.THREE_D,
}
_OTHER_KERAS = {
    **{f"Conv{axes}DTranspose": Reason.TRANSPOSED for axes in (1, 2, 3)},
    **{f"{kind}Conv{axes}D": Reason.SEPARABLE for kind in ("Depthwise", "Separable") for axes in (1, 2)},
    "Conv1D": Reason.ONE_D,
    "Conv3D": Reason.THREE_D,
}
LEFT_ALONE: dict[str, Reason] = {
    **{f"torch.nn.{name}": reason for name, reason in _OTHER_PYTORCH.items()},
    **{f"keras.layers.{name}": reason for name, reason in _OTHER_KERAS.items()},
}
"""The other convolutions by their full names, and why they stay."""
