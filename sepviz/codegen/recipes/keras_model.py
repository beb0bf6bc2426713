"""Make a Keras model depthwise separable.

Each Conv2D larger than 1 x 1 becomes a SeparableConv2D: a depthwise convolution, which
filters every channel by itself, and a 1 x 1 convolution, which mixes the channels.
The new weights are untrained: train or fine-tune the model after the conversion.
"""

import keras
from keras import layers, ops
from keras.models import clone_model


def make_separable(
    model: keras.Model,
    *,
    minimum_kernel: int = 2,
    initialise: bool = False,
) -> keras.Model:
    """Copy a model with a SeparableConv2D in place of each standard convolution.

    The copy has the names, the settings and the other weights of ``model``, which stays
    as it is. Left alone are

    - 1 x 1, grouped, depthwise and transposed convolutions, Conv1D and Conv3D;
    - subclasses of Conv2D;
    - convolutions inside a layer or model class with a call method of its own.

    Parameters
    ----------
    model : keras.Model
        A functional or Sequential model, also with models inside, or a single layer.
    minimum_kernel : int
        Layers whose larger kernel side is below it are left alone.
    initialise : bool
        If True, start the twins from the depthwise-separable weights nearest to the old
        ones, and print for each layer the residual: the share of the squared weights
        that is lost, from 0 (nothing) to 1 (all). If False, they start at random.

    Returns
    -------
    keras.Model
        The converted copy.
    """

    def copy_layer(layer):
        """Copy one layer, or make its twin."""
        if _is_standard(layer, minimum_kernel):
            return _twin(layer)
        if isinstance(layer, layers.Lambda):
            return layer  # its settings do not hold its function, and it has no weights
        settings = layer.get_config()
        if isinstance(layer, layers.TimeDistributed):
            settings["layer"] = copy(layer.layer)
            return layers.TimeDistributed(**settings)
        return type(layer).from_config(settings)

    def copy(layer):
        """Copy a layer, or a model layer by layer: one used twice has one copy."""
        if isinstance(layer, keras.Model):
            return clone_model(layer, clone_function=copy_layer, recursive=True)
        return copy_layer(layer)

    converted = copy(model)
    _carry_over(model, converted, initialise)
    return converted


def _is_standard(layer, minimum_kernel):
    """Tell whether a layer is a standard convolution that is large enough."""
    return (
        type(layer) is layers.Conv2D  # a subclass may compute something else
        and layer.groups == 1
        and layer.kernel_size != (1, 1)
        and max(layer.kernel_size) >= minimum_kernel
    )


def _twin(standard):
    """Make the SeparableConv2D with the settings of a Conv2D."""
    config = standard.get_config()
    given = layers.SeparableConv2D(1, 1).get_config()  # the settings that it knows
    settings = {name: value for name, value in config.items() if name in given}
    # There are two kernels now, and what held for the one holds for both.
    for role in ("initializer", "regularizer", "constraint"):
        for half in ("depthwise", "pointwise"):
            settings[f"{half}_{role}"] = config[f"kernel_{role}"]
    return layers.SeparableConv2D.from_config(settings)


def _carry_over(old, new, initialise):
    """Give a copy what its settings lack: its weights, and whether they train."""
    if old.built and not new.built:
        new.build_from_config(old.get_build_config())
    new.name = old.name  # clone_model names an input layer after its tensor
    new.trainable = old.trainable
    if isinstance(new, layers.SeparableConv2D) and isinstance(old, layers.Conv2D):
        if initialise:
            print(f"{old.name}: residual {_project(old, new):.3f}")
    elif _shapes(old) == _shapes(new):
        for weight, value in zip(new.weights, old.weights, strict=True):
            weight.assign(value)
    for old_part, new_part in zip(_parts(old), _parts(new), strict=True):
        _carry_over(old_part, new_part, initialise)


def _shapes(layer):
    """Return the shapes of a layer's weights."""
    return [weight.shape for weight in layer.weights]


def _parts(layer):
    """Return the layers of which a layer consists, as far as they may be converted."""
    if isinstance(layer, layers.TimeDistributed):
        return [layer.layer]
    return layer.layers if isinstance(layer, keras.Model) else []


def _project(old, new):
    """Start a twin from the nearest weights; return the share of the squares lost."""
    # For each input channel a matrix: a row for each place in the kernel, a column for
    # each output channel. A twin can do exactly what matrices of rank 1 do, and the
    # nearest matrix of rank 1 keeps the largest singular value (Eckart, Young 1936).
    kernel = ops.cast(ops.stop_gradient(old.kernel), "float32")
    height, width, c_in, c_out = kernel.shape
    matrices = ops.reshape(ops.transpose(kernel, (2, 0, 1, 3)), (c_in, -1, c_out))
    u, s, vh = ops.svd(matrices, full_matrices=False)
    root = ops.sqrt(s[:, :1])  # half of the size goes to each of the two kernels
    depthwise = ops.reshape(ops.transpose(root * u[:, :, 0]), (height, width, c_in, 1))
    new.depthwise_kernel.assign(depthwise)
    new.pointwise_kernel.assign(ops.reshape(root * vh[:, 0], (1, 1, c_in, c_out)))
    if old.use_bias:
        new.bias.assign(old.bias)
    total, lost = float(ops.sum(s**2)), float(ops.sum(s[:, 1:] ** 2))
    return lost / total if total else 0.0


if __name__ == "__main__":
    model = keras.Sequential([keras.Input((12, 12, 3)), layers.Conv2D(256, 5)])
    make_separable(model).summary()
