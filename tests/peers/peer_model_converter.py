"""The converters of a model in memory, run on models of PyTorch, torchvision and Keras."""

import os

os.environ["KERAS_BACKEND"] = "torch"

import copy

import keras
import numpy as np
import pytest
import torch
from keras import layers
from torch import nn
from torch.nn.utils import prune

import sepviz
from sepviz.codegen import keras_model_converter, pytorch_model_converter
from tests.peers.torchvision_models import torchvision_models

# Keras's get_weights, in NumPy 2.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
PIXELS = torch.manual_seed(0) and torch.rand(2, 3, 33, 41)


def made(source):
    """Run a converter and return its make_separable."""
    namespace = {"__name__": "converter"}
    exec(source, namespace)
    return namespace["make_separable"]


to_separable_torch = made(pytorch_model_converter())
to_separable_keras = made(keras_model_converter())


def parameters(module):
    return sum(one.numel() for one in module.parameters())


def is_standard(module):
    return isinstance(module, nn.Conv2d) and module.groups == 1 and max(module.kernel_size) > 1


def saved(c_in, c_out, kernel, *, bias):
    """Return how many parameters the twin has less, as sepviz counts them."""
    size = tuple(9 * side for side in kernel)  # any that the kernel fits
    settings = {"filters": c_out, "kernel_size": kernel, "use_bias": bias}
    before, after = (
        sepviz.count(kind(**settings), (*size, c_in)).parameters
        for kind in (sepviz.Conv2D, sepviz.SeparableConv2D)
    )
    return before - after


def saved_torch(model):
    return sum(
        saved(one.in_channels, one.out_channels, one.kernel_size, bias=one.bias is not None)
        for one in model.modules()
        if is_standard(one)
    )


def assert_converts_torch(model, x):
    """Convert a model, twice; check shapes and parameters against what is counted; return it."""
    with torch.no_grad():
        shape = model(x).shape
    expected = parameters(model) - saved_torch(model)
    converted = to_separable_torch(model)
    with torch.no_grad():
        assert converted(x).shape == shape
    assert parameters(converted) == expected
    assert not any(is_standard(one) and one.in_channels > 1 for one in converted.modules())
    before = {name: (id(one), one.clone()) for name, one in converted.named_parameters()}
    again = to_separable_torch(converted)
    assert again is converted
    after = dict(again.named_parameters())
    assert list(after) == list(before)
    for name, (identity, values) in before.items():
        assert id(after[name]) == identity
        assert torch.equal(after[name], values)
    return converted


class Helpers(nn.Module):
    """A network with its layers in every kind of container, and one of them in two places."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 6, (3, 5), stride=(2, 1), padding=(1, 2), padding_mode="reflect")
        self.listed = nn.ModuleList([nn.Conv2d(6, 6, 3, padding="same", dilation=(2, 3), bias=False)])
        self.listed.append(self.listed[0])
        self.named = nn.ModuleDict({"a": nn.Sequential(nn.Conv2d(6, 8, (1, 7)), nn.BatchNorm2d(8))})
        self.again = self.listed[0]
        self.grouped = conv3x3(8, 8, groups=4)
        self.depthwise = conv3x3(8, 8, groups=8)
        self.plain = conv3x3(8, 9, groups=1)
        self.pointwise = nn.Conv2d(9, 8, 1)
        self.up = nn.ConvTranspose2d(8, 4, 2, stride=2)

    def forward(self, x):
        x = self.stem(x)
        for layer in self.listed:
            x = layer(x)
        x = self.named["a"](self.again(x))
        return self.up(self.pointwise(self.plain(self.depthwise(self.grouped(x)))))


def conv3x3(c_in, c_out, groups):
    return nn.Conv2d(c_in, c_out, 3, padding=1, groups=groups)


def test_every_container_of_torch_is_converted():
    model = Helpers()
    kept = {name: getattr(model, name) for name in ("grouped", "depthwise", "pointwise", "up")}
    converted = assert_converts_torch(model, PIXELS)
    assert converted is model
    assert all(getattr(converted, name) is layer for name, layer in kept.items())
    depthwise, pointwise = converted.stem
    assert depthwise.groups == depthwise.in_channels == depthwise.out_channels == 3
    assert (depthwise.kernel_size, depthwise.stride, depthwise.padding) == ((3, 5), (2, 1), (1, 2))
    assert depthwise.padding_mode == "reflect"
    assert depthwise.bias is None
    assert pointwise.bias is not None
    assert converted.listed[0][0].dilation == (2, 3)
    assert converted.listed[0][0].padding == "same"
    assert converted.listed[0][1].bias is None
    assert isinstance(converted.named["a"][0], nn.Sequential)


def test_a_shared_torch_layer_stays_shared():
    model = to_separable_torch(Helpers())
    assert isinstance(model.again, nn.Sequential)
    assert model.listed[0] is model.listed[1] is model.again


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16])
def test_torch_mode_dtype_device_and_requires_grad_are_kept(training, dtype):
    model = nn.Sequential(nn.Conv2d(3, 4, 3, dtype=dtype, device="meta"), nn.Dropout()).train(training)
    model[0].weight.requires_grad_(False)
    for module in to_separable_torch(model).modules():
        assert module.training is training
    assert {one.dtype for one in model.parameters()} == {dtype}
    assert {one.device.type for one in model.parameters()} == {"meta"}
    trained = {name: one.requires_grad for name, one in model[0].named_parameters()}
    assert trained == {"0.weight": False, "1.weight": False, "1.bias": True}


def test_a_double_model_runs_in_double():
    assert_converts_torch(Helpers().double().eval(), PIXELS.double())


def test_hooks_on_other_torch_modules_still_run():
    model, seen = Helpers(), []
    model.register_forward_pre_hook(lambda *_: seen.append("model"))
    model.named["a"].register_forward_hook(lambda *_: seen.append("block"))
    handle = model.grouped.register_forward_hook(lambda *_: seen.append("grouped"))
    to_separable_torch(model)(PIXELS)
    assert seen == ["model", "block", "grouped"]
    handle.remove()
    model(PIXELS)
    assert seen[3:] == ["model", "block"]


@pytest.mark.parametrize("bias", [True, False])
def test_a_single_torch_convolution_becomes_its_twin(bias):
    layer = nn.Conv2d(3, 5, (3, 2), bias=bias).eval()
    twin = assert_converts_torch(layer, PIXELS)
    assert isinstance(twin, nn.Sequential)
    assert not twin.training


def test_the_depthwise_half_of_one_channel_is_not_converted_again():
    assert_converts_torch(nn.Sequential(nn.Conv2d(1, 8, 3), nn.Conv2d(8, 1, 3)), PIXELS[:, :1])


def test_torch_layers_below_the_minimum_kernel_are_left_alone():
    model = nn.Sequential(nn.Conv2d(3, 4, 3), nn.Conv2d(4, 4, (1, 5)), nn.Conv2d(4, 2, 1))
    first, _, last = model
    to_separable_torch(model, minimum_kernel=4)
    assert model[0] is first
    assert isinstance(model[1], nn.Sequential)
    assert to_separable_torch(model, minimum_kernel=1)[2] is last


class OwnForward(nn.Conv2d):
    def forward(self, x):
        return super().forward(2 * x)


class OwnDefaults(nn.Conv2d):
    def __init__(self, c_in, c_out):
        super().__init__(c_in, c_out, 3, padding=1)


def test_torch_layers_that_are_more_than_a_standard_convolution_are_left_alone():
    model = nn.Sequential(
        OwnForward(3, 4, 3),
        nn.utils.parametrizations.weight_norm(nn.Conv2d(4, 4, 3)),
        prune.l1_unstructured(nn.Conv2d(4, 4, 3), "weight", amount=0.5),
        nn.LazyConv2d(4, 3),
        nn.Unflatten(0, (1, -1)),
        nn.Conv3d(2, 2, 3, padding=1),
        nn.Conv2d(2, 3, 3, dtype=torch.complex64),
    )
    before = list(model)
    assert list(to_separable_torch(model)) == before
    assert list(to_separable_torch(model, initialise=True)) == before


def test_a_torch_subclass_that_computes_nothing_else_is_converted():
    assert isinstance(to_separable_torch(nn.Sequential(OwnDefaults(3, 4)))[0], nn.Sequential)


def test_a_converted_torch_model_trains():
    model = to_separable_torch(nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(), nn.Conv2d(4, 2, 3)))
    model(PIXELS).square().sum().backward()
    assert all(one.grad is not None and one.grad.any() for one in model.parameters())


def test_initialised_torch_twins_are_the_projection_of_sepviz(capsys):
    layer = nn.Conv2d(3, 7, (3, 5), stride=2, padding=(1, 2))
    twin = to_separable_torch(copy.deepcopy(layer), initialise=True)
    kernel = layer.weight.detach().permute(2, 3, 1, 0).numpy()
    fit = sepviz.approximate_depthwise_separable(kernel, 1)
    assert capsys.readouterr().out == f"model: residual {fit.residual_energy:.3f}\n"
    nearest = sepviz.as_standard_kernel(fit.depthwise_kernel, fit.pointwise_kernel)
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(nearest).permute(3, 2, 0, 1))
        torch.testing.assert_close(twin(PIXELS), layer(PIXELS))


def test_an_initialised_torch_twin_of_separable_weights_computes_the_same(capsys):
    model = nn.Sequential(nn.ReLU(), nn.Conv2d(3, 7, (3, 5)))
    nn.init.constant_(model[1].weight, 0.1)
    with torch.no_grad():
        before = model(PIXELS)
        torch.testing.assert_close(to_separable_torch(model, initialise=True)(PIXELS), before)
    assert capsys.readouterr().out == "1: residual 0.000\n"


def test_initialised_torch_twins_of_zeros_are_finite(capsys):
    layer = nn.Conv2d(3, 7, 3, dtype=torch.bfloat16)
    nn.init.zeros_(layer.weight)
    assert not to_separable_torch(layer, initialise=True)[0].weight.any()
    assert capsys.readouterr().out == "model: residual 0.000\n"


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("resnet18", 64),
        ("resnext50_32x4d", 64),
        ("vgg11", 64),
        ("googlenet", 64),
        ("inception_v3", 96),
        ("mobilenet_v2", 64),
        ("efficientnet_b0", 64),
        ("regnet_y_400mf", 64),
        ("densenet121", 64),
    ],
)
@pytest.mark.filterwarnings("ignore:The default weight initialization:FutureWarning")
def test_torchvision_models_are_converted(name, size):
    build, settings = getattr(torchvision_models(), name), {"weights": None, "num_classes": 10}
    if name in ("googlenet", "inception_v3"):
        settings["init_weights"] = False
    assert_converts_torch(build(**settings).eval(), torch.rand(1, 3, size, size))


def test_resnet_18_keeps_about_one_and_a_half_million_parameters_of_convolutions():
    model = to_separable_torch(torchvision_models().resnet18(weights=None))
    convolutions = sum(parameters(one) for one in model.modules() if isinstance(one, nn.Conv2d))
    assert 1.4e6 < convolutions < 1.6e6


def test_the_torch_model_given_to_deepcopy_stays_as_it_is():
    model = Helpers()
    to_separable_torch(copy.deepcopy(model))
    assert isinstance(model.stem, nn.Conv2d)


def weights_of(model):
    """Return the weights of all layers that convert nothing, by layer and place."""
    return {
        (one.name, place): values
        for one in flat(model)
        if not isinstance(one, layers.Conv2D | layers.SeparableConv2D)
        for place, values in enumerate(one.get_weights())
    }


def flat(model):
    """Return the layers of a model and of the models in it."""
    for one in model.layers:
        yield from flat(one) if isinstance(one, keras.Model) else [one]


def keras_is_standard(layer):
    return type(layer) is layers.Conv2D and layer.groups == 1 and max(layer.kernel_size) > 1


def saved_keras(model):
    return sum(
        saved(one.kernel.shape[2], one.filters, one.kernel_size, bias=one.use_bias)
        for one in {id(one): one for one in flat(model) if keras_is_standard(one)}.values()
    )


def assert_converts_keras(model):
    """Convert a model, twice; check names, shapes and parameters against what is counted; return it."""
    converted = to_separable_keras(model)
    assert type(converted) is type(model)
    assert (converted.name, converted.output_shape) == (model.name, model.output_shape)
    assert converted.count_params() == model.count_params() - saved_keras(model)
    assert [one.name for one in flat(converted)] == [one.name for one in flat(model)]
    assert not any(keras_is_standard(one) for one in flat(converted))
    for twice, once in ((converted, model), (to_separable_keras(converted), converted)):
        before, after = weights_of(once), weights_of(twice)
        assert list(before) == list(after)
        assert all(np.array_equal(before[name], after[name]) for name in before)
    again = to_separable_keras(converted)
    assert [type(one) for one in flat(again)] == [type(one) for one in flat(converted)]
    assert all(map(np.array_equal, again.get_weights(), converted.get_weights()))
    return converted


@pytest.mark.parametrize(
    ("name", "size"), [("VGG16", 32), ("MobileNet", 32), ("ResNet50", 32), ("InceptionV3", 75)]
)
def test_keras_applications_are_converted(name, size):
    build = getattr(keras.applications, name)
    model = build(weights=None, input_shape=(size, size, 3), classes=10, include_top=False, pooling="avg")
    converted = assert_converts_keras(model)
    assert converted(np.zeros((1, size, size, 3), np.float32)).shape == (1, model.output_shape[-1])


def test_settings_of_a_keras_layer_are_kept():
    layer = layers.Conv2D(
        6,
        (3, 5),
        strides=(2, 1),
        padding="same",
        data_format="channels_first",
        activation="relu",
        use_bias=False,
        kernel_initializer="he_normal",
        kernel_regularizer=keras.regularizers.L2(0.1),
        kernel_constraint="non_neg",
        activity_regularizer="l1",
        dtype="float64",
        name="c",
    )
    model = keras.Sequential([keras.Input((4, 9, 12)), layer])
    [twin] = assert_converts_keras(model).layers
    assert isinstance(twin, layers.SeparableConv2D)
    kept = ("name", "filters", "kernel_size", "strides", "padding", "data_format", "dilation_rate")
    for name in (*kept, "activation", "use_bias", "dtype"):
        assert getattr(twin, name) == getattr(layer, name)
    assert twin.activity_regularizer.l1 == layer.activity_regularizer.l1
    for half in ("depthwise", "pointwise"):
        assert isinstance(getattr(twin, f"{half}_initializer"), keras.initializers.HeNormal)
        assert isinstance(getattr(twin, f"{half}_constraint"), keras.constraints.NonNeg)
        assert getattr(twin, f"{half}_regularizer").l2 == pytest.approx(0.1)


def test_dilation_and_what_is_no_standard_keras_convolution():
    x = keras.Input((15, 17, 4), name="picture")
    y = layers.Conv2D(6, 3, dilation_rate=(2, 3), name="dilated")(x)
    y = layers.Conv2D(6, 3, groups=2, name="grouped")(y)
    y = layers.DepthwiseConv2D(3, name="depthwise")(y)
    y = layers.Conv2D(4, 1, name="pointwise")(y)
    y = layers.Conv2DTranspose(4, 3, name="transposed")(y)
    y = layers.Lambda(lambda z: 2 * z, name="doubled")(y) + 1
    model = keras.Model(x, y)
    converted = assert_converts_keras(model)
    assert converted.get_layer("dilated").dilation_rate == (2, 3)
    same = ("grouped", "depthwise", "pointwise", "transposed")
    assert all(type(converted.get_layer(name)) is type(model.get_layer(name)) for name in same)
    pixels = np.ones((1, 15, 17, 4), np.float32)
    assert converted(pixels).shape == model(pixels).shape


def keras_nest():
    """Return a model with a model inside that is used twice, a shared layer and a frozen one."""
    x = keras.Input((9, 11, 4))
    deep = layers.Conv2D(4, 3, padding="same", name="deep")(x)
    inner = keras.Model(x, layers.Dense(4)(deep), name="inner")
    shared = layers.Conv2D(4, 3, padding="same", name="shared")
    first, second = keras.Input((9, 11, 4), name="first"), keras.Input((9, 11, 4), name="second")
    y = layers.Add()([inner(shared(first)), inner(shared(second))])
    z = layers.BatchNormalization(name="norm")(layers.Conv2D(2, (1, 5), name="last")(y))
    inner.trainable = False
    shared.trainable = False
    return keras.Model([first, second], [y, z], name="outer")


def test_keras_models_in_models_are_converted_and_shared_layers_stay_shared():
    model = keras_nest()
    converted = assert_converts_keras(model)
    assert isinstance(converted.get_layer("inner").get_layer("deep"), layers.SeparableConv2D)
    assert len([one for one in converted.layers if one.name in ("shared", "inner")]) == 2
    assert not converted.get_layer("inner").trainable
    trained = {one.name for one in flat(converted) if one.trainable_weights}
    assert trained == {"last", "norm"}
    assert isinstance(model.get_layer("shared"), layers.Conv2D)  # the given model is as it was


def test_keras_layers_below_the_minimum_kernel_are_left_alone():
    model = keras_nest()
    converted = to_separable_keras(model, minimum_kernel=4)
    kinds = {one.name: type(one) for one in flat(converted)}
    assert kinds["shared"] is kinds["deep"] is layers.Conv2D
    assert kinds["last"] is layers.SeparableConv2D
    before, after = (
        [one for name in ("shared", "inner") for one in nest.get_layer(name).get_weights()]
        for nest in (model, converted)
    )
    assert all(map(np.array_equal, before, after))


def test_a_keras_convolution_of_every_moment_is_converted():
    model = keras.Sequential([keras.Input((5, 9, 11, 3)), layers.TimeDistributed(layers.Conv2D(4, 3))])
    converted = to_separable_keras(model)
    assert isinstance(converted.layers[0].layer, layers.SeparableConv2D)
    assert converted.output_shape == model.output_shape


def test_a_single_keras_layer_becomes_its_twin(capsys):
    layer = layers.Conv2D(4, (3, 5), name="c")
    pixels = np.random.default_rng(0).random((1, 9, 11, 3), np.float32)
    layer(pixels)
    layer.kernel.assign(np.full(layer.kernel.shape, 0.1))
    twin = to_separable_keras(layer, initialise=True)
    np.testing.assert_allclose(*(one(pixels).detach().numpy() for one in (twin, layer)), rtol=1e-5)
    assert capsys.readouterr().out == "c: residual 0.000\n"


def test_initialised_keras_twins_are_the_projection_of_sepviz(capsys):
    layer = layers.Conv2D(7, (3, 5), bias_initializer="ones", name="c")
    model = keras.Sequential([keras.Input((9, 12, 3)), layer])
    [twin] = to_separable_keras(model, initialise=True).layers
    kernel, bias = layer.get_weights()
    fit = sepviz.approximate_depthwise_separable(kernel, 1)
    assert capsys.readouterr().out == f"c: residual {fit.residual_energy:.3f}\n"
    depthwise, pointwise, kept = twin.get_weights()
    expected = sepviz.as_standard_kernel(fit.depthwise_kernel, fit.pointwise_kernel)
    np.testing.assert_allclose(sepviz.as_standard_kernel(depthwise, pointwise), expected, atol=1e-5)
    np.testing.assert_array_equal(kept, bias)


def test_a_keras_sequential_that_has_not_run_is_converted():
    model = to_separable_keras(keras.Sequential([layers.Conv2D(4, 3), layers.Conv2D(2, 1)]))
    assert model(np.zeros((1, 9, 11, 3), np.float32)).shape == (1, 7, 9, 2)
    assert isinstance(model.layers[0], layers.SeparableConv2D)


def test_a_compiled_keras_model_trains_after_the_conversion():
    model = keras.Sequential([keras.Input((9, 11, 3)), layers.Conv2D(4, 3), layers.GlobalMaxPooling2D()])
    model.compile(loss="mse")
    pixels = np.random.default_rng(0).random((4, 9, 11, 3), np.float32)
    converted = to_separable_keras(model)
    before = converted.get_weights()
    converted.fit(pixels, np.zeros((4, 4), np.float32), verbose=0)
    assert not any(map(np.array_equal, before, converted.get_weights()))


@pytest.mark.parametrize("converter", [pytorch_model_converter, keras_model_converter])
def test_a_model_converter_runs_as_a_script(converter, capsys):
    exec(converter(), {"__name__": "__main__"})
    assert "256" in capsys.readouterr().out
