"""What small networks learn, and how fast: the figures in the docstring of ``sepviz.training.dataset``.

    OPENBLAS_NUM_THREADS=1 python -m tests.benchmarks.bench_training

Three layers of 3 x 3 with strides 1, 2, 2 on 1,000 pictures for 20 epochs, ``SGD(0.01)``, batches of 20,
five seeds. Times are seconds of the processor, evaluation after each epoch included.
"""

import time

import numpy as np

from sepviz import DepthwiseSeparableBlock, StandardBlock
from sepviz.training import SGD, Classifier, Dataset, dataset, fit

CASES = [
    ("drawings", (2, 4, 4)),
    ("drawings", (4, 8, 8)),
    ("drawings", (16, 32, 32)),
    ("gratings", (16, 32, 32)),
]
SEEDS = range(5)


def trained(classifier: Classifier, data: Dataset, seed: int) -> tuple[float, float]:
    """Return the test accuracy in % after the last epoch, and the seconds."""
    start = time.process_time()
    *_, last = fit(classifier, data, optimizer=SGD(0.01), epochs=20, batch_size=20, seed=seed)
    return 100 * last.test_accuracy, time.process_time() - start


def main() -> None:
    """Print one line a network."""
    for name, widths in CASES:
        for block in (StandardBlock, DepthwiseSeparableBlock):
            layers = tuple(block(filters=f, strides=s) for f, s in zip(widths, (1, 2, 2), strict=True))
            classifier = Classifier(layers, 8)
            cost = classifier.count((16, 16, 3))
            runs = [
                trained(classifier, dataset(name, train=1000, test=1000, seed=seed), seed) for seed in SEEDS
            ]
            accuracy, seconds = np.array(runs).T
            print(
                f"{name} {block.__name__} {widths}: {accuracy.mean():.1f} ± {accuracy.std(ddof=1):.1f} %, "
                f"{cost.parameters:,} parameters, {cost.multiplications:,} multiplications, "
                f"{seconds.min():.1f} to {seconds.max():.1f} s",
                flush=True,
            )


if __name__ == "__main__":
    main()
