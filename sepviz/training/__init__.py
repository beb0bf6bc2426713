"""Train small networks of standard and separable layers: data sets, classifier, optimizers, fit."""

from sepviz.training.classifier import Classifier
from sepviz.training.dataset import DATASETS, Dataset, dataset
from sepviz.training.fit import Epoch, fit
from sepviz.training.optimizers import SGD, Adam
from sepviz.training.step import Update, batches, train_on_batch, training_multiplications

__all__ = [
    "DATASETS",
    "SGD",
    "Adam",
    "Classifier",
    "Dataset",
    "Epoch",
    "Update",
    "batches",
    "dataset",
    "fit",
    "train_on_batch",
    "training_multiplications",
]
