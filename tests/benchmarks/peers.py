"""The same convolution by other libraries; one that is not installed has no entry.

Each function returns callables by name. Data is laid out beforehand in the way that the peer likes best,
and a batch axis added, so that only its own work is timed.
"""

import importlib
import os
import warnings

import numpy as np

os.environ.setdefault("KERAS_BACKEND", "numpy")  # the backend without a framework; it calls jax


def optional(name):
    """Import a module, or return None where it is missing."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return importlib.import_module(name)
    except ImportError:
        return None


torch, keras, cv2 = optional("torch"), optional("keras"), optional("cv2")
jax = optional("jax")  # without it Keras's NumPy backend has no convolution
onnx_helper, onnx_reference = optional("onnx.helper"), optional("onnx.reference")
signal, ndimage = optional("scipy.signal"), optional("scipy.ndimage")
skimage_filters = optional("skimage.filters")


def standard(x, kernel, stride):
    peers = {}
    pad = kernel.shape[0] // 2
    if torch:
        peers |= _torch({"": _contiguous, ", channels last": _channels_last}, x, [(kernel, stride, pad, 1)])
    if keras and jax:
        batch = x[np.newaxis]
        peers["Keras (NumPy backend)"] = lambda: keras.ops.conv(
            batch, kernel, strides=stride, padding="same"
        )
    if onnx_reference:
        peers["ONNX reference"] = _onnx(x, [(kernel, stride, pad, 1)])
    return peers


def depthwise_separable(x, depthwise, pointwise, stride):
    peers = {}
    pad, channels = depthwise.shape[0] // 2, x.shape[-1]
    grouped = depthwise.transpose(0, 1, 3, 2)
    layers = [(grouped, stride, pad, channels), (pointwise, 1, 0, 1)]
    if torch:
        peers |= _torch({"": _contiguous, ", channels last": _channels_last}, x, layers)
    if keras and jax:
        batch = x[np.newaxis]
        peers["Keras (NumPy backend)"] = lambda: keras.ops.separable_conv(
            batch, depthwise, pointwise, strides=stride, padding="same"
        )
    if onnx_reference:
        peers["ONNX reference"] = _onnx(x, layers)
    return peers


def full_2d(x, kernel):
    """One 2-D kernel on each channel of a photo."""
    peers = {}
    flipped = kernel[::-1, ::-1]
    if torch:
        weights = np.repeat(kernel[:, :, np.newaxis, np.newaxis], x.shape[-1], axis=3)
        peers |= _torch(
            {", channels last": _channels_last}, x, [(weights, 1, kernel.shape[0] // 2, x.shape[-1])]
        )
    if signal:
        peers["scipy.signal.convolve2d"] = lambda: np.stack(
            [signal.convolve2d(x[..., c], flipped, mode="same") for c in range(x.shape[-1])], axis=-1
        )
        solid = kernel[:, :, np.newaxis]
        peers["ndimage.correlate"] = lambda: ndimage.correlate(x, solid, mode="constant")
    if cv2:
        peers["cv2.filter2D"] = lambda: cv2.filter2D(x, -1, kernel, borderType=cv2.BORDER_CONSTANT)
    return peers


def spatially_separable(x, column, row):
    peers = {}
    channels = x.shape[-1]
    if torch:
        vertical = np.repeat(column[:, np.newaxis, np.newaxis, np.newaxis], channels, axis=3)
        horizontal = np.repeat(row[np.newaxis, :, np.newaxis, np.newaxis], channels, axis=3)
        pad = len(column) // 2
        layers = [(vertical, 1, (pad, 0), channels), (horizontal, 1, (0, pad), channels)]
        peers |= _torch({"": _contiguous, ", channels last": _channels_last}, x, layers)
    if ndimage:
        peers["ndimage.correlate1d twice"] = lambda: ndimage.correlate1d(
            ndimage.correlate1d(x, column, axis=0, mode="constant"), row, axis=1, mode="constant"
        )
    if skimage_filters:
        radius = len(column) // 2  # a Gaussian of as many taps: scikit-image takes no taps of one's own
        peers["scikit-image (gaussian)"] = lambda: skimage_filters.gaussian(
            x, sigma=radius, truncate=1, mode="constant", channel_axis=-1
        )
    if cv2:
        peers["cv2.sepFilter2D"] = lambda: cv2.sepFilter2D(
            x, -1, row, column, borderType=cv2.BORDER_CONSTANT
        )
    return peers


def gradients(x, weights, upstream, stride):
    """Torch's backward pass by input, weights and bias, of one layer or of a depthwise and a 1 x 1."""
    if not torch:
        return {}
    pad, channels = weights[0].shape[0] // 2, x.shape[-1]
    layers = [(weights[0], stride, pad, 1)]
    if len(weights) == 2:
        layers = [(weights[0].transpose(0, 1, 3, 2), stride, pad, channels), (weights[1], 1, 0, 1)]
    return {
        f"torch{name}": _torch_backward(layout, x, layers, upstream)
        for name, layout in {"": _contiguous, ", channels last": _channels_last}.items()
    }


def _torch_backward(layout, x, layers, upstream):
    """Return a runner of the backward pass alone; the graph of one forward pass serves all runs."""
    y = layout(torch.from_numpy(x.transpose(2, 0, 1)[np.newaxis].copy())).requires_grad_()
    kernels = [
        layout(torch.from_numpy(kernel.transpose(3, 2, 0, 1).copy())).requires_grad_()
        for kernel, *_ in layers
    ]
    bias = torch.zeros(upstream.shape[-1], requires_grad=True)
    leaves = [y, *kernels, bias]
    for number, (_, stride, padding, groups) in enumerate(layers):
        last = bias if number == len(layers) - 1 else None
        y = torch.conv2d(y, kernels[number], last, stride, padding, 1, groups)
    derivative = layout(torch.from_numpy(upstream.transpose(2, 0, 1)[np.newaxis].copy()))
    return lambda: torch.autograd.grad(y, leaves, derivative, retain_graph=True)


def _contiguous(tensor):
    return tensor.contiguous()


def _channels_last(tensor):
    return tensor.contiguous(memory_format=torch.channels_last)


def _torch(layouts, x, layers):
    """Return one runner a memory layout for layers (kernel, stride, padding, groups) in a row."""
    images = torch.from_numpy(x.transpose(2, 0, 1)[np.newaxis].copy())
    kernels = [torch.from_numpy(kernel.transpose(3, 2, 0, 1).copy()) for kernel, *_ in layers]

    def runner(layout):
        first, weights = layout(images), [layout(kernel) for kernel in kernels]

        def run():
            y = first
            with torch.inference_mode():
                for kernel, (_, stride, padding, groups) in zip(weights, layers, strict=True):
                    y = torch.conv2d(y, kernel, stride=stride, padding=padding, groups=groups)
            return y

        return run

    return {f"torch{name}": runner(layout) for name, layout in layouts.items()}


def _onnx(x, layers):
    """Return a runner of ONNX's reference evaluator."""
    nodes = [
        onnx_helper.make_node(
            "Conv",
            [f"y{i}", f"w{i}"],
            [f"y{i + 1}"],
            strides=[stride] * 2,
            pads=[pad] * 4,
            group=groups,
        )
        for i, (_, stride, pad, groups) in enumerate(layers)
    ]
    kind = importlib.import_module("onnx").TensorProto.FLOAT
    inputs = ["y0", *(f"w{i}" for i in range(len(layers)))]
    infos = [onnx_helper.make_tensor_value_info(name, kind, None) for name in inputs]
    result = onnx_helper.make_tensor_value_info(f"y{len(layers)}", kind, None)
    model = onnx_helper.make_model(onnx_helper.make_graph(nodes, "layers", infos, [result]))
    session = onnx_reference.ReferenceEvaluator(model)
    feed = {"y0": np.ascontiguousarray(x.transpose(2, 0, 1)[np.newaxis])}
    feed |= {f"w{i}": np.ascontiguousarray(w.transpose(3, 2, 0, 1)) for i, (w, *_) in enumerate(layers)}
    return lambda: session.run(None, feed)
