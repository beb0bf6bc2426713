"""A network read from pasted code: order, sizes, counts, and what is said of the rest."""

import pytest

from sepviz.architectures import resnet50, separable_twin
from sepviz.codegen import Reason, read_network
from sepviz.errors import ArchitectureError, CodeError

LENET = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 6, 5)
        self.pool = nn.MaxPool2d(2, 2)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.spare = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(16 * 5 * 5, 120)
        self.fc3 = nn.Linear(84, 10)
        self.fc2 = nn.Linear(120, 84)

    def forward(self, x):
        x = self.pool(F.relu(self.conv1(x)))
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = F.relu(self.fc2(F.relu(self.fc1(torch.flatten(x, 1)))))
        return self.fc3(x)
"""
KERAS = """
width = 32
model = keras.Sequential([
    keras.Input(shape=(28, 28, 1)),
    layers.Conv2D(width, kernel_size=(3, 3), activation="relu"),
    layers.MaxPooling2D(pool_size=(2, 2)),
    layers.Conv2D(2 * width, kernel_size=(3, 3), activation="relu"),
    layers.MaxPooling2D(pool_size=(2, 2)),
    layers.Flatten(),
    layers.Dropout(0.5),
    layers.Dense(10, activation="softmax"),
])
"""


def printed_resnet50() -> str:
    """Return the output of ``print(torchvision.models.resnet50())``, without what is not counted."""
    lines = [
        "ResNet(",
        "  (conv1): Conv2d(3, 64, kernel_size=(7, 7), stride=(2, 2), padding=(3, 3), bias=False)",
        "  (bn1): BatchNorm2d(64, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)",
        "  (relu): ReLU(inplace=True)",
        "  (maxpool): MaxPool2d(kernel_size=3, stride=2, padding=1, dilation=1, ceil_mode=False)",
    ]
    channels = 64
    for stage, (width, blocks) in enumerate(((64, 3), (128, 4), (256, 6), (512, 3))):
        for block in range(blocks):
            stride = 2 if stage and not block else 1
            lines.append(f"    ({block}): Bottleneck(")
            rows = [(channels, width, 1, 1), (width, width, 3, stride), (width, 4 * width, 1, 1)]
            for number, (c_in, filters, side, step) in enumerate([*rows, (channels, 4 * width, 1, stride)]):
                if number < 3 or not block:
                    padding = "" if side == 1 else ", padding=(1, 1)"
                    lines.append(
                        f"      ({number}): Conv2d({c_in}, {filters}, kernel_size=({side}, {side}), "
                        f"stride=({step}, {step}){padding}, bias=False)"
                    )
                    lines.append(f"      (bn{number}): BatchNorm2d({filters}, eps=1e-05)")
            lines.append("    )")
            channels = 4 * width
    lines.append("  (avgpool): AdaptiveAvgPool2d(output_size=(1, 1))")
    lines.append("  (fc): Linear(in_features=2048, out_features=1000, bias=True)")
    return "\n".join([*lines, ")"])


def test_a_printed_resnet_50_is_counted_to_the_last_multiplication_shortcuts_included():
    found, ours = read_network(printed_resnet50(), input_shape=(224, 224, 3)), resnet50()
    assert found.notes == ()
    assert found.network.multiplications == ours.multiplications == 4_089_184_256
    assert found.network.parameters_with_bn_and_bias == ours.parameters_with_bn_and_bias == 25_557_032
    assert separable_twin(found.network).multiplications == separable_twin(ours).multiplications


def test_layers_are_taken_in_the_order_in_which_forward_calls_them():
    found = read_network(LENET, input_shape=(32, 32, 3))
    assert [entry.output_shape for entry in found.network.layers] == [
        *((28, 28, 6), (10, 10, 16)),
        *((1, 1, 120), (1, 1, 84), (1, 1, 10)),
    ]
    assert found.network.parameters_with_bn_and_bias == 62_006  # of PyTorch's tutorial
    assert found.notes == ((8, Reason.NOT_CALLED),)


def test_a_keras_model_says_its_input_channels_and_a_name_stands_for_its_number():
    found = read_network(KERAS, input_shape=(28, 28, 3))
    assert found.network.parameters_with_bn_and_bias == 34_826  # of Keras's example
    assert found.network.layers[0].input_shape == (28, 28, 1)
    assert found.network.multiplications == 26**2 * 32 * 9 + 11**2 * 64 * 9 * 32 + 1600 * 10


def test_a_default_stands_for_a_parameter_that_nothing_else_sets():
    source = """
class Net(nn.Module):
    def __init__(self, width=24, *, classes=7):
        self.first = nn.Conv2d(3, width, 3, bias=False)
        self.last = nn.Linear(width, classes, bias=False)

model = Net()
"""
    found = read_network(source, input_shape=(9, 8, 3))
    assert found.notes == ()
    assert found.network.parameters_with_bn_and_bias == 3 * 24 * 9 + 24 * 7
    wider = read_network(f"width = 32{source}", input_shape=(9, 8, 3)).network
    assert wider.layers[0].output_shape == (7, 6, 32)


@pytest.mark.parametrize(
    "line",
    ["Net(48)", "Net(width=48)", "def other(width): ...", "for width in (16, 24): ...", "width += 8"],
)
def test_a_default_that_another_line_may_change_is_no_number(line):
    source = f"class Net:\n  def __init__(self, width=24):\n    nn.Conv2d(3, width, 3)\n{line}"
    with pytest.raises(ArchitectureError, match="line 3: no layer can be counted") as caught:
        read_network(source, input_shape=(9, 8, 3))
    assert caught.value.fields["reason"] == "unknown_number"


def test_keras_depthwise_separable_and_padded_layers_are_counted():
    source = "\n".join(
        [
            "ZeroPadding2D(((0, 1), (2, 1)))",
            "DepthwiseConv2D((3, 5), strides=2, use_bias=False, depth_multiplier=2)",
            "SeparableConv2D(8, 3, padding='SAME')",
            "GlobalAveragePooling2D()",
            "BatchNormalization()",
            "GroupNormalization(4)",
        ]
    )
    found = read_network(source, input_shape=(20, 30, 3)).network
    assert [entry.output_shape for entry in found.layers] == [(10, 15, 6), (10, 15, 8)]
    assert found.multiplications == 10 * 15 * (6 * 15 + 6 * 9 + 6 * 8)
    assert found.parameters_with_bn_and_bias == 6 * 15 + 6 * 9 + 6 * 8 + 8 + 2 * 8 + 2 * 8


def test_padding_in_pixels_and_groups_are_counted_as_pytorch_does():
    source = "nn.Conv2d(6, 8, (3, 5), stride=2, padding=(0, 3), groups=2, bias=False)"
    (entry,) = read_network(source, input_shape=(9, 11, 3)).network.layers
    assert entry.output_shape == (4, 7, 8)
    assert entry.cost.multiplications == 4 * 7 * 8 * 15 * 3


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("nn.Conv2d(8, width * 2, 3)", Reason.UNKNOWN_NUMBER),
        ("nn.Conv2d(8, 16, 99)", Reason.WINDOW),
        ("nn.Conv2d(64, 16, 3)", Reason.NO_MAPS),
        ("nn.Conv2d(8, 0, 3)", Reason.IMPOSSIBLE),
        ("nn.Conv2d(8, 9, 3, groups=8)", Reason.IMPOSSIBLE),
        ("nn.Conv2d(8, (4, 4), 3)", Reason.IMPOSSIBLE),
        ("nn.Conv2d(8, 4, 3, padding=-1)", Reason.IMPOSSIBLE),
        ("nn.Conv2d(8, 4)", Reason.ARGUMENTS_MISSING),
        ("nn.Conv2d(*sizes)", Reason.STARRED),
        ("nn.Conv2d(8, 9 ** 9 ** 9, 3)", Reason.UNKNOWN_NUMBER),
        ("nn.Conv2d(8, 4 // 0, 3)", Reason.UNKNOWN_NUMBER),
        ("nn.ConvTranspose2d(8, 4, 3)", Reason.TRANSPOSED),
        ("nn.Upsample(scale_factor=2)", Reason.RESIZING),
        ("nn.Linear(123, 10)", Reason.OTHER_VALUES),
        ("nn.Conv2d(8, 4, " + "(" * 60 + "3" + ")" * 60 + "+ 1" * 60 + ")", Reason.UNREADABLE),
    ],
)
def test_what_cannot_be_counted_is_named_with_its_line_and_the_rest_stays(line, reason):
    found = read_network(f"nn.Conv2d(3, 8, 3)\n{line}\nnn.Conv2d(8, 5, 1)", input_shape=(16, 12, 3))
    assert found.notes == ((2, reason),)
    assert found.network.layers[0].name == "line1/Conv2d"
    assert found.network.layers[-1].name == "line3/Conv2d"


def test_nothing_is_executed(tmp_path):
    trap = tmp_path / "trap"
    source = f"nn.Conv2d(3, 8, 3)\nopen({str(trap)!r}, 'w')\nnn.Conv2d(3, __import__('os').getpid(), 3)"
    assert read_network(source, input_shape=(9, 9, 3)).notes == ((3, Reason.UNKNOWN_NUMBER),)
    assert not trap.exists()


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("nn.Conv2d(3, 8, 3", CodeError),
        ("print('no layer')", ArchitectureError),
        ("nn.MaxPool2d(2)", ArchitectureError),
        ("nn.Conv2d(3, 3, 1)\n" * 1_001, ArchitectureError),
    ],
)
def test_a_text_without_a_network_is_refused(source, error):
    with pytest.raises(error):
        read_network(source, input_shape=(9, 9, 3))
