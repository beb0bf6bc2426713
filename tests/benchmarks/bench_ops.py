"""Speed and memory of the operations beside their peers, as Markdown.

Run ``python tests/benchmarks/bench_ops.py``. Peers are optional (requirements-bench.txt). Wall-clock times,
float32, one image, as many threads as each library takes of itself; OPENBLAS_NUM_THREADS=1 in the
environment, as in the app, puts PyTorch and OpenCV on one thread as well.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np

import sepviz.ops
from sepviz.ops.plain import PLAIN
from sepviz.ops.problem import FAST, using
from tests.benchmarks import peers
from tests.benchmarks.timing import interleaved, table

OURS = "sepviz"
LAYERS = [  # side, c_in, c_out, kernel, stride
    (112, 64, 128, 3, 1),
    (56, 128, 128, 3, 1),
    (28, 256, 256, 5, 1),
    (224, 3, 32, 3, 2),
    (256, 3, 64, 3, 1),
    (256, 3, 64, 5, 1),
    (256, 3, 64, 7, 1),
]
PHOTOS = [(512, 3), (512, 5), (512, 11), (1024, 3), (1024, 5), (1024, 11)]  # side, taps
HONEST = [(48, 3, 64, 3), (48, 16, 64, 3), (64, 32, 64, 3), (96, 3, 128, 5), (112, 32, 64, 3)]
RANDOM = np.random.default_rng(0)


def values(*shape):
    return RANDOM.random(shape, np.float32)


def main():
    limit_threads()
    print(
        f"NumPy {np.__version__}, {os.cpu_count()} cores, threads: {threads() or 'each library its own'}\n"
    )
    print("Times of peers are multiples of ours: above 1, sepviz is faster.\n")
    show("Standard convolution", map(standard, LAYERS))
    show("Depthwise-separable convolution", map(depthwise_separable, LAYERS))
    show("Full 2-D kernel on RGB photos (depthwise)", (full_2d(*photo) for photo in PHOTOS))
    show("Spatially separable kernel on RGB photos", (spatially_separable(*photo) for photo in PHOTOS))
    gradients()
    worked_example()
    honesty()
    memory()


def threads():
    return os.environ.get("OPENBLAS_NUM_THREADS")


def limit_threads():
    """Hold the peers to the threads that the environment gives NumPy."""
    if threads() and peers.torch:
        peers.torch.set_num_threads(int(threads()))
    if threads() and peers.cv2:
        peers.cv2.setNumThreads(int(threads()))


def standard(layer):
    side, c_in, c_out, size, stride = layer
    x, kernel = values(side, side, c_in), values(size, size, c_in, c_out)
    ours = {OURS: lambda: sepviz.ops.conv2d(x, kernel, strides=stride, padding="same")}
    return name_of(layer), interleaved(ours | peers.standard(x, kernel, stride))


def depthwise_separable(layer):
    side, c_in, c_out, size, stride = layer
    x, weights = values(side, side, c_in), (values(size, size, c_in, 1), values(1, 1, c_in, c_out))
    ours = {OURS: lambda: sepviz.ops.separable_conv2d(x, *weights, strides=stride, padding="same")}
    return name_of(layer), interleaved(ours | peers.depthwise_separable(x, *weights, stride))


def full_2d(side, taps):
    x, kernel = values(side, side, 3), values(taps, taps)
    each = np.repeat(kernel[:, :, np.newaxis, np.newaxis], 3, axis=2)
    ours = {OURS: lambda: sepviz.ops.depthwise_conv2d(x, each, padding="same")}
    return f"{side} px, {taps} x {taps}", interleaved(ours | peers.full_2d(x, kernel))


def spatially_separable(side, taps):
    x, column, row = values(side, side, 3), values(taps), values(taps)
    ours = {OURS: lambda: sepviz.ops.spatially_separable_conv2d(x, column, row, padding="same")}
    return f"{side} px, {taps} + {taps}", interleaved(ours | peers.spatially_separable(x, column, row))


def gradients():
    """Print gradients beside their own forward pass, and beside torch's backward pass."""
    rows = []
    for layer in LAYERS:
        side, c_in, c_out, size, stride = layer
        x, window = values(side, side, c_in), {"strides": stride, "padding": "same"}
        standard = [values(size, size, c_in, c_out)]
        separable = [values(size, size, c_in, 1), values(1, 1, c_in, c_out)]
        upstream = values(*sepviz.ops.conv2d(x, *standard, **window).shape)
        for name, weights in (("conv2d", standard), ("separable_conv2d", separable)):
            rows.append([name_of(layer), *gradient_row(name, x, weights, upstream, window)])
    head = ["case", "operation", "gradients, ms", "of the forward pass", "torch", "torch, channels last"]
    print(f"### Gradients by x, kernels and bias\n\n{table(head, rows)}\n", flush=True)


def gradient_row(name, x, weights, upstream, window):
    """Return the operation, our milliseconds, their multiple of our forward pass, and torch's of them."""
    forward, backward = getattr(sepviz.ops, name), getattr(sepviz.ops, f"{name}_gradients")
    ours = {
        "forward": lambda: forward(x, *weights, **window),
        OURS: lambda: backward(x, *weights, upstream, **window),
    }
    times = interleaved(ours | peers.gradients(x, weights, upstream, window["strides"]))
    mine, before = times.pop(OURS), times.pop("forward")
    theirs = [f"{time / mine:.2f}" for time in times.values()]
    return name, f"{mine:.2f}", f"{mine / before:.2f}", *theirs


def name_of(layer):
    side, c_in, c_out, size, stride = layer
    return f"{side} x {side} x {c_in} -> {c_out}, {size} x {size}" + (
        f", stride {stride}" if stride > 1 else ""
    )


def show(title, results):
    """Print our milliseconds and the peers' multiples of them."""
    results = list(results)
    names = [name for name in results[0][1] if name != OURS]
    rows = [
        [case, f"{times[OURS]:.2f}", *(f"{times[name] / times[OURS]:.2f}" for name in names)]
        for case, times in results
    ]
    print(f"### {title}\n\n{table(['case', 'sepviz, ms', *names], rows)}\n", flush=True)


def worked_example():
    x, kernel = values(12, 12, 3), values(5, 5, 3, 256)
    weights = values(5, 5, 3, 1), values(1, 1, 3, 256)
    times = interleaved(
        {
            "conv2d": lambda: sepviz.ops.conv2d(x, kernel),
            "separable_conv2d": lambda: sepviz.ops.separable_conv2d(x, *weights),
        },
        rounds=2000,
        rest=0,
    )
    rows = [[name, f"{1000 * duration:.0f}"] for name, duration in times.items()]
    print(
        f"### The worked example, 12 x 12 x 3 -> 256, 5 x 5\n\n{table(['operation', 'us'], rows)}\n",
        flush=True,
    )


def honesty():
    """Print measured ratios of time beside the ratios of multiplications, for both engines."""
    rows = [separable_ratio(*layer) for layer in HONEST] + [spatial_ratio(taps) for taps in (3, 5, 11, 31)]
    head = ["cheaper / standard or full 2-D", "multiplications", "plain engine, time", "fast engine, time"]
    print(f"### Is the lesson honest?\n\n{table(head, rows)}\n", flush=True)


def separable_ratio(side, c_in, c_out, size):
    x, kernel = values(side, side, c_in), values(size, size, c_in, c_out)
    weights = values(size, size, c_in, 1), values(1, 1, c_in, c_out)
    ratios = [
        ratio(
            engine,
            lambda: sepviz.separable_conv2d(x, *weights, padding="same"),
            lambda: sepviz.conv2d(x, kernel, padding="same"),
        )
        for engine in (PLAIN, FAST)
    ]
    return (
        f"depthwise separable, {name_of((side, c_in, c_out, size, 1))}",
        f"{1 / c_out + 1 / size**2:.3f}",
        *ratios,
    )


def spatial_ratio(taps):
    x, column, row = values(512, 512, 3), values(taps), values(taps)
    kernel = np.repeat(np.outer(column, row)[:, :, np.newaxis, np.newaxis], 3, axis=2)
    ratios = [
        ratio(
            engine,
            lambda: sepviz.spatially_separable_conv2d(x, column, row, padding="same"),
            lambda: sepviz.depthwise_conv2d(x, kernel, padding="same"),
        )
        for engine in (PLAIN, FAST)
    ]
    return f"spatially separable, 512 px RGB, {taps} + {taps}", f"{2 / taps:.3f}", *ratios


def ratio(engine, cheaper, dearer):
    with using(engine):
        times = interleaved({"cheaper": cheaper, "dearer": dearer})
    return f"{times['cheaper'] / times['dearer']:.3f}"


def memory():
    """Print how much the process grows, each case in a process of its own."""
    rows = [
        [f"{side} x {side} x 3 -> 16, 5 x 5", *subprocess.check_output(command(side), text=True).split()]
        for side in (256, 512, 1024, 2048, 4096)
    ]
    print(f"### Memory of conv2d\n\n{table(['case', 'output, MiB', 'growth of the process, MiB'], rows)}")


def command(side):
    return [sys.executable, __file__, "--memory", str(side)]


def measure_memory(side):
    """Print the output's size and the growth of the process in MiB."""
    x, kernel = values(side, side, 3), values(5, 5, 3, 16)
    sepviz.ops.conv2d(x[:64, :64], kernel)  # what BLAS keeps for itself is not the operation's
    before = peak_memory()
    y = sepviz.ops.conv2d(x, kernel, padding="same")
    print(f"{y.nbytes / 2**20:.0f} {peak_memory() - before:.1f}")


def peak_memory():
    """Return the most memory that this process has had, in MiB (Linux)."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024


if __name__ == "__main__":
    measure_memory(int(sys.argv[2])) if "--memory" in sys.argv else main()
