"""Train small networks of standard and separable layers: data sets, classifier, optimizers, fit."""

from sepviz.training.classifier import Classifier
from sepviz.training.dataset import DATASETS, Dataset, dataset
from sepviz.training.fit import Epoch, Update, fit, train_on_batch, training_multiplications
from sepviz.training.optimizers import SGD, Adam

__all__ = [
    "DATASETS",
    "SGD",
    "Adam",
    "Classifier",
    "Dataset",
    "Epoch",
    "Update",
    "dataset",
    "fit",
    "train_on_batch",
    "training_multiplications",
]
