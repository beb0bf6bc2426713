"""What a link may say: each parameter's legal values, read from text that anybody may have typed.

Reading never raises: text that is not a legal value gives the parameter's default.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any, Literal, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from sepviz.costs.curves import LARGEST
from sepviz.costs.design import QUANTITIES, VARIABLES
from sepviz.errors import SepvizError
from sepviz.kernels import KERNELS
from sepviz.layers import CONSTRAINTS, INITIALIZERS
from sepviz.lessons.classroom import read_code
from sepviz.lessons.glossary import TERMS
from sepviz.samples import SAMPLES
from sepviz.text import LANGUAGES
from sepviz.text.lessons import CHAPTERS
from sepviz.training.dataset import DATASETS
from sepviz.training.experiments import EXPERIMENTS, PROJECTION
from sepviz.training.recipe import KINDS, OPTIMIZERS

MAX_TEXT = 2000
"""Characters of one parameter that are looked at; a longer one falls back to its default."""


class Parameter(Protocol):
    """One setting of the link."""

    @property
    def default(self) -> Any:
        """What stands where a link says nothing, or nothing legal."""

    def read(self, text: str) -> Any:
        """Return the value that the text stands for, or the default."""

    def write(self, value: Any) -> str:
        """Return the text that stands for the value."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few ids that mean the same in both languages."""

    options: Sequence[str]
    default: str

    def read(self, text: str) -> str:
        """Return the id, or the default."""
        return text if text in self.options else self.default

    def write(self, value: str) -> str:
        """Return the id."""
        return value


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number within bounds."""

    minimum: int
    maximum: int
    default: int

    def read(self, text: str) -> int:
        """Return the number, or the default where it is none or out of bounds."""
        number = int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else self.default
        return number if self.minimum <= number <= self.maximum else self.default

    def write(self, value: int) -> str:
        """Return the digits."""
        return str(value)


@dataclass(frozen=True, slots=True)
class Nearest(Whole):
    """A whole number within bounds; one that lies beyond them stands for the nearest that does not."""

    def read(self, text: str) -> int:
        """Return the nearest number, or the default where the text is none."""
        if not re.fullmatch(r"[+-]?[0-9]{1,20}(\.[0-9]{0,20})?", text):
            return self.default
        return round(min(max(float(text), self.minimum), self.maximum))


@dataclass(frozen=True, slots=True)
class Switch:
    """On or off."""

    default: bool = False

    def read(self, text: str) -> bool:
        """Return the state; 1 and 0 are understood as well."""
        return {"true": True, "1": True, "false": False, "0": False}.get(text.lower(), self.default)

    def write(self, value: bool) -> str:  # noqa: FBT001 (the value itself)
        """Return ``true`` or ``false``."""
        return "true" if value else "false"


@dataclass(frozen=True, slots=True)
class Pixel:
    """A pixel as ``y,x``, or nothing."""

    default: tuple[int, int] | None = None

    def read(self, text: str) -> tuple[int, int] | None:
        """Return (y, x), or None."""
        match = re.fullmatch(r"([0-9]{1,4}),([0-9]{1,4})", text)
        return (int(match[1]), int(match[2])) if match else self.default

    def write(self, value: tuple[int, int] | None) -> str:
        """Return ``y,x``, or nothing."""
        return "" if value is None else f"{value[0]},{value[1]}"


@dataclass(frozen=True, slots=True)
class Taps:
    """A kernel typed by hand: numbers parted by commas or spaces, rows by semicolons or line breaks."""

    default: str = "0,-1,0;-1,5,-1;0,-1,0"
    largest: int = 15

    def read(self, text: str) -> str:
        """Return the kernel in its canonical spelling, or the default."""
        kernel = self.kernel(text)
        return self.default if kernel is None else self.canonical(kernel)

    def write(self, value: str) -> str:
        """Return the text, or nothing where it is too long for a link."""
        return value if len(value) <= MAX_TEXT else ""

    def kernel(self, text: str) -> NDArray[np.float64] | None:
        """Return the kernel that the text stands for, or None where it stands for none."""
        if len(text) > _LONGEST_KERNEL:
            return None
        rows = [
            re.split(r"[,\s]+", row.strip(" \t,[]()")) for row in re.split(r"[;\n]", text.strip(" ;\n"))
        ]
        if len({len(row) for row in rows}) != 1 or not 1 <= len(rows) <= self.largest:
            return None
        if len(rows[0]) > self.largest or not all(_NUMBER.fullmatch(tap) for row in rows for tap in row):
            return None
        kernel = np.array([[float(tap) for tap in row] for row in rows])
        return kernel if np.isfinite(kernel).all() and np.abs(kernel).max() <= _LARGEST_TAP else None

    def canonical(self, kernel: NDArray[np.float64]) -> str:
        """Return the shortest text that gives the same numbers, to the last bit: the rank hangs on it."""
        return ";".join(",".join(shortest(tap) for tap in row) for row in kernel)


@dataclass(frozen=True, slots=True)
class Names:
    """Several of a few ids, parted by commas; what is none of them is left out."""

    options: Sequence[str]
    default: str = ""

    def read(self, text: str) -> str:
        """Return the known ids, each once, in their own order."""
        given = text.split(",")
        return ",".join(name for name in self.options if name in given)

    def write(self, value: str) -> str:
        """Return the ids."""
        return value


@dataclass(frozen=True, slots=True)
class Layers:
    """A network of one's own, a layer a line or as code; text that is none stands for the default."""

    default: str = "conv 3x3 32 s2\nconv 3x3 64\nconv 3x3 128 s2\nconv 3x3 128\npw 256\ngap\nfc 10"

    def read(self, text: str) -> str:
        """Return the text, or the default where a line of it is not understood."""
        from sepviz.architectures.line import is_code, read  # when first used: it builds on all layers

        lines = text.splitlines()
        if "".join(lines).replace("\t", " ").isprintable() and "\n".join(lines) == text:
            with suppress(SepvizError):
                if is_code(text):
                    from sepviz.codegen import read_network  # its parser takes 6 MB

                    read_network(text, input_shape=(224, 224, PICTURE_CHANNELS))
                    return text
                layers = [read(line, number) for number, line in enumerate(lines, 1)]
                return text if any(layers) else self.default
        return self.default

    def write(self, value: str) -> str:
        """Return the text, or nothing where it is too long for a link or is no network."""
        text = value.rstrip()
        return text if len(text) <= MAX_TEXT and self.read(text) == text else ""


@dataclass(frozen=True, slots=True)
class Code:
    """The code of a class, or nothing."""

    default: str = ""

    def read(self, text: str) -> str:
        """Return the code as it is kept, whatever its case and blanks."""
        return read_code(text)

    def write(self, value: str) -> str:
        """Return the code."""
        return value


@dataclass(frozen=True, slots=True)
class Secret:
    """What the link of a class's teacher holds, or nothing."""

    default: str = ""

    def read(self, text: str) -> str:
        """Return the secret, or nothing where it cannot be one."""
        return text if re.fullmatch(r"[0-9a-f]{32}", text) else self.default

    def write(self, value: str) -> str:
        """Return the secret."""
        return value


_NUMBER = re.compile(r"[+-]?([0-9]{1,12}\.?[0-9]{0,25}|\.[0-9]{1,25})([eE][+-]?[0-9]{1,3})?")
_LARGEST_TAP = 1e6
_LONGEST_KERNEL = 10_000  # 15 x 15 numbers of all their digits are half of it


def shortest(number: float) -> str:
    """Return the fewest digits that give the same number.

    Examples
    --------
    >>> shortest(2.0), shortest(-0.0), shortest(1 / 3)
    ('2', '0', '0.3333333333333333')
    """
    return repr(float(number) + 0.0).removesuffix(".0")


Operation = Literal["standard", "spatial", "separable", "grouped"]
OPERATIONS: tuple[Operation, ...] = ("standard", "spatial", "separable", "grouped")
WEIGHTS = ("catalogue", "bank", "random", "twin", "custom")
POINTWISE = ("random", "average", "identity")
ACTIVATIONS = ("none", "relu", "relu6", "leaky_relu", "sigmoid", "tanh", "softmax", "swish")
PICTURE_CHANNELS = 3
GROUPS = tuple(str(groups) for groups in range(1, PICTURE_CHANNELS + 1) if PICTURE_CHANNELS % groups == 0)
"""Into so many groups the channels of a picture can be split."""
LAB_VIEWS = ("approximation", "cost", "flip", "same")
LAB_BANKS = ("random", "edges", "opponent")
TOLERANCES = ("exact", "written", "0.001", "0.01", "0.05")
LIBRARIES = ("NumPy", "Keras", "PyTorch")
FRAMEWORKS = ("PyTorch", "Keras")
KERAS_ARGUMENTS = (
    *("filters", "kernel_size", "strides", "padding", "data_format", "dilation_rate", "groups"),
    *("depth_multiplier", "activation", "use_bias"),
    *(f"{weight}_initializer" for weight in ("kernel", "depthwise", "pointwise", "bias")),
    *(f"{weight}_regularizer" for weight in ("kernel", "depthwise", "pointwise", "bias", "activity")),
    *(f"{weight}_constraint" for weight in ("kernel", "depthwise", "pointwise", "bias")),
)
"""Every argument of Keras's Conv2D, DepthwiseConv2D and SeparableConv2D, in their own order."""
COLOURS = ("red", "green", "blue")
PAIR_KERNELS = ("sobel_x", "gaussian3", "box3", "emboss", "sharpen")
"""What chapter 3 takes apart before its question, which asks about another one."""

NETWORK_IDS = (
    *("vgg16", "resnet50", "inception_v3", "xception"),
    *("mobilenet_v1", "mobilenet_v1_full", "mobilenet_v1_shallow", "mobilenet_v2"),
    *("mobilenet_v3_large", "efficientnet_b0", "convnext_tiny", "own"),
)
"""The published networks in the order of their years, MobileNetV1 with two variants, and one's own."""
RIVAL_IDS = ("none", "twin", *NETWORK_IDS)
"""What may stand beside a network: nothing, its own separable twin, or any other."""
ALPHAS = ("0.25", "0.35", "0.5", "0.75", "1.0", "1.3", "1.4")
SECTIONS = ("maps", "pixel", "bill", "code")
"""The tabs of the playground below the picture of its layer."""
STEPS = ("input", "column", "depthwise", "standard", "pointwise", "output")
"""Whose maps the playground shows as a sheet: the output, or what comes before it."""
NETWORK_PARTS = ("layers", "totals", "nine", "counters")
LARGEST_RESOLUTION = 2048
RATES = (
    *("0.0005", "0.001", "0.002", "0.005", "0.01", "0.02", "0.05"),
    *("0.1", "0.2", "0.5", "1", "3", "10"),
)
"""Learning rates that can be trained with; the last ones are there to fail."""
HIDEABLE = (
    *("preset", "sample", "side", "op", "kernel", "weights", "taps", "kh", "kw", "filters"),
    *("depth_multiplier", "groups", "pointwise", "stride", "dilation", "padding", "activation", "use_bias"),
    *("flip", "scale", "section", "view", "tolerance", "rank", "bank"),
    *("c_in", "c_out", "size", "kernel_height", "kernel_width", "group_count"),
    *("cost_part", "variable", "quantity", "axes", "sweep_from", "sweep_to"),
    *("kind", "layers", "width", "multiplier", "bn", "data", "pictures", "batch", "epochs"),
    *("optimizer", "rate", "seed", "decay", "axis", "training_part", "experiment"),
)
"""Controls that a teacher's link may hide, on every page that has them."""
TRAINING_AXES = ("epochs", "multiplications", "seconds")
TRAINING_PARTS = ("experiments", "step", "kernels", "maps", "mistakes", "numbers", "history")
TRIALS = (*EXPERIMENTS, PROJECTION)
"""Experiments of the Training page."""
COST_PARTS = ("curves", "pays", "groups", "roofline", "clocks", "sweep")
TEACH_PARTS = ("plans", "notes", "links", "site", "glossary")
MOST_CHANNELS = 1024
"""Of a layer that is only counted."""


def parameter(described: Parameter) -> Any:
    """Return a field of the settings that knows its legal values and starts from their default."""
    return field(default=described.default, metadata={"parameter": described})


def _attribute(name: str) -> str:
    """Return the attribute that holds a setting; ``class`` is a word of Python's own."""
    return "class_" if name == "class" else name


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What one visitor has set, by the keys of the widgets, which are the names in the link."""

    lang: str = parameter(Choice(tuple(LANGUAGES), "en"))
    sample: str = parameter(Choice(SAMPLES, "photo"))
    own: bool = parameter(Switch())
    side: int = parameter(Whole(12, 512, 256))
    op: Operation = parameter(Choice(OPERATIONS, "separable"))
    kernel: str = parameter(Choice((*KERNELS, "custom"), "sobel_x"))
    weights: str = parameter(Choice(WEIGHTS, "catalogue"))
    taps: str = parameter(Taps())
    kh: int = parameter(Whole(1, 15, 3))
    kw: int = parameter(Whole(1, 15, 3))
    filters: int = parameter(Whole(1, 256, 8))
    depth_multiplier: int = parameter(Whole(1, 8, 1))
    groups: str = parameter(Choice(GROUPS, GROUPS[-1]))
    pointwise: str = parameter(Choice(POINTWISE, "random"))
    stride: int = parameter(Whole(1, 8, 1))
    dilation: int = parameter(Whole(1, 8, 1))
    padding: str = parameter(Choice(("valid", "same"), "same"))
    activation: str = parameter(Choice(ACTIVATIONS, "none"))
    use_bias: bool = parameter(Switch())
    seed: int = parameter(Whole(0, 999_999, 0))
    channel: int = parameter(Whole(0, 255, 0))
    scale: str = parameter(Choice(("shared", "each"), "shared"))
    flip: bool = parameter(Switch())
    pin: tuple[int, int] | None = parameter(Pixel())
    chapter: int = parameter(Nearest(CHAPTERS[0], CHAPTERS[-1], CHAPTERS[0]))
    present: bool = parameter(Switch())
    teacher: bool = parameter(Switch())
    class_: str = parameter(Code())
    teach: str = field(default="", repr=False, metadata={"parameter": Secret()})
    outputs: int = parameter(Whole(1, 256, 256))
    pair_kernel: str = parameter(Choice(PAIR_KERNELS, "sobel_x"))
    multiplier: int = parameter(Whole(2, 4, 2))
    colour: str = parameter(Choice(COLOURS, "red"))
    rank: int = parameter(Whole(1, 15, 1))
    view: str = parameter(Choice(LAB_VIEWS, "approximation"))
    bank: str = parameter(Choice(LAB_BANKS, "random"))
    tolerance: str = parameter(Choice(TOLERANCES, "written"))
    library: str = parameter(Choice(LIBRARIES, "NumPy"))
    framework: str = parameter(Choice(FRAMEWORKS, "PyTorch"))
    argument: str = parameter(Choice(KERAS_ARGUMENTS, "depthwise_initializer"))
    initializer: str = parameter(Choice(tuple(INITIALIZERS), "glorot_uniform"))
    constraint: str = parameter(Choice(tuple(CONSTRAINTS), "max_norm"))
    network: str = parameter(Choice(NETWORK_IDS, "mobilenet_v1"))
    alpha: str = parameter(Choice(ALPHAS, "1.0"))
    resolution: int = parameter(Whole(1, LARGEST_RESOLUTION, 224))
    rival: str = parameter(Choice(RIVAL_IDS, "mobilenet_v1_full"))
    rival_alpha: str = parameter(Choice(ALPHAS, "1.0"))
    rival_resolution: int = parameter(Whole(1, LARGEST_RESOLUTION, 224))
    layers: str = parameter(Layers())
    part: str = parameter(Choice(NETWORK_PARTS, "layers"))
    section: str = parameter(Choice(SECTIONS, "maps"))
    step: str = parameter(Choice(STEPS, "output"))
    a_kind: str = parameter(Choice(KINDS, "standard"))
    a_layers: int = parameter(Whole(1, 4, 3))
    a_width: int = parameter(Whole(1, 48, 16))
    a_kernel: int = parameter(Whole(1, 9, 3))
    a_multiplier: int = parameter(Whole(1, 4, 1))
    a_bn: bool = parameter(Switch(default=True))
    b_kind: str = parameter(Choice(KINDS, "separable"))
    b_layers: int = parameter(Whole(1, 4, 3))
    b_width: int = parameter(Whole(1, 48, 16))
    b_kernel: int = parameter(Whole(1, 9, 3))
    b_multiplier: int = parameter(Whole(1, 4, 1))
    b_bn: bool = parameter(Switch(default=True))
    data: str = parameter(Choice(DATASETS, "drawings"))
    pictures: int = parameter(Whole(20, 2000, 1000))
    optimizer: str = parameter(Choice(OPTIMIZERS, "adam"))
    rate: str = parameter(Choice(RATES, "0.02"))
    decay: bool = parameter(Switch(default=True))
    batch: int = parameter(Whole(5, 100, 20))
    epochs: int = parameter(Whole(1, 60, 20))
    axis: str = parameter(Choice(TRAINING_AXES, "epochs"))
    training_part: str = parameter(Choice(TRAINING_PARTS, "experiments"))
    step_layer: int = parameter(Whole(1, 4, 1))
    hide: str = parameter(Names(HIDEABLE))
    experiment: str = parameter(Choice(TRIALS, "equal_width"))
    c_in: int = parameter(Whole(1, MOST_CHANNELS, 512))
    c_out: int = parameter(Whole(1, MOST_CHANNELS, 512))
    kernel_height: int = parameter(Whole(1, LARGEST["kernel"], 3))
    kernel_width: int = parameter(Whole(1, LARGEST["kernel"], 3))
    size: int = parameter(Whole(1, LARGEST["size"], 14))
    group_count: int = parameter(Whole(1, MOST_CHANNELS, 8))
    cost_part: str = parameter(Choice(COST_PARTS, "curves"))
    variable: str = parameter(Choice(VARIABLES, "c_out"))
    quantity: str = parameter(Choice(QUANTITIES, "multiplications"))
    axes: str = parameter(Choice(("log", "linear"), "log"))
    sweep_from: int = parameter(Whole(1, MOST_CHANNELS, 8))
    sweep_to: int = parameter(Whole(1, MOST_CHANNELS, 128))
    teach_part: str = parameter(Choice(TEACH_PARTS, "plans"))
    term: str = parameter(Choice(("none", *TERMS), "none"))
    students: int = parameter(Whole(1, 1000, 30))

    def changed(self, **changes: Any) -> Self:
        """Return the settings with some of them changed."""
        return replace(self, **{_attribute(name): value for name, value in changes.items()})

    def value(self, name: str) -> Any:
        """Return one setting by its name."""
        return getattr(self, _attribute(name))

    def as_dict(self) -> dict[str, Any]:
        """Return every setting by its name."""
        return {name: self.value(name) for name in PARAMETERS}


PARAMETERS: Mapping[str, Parameter] = MappingProxyType(
    {described.name.removesuffix("_"): described.metadata["parameter"] for described in fields(Settings)}
)
"""Every parameter that a link may carry, by the widget's key; each page names those that are its own."""

_ONE_PLAN = ("kind", "layers", "width", "kernel", "multiplier", "bn")
TRAINING = (
    *(f"{side}_{name}" for side in "ab" for name in _ONE_PLAN),
    *("data", "pictures", "optimizer", "rate", "decay", "batch", "epochs", "seed"),
)
"""What decides a training: the same values give the same curves."""
_ELSEWHERE = (
    *(name for name in TRAINING if name != "seed"),
    *("axis", "training_part", "experiment", "step_layer", "hide"),
    *("rank", "view", "bank", "tolerance", "chapter", "present", "teacher", "outputs", "colour"),
    *("class", "teach"),
    *("pair_kernel", "multiplier"),
    *("library", "framework", "argument", "initializer", "constraint"),
    *("network", "alpha", "resolution", "rival", "rival_alpha", "rival_resolution", "layers", "part"),
    *("c_in", "c_out", "kernel_height", "kernel_width", "size", "group_count"),
    *("cost_part", "variable", "quantity", "axes", "sweep_from", "sweep_to"),
    *("teach_part", "term", "students"),
)
PLAYGROUND = tuple(name for name in PARAMETERS if name not in _ELSEWHERE)
"""What a link of the playground carries."""


def read(name: str, text: str) -> Any:
    """Return the value that a link's text gives a parameter, or its default."""
    parameter = PARAMETERS[name]
    return parameter.default if len(text) > MAX_TEXT else parameter.read(text)


def nearest_whole(name: str, value: int) -> int:
    """Return the value nearest to another one that the control of a whole number allows.

    Examples
    --------
    >>> nearest_whole("filters", 512), nearest_whole("side", 7)
    (256, 12)
    """
    parameter = PARAMETERS[name]
    assert isinstance(parameter, Whole)
    return min(max(value, parameter.minimum), parameter.maximum)
