"""Labels from a classifier: its classes summed up to plain words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from desktop.core.records import Annotation, Label
from desktop.labelling.images import Pixels
from desktop.labelling.labellers.onnx.network import Floats, Network
from desktop.labelling.labellers.onnx.pixels import fed, stretched
from desktop.labelling.models.errors import ModelError
from desktop.labelling.models.spec import ModelSpec
from desktop.labelling.plain_names import class_names

BATCH_SIZE = 8


class Classifier:
    """Says what is in whole images, in words whose score is at least ``threshold``."""

    def __init__(self, spec: ModelSpec, network: Network, threshold: float) -> None:
        self.batch_size = BATCH_SIZE if network.takes_batches else 1
        self._spec = spec
        self._network = network
        self._threshold = threshold
        self._names = class_names(spec.labels)
        self._words = tuple(dict.fromkeys(name.plain for name in self._names))
        positions = {word: index for index, word in enumerate(self._words)}
        self._word_of_class = np.array([positions[name.plain] for name in self._names])

    def scale(self, width: int, height: int) -> float:
        """By what an image may be shrunk before it comes here."""
        wanted_width, wanted_height = self._spec.input.size_px
        return max(wanted_width / width, wanted_height / height)

    def annotate(self, images: Sequence[Pixels]) -> list[Annotation]:
        """Labels of up to :attr:`batch_size` images.

        Raises:
            ModelError: the model fails, or has not one score a class.
        """
        inputs = [stretched(image, self._spec.input.size_px) for image in images]
        scores = self._network.run(fed(inputs, self._spec.input))[0]
        scores = scores.reshape(len(images), -1)
        if scores.shape[1] != len(self._names):
            raise ModelError(
                f"The model {self._spec.name} gives {scores.shape[1]} scores, but has {len(self._names)} labels"
            )
        return [Annotation(labels=self._labels(row)) for row in probabilities(scores)]

    def _labels(self, row: Floats) -> tuple[Label, ...]:
        sums = np.bincount(self._word_of_class, weights=row, minlength=len(self._words))
        best_first = np.argsort(-sums)[: np.count_nonzero(sums >= self._threshold)]
        return tuple(self._label(int(word), float(sums[word]), row) for word in best_first)

    def _label(self, word: int, score: float, row: Floats) -> Label:
        classes = np.flatnonzero(self._word_of_class == word)
        plain, fine = self._names[classes[row[classes].argmax()]]
        return Label(plain, min(score, 1.0), detail=fine if fine != plain else None)


def probabilities(scores: Floats) -> Floats:
    """Scores, rows x classes, as probabilities: as they are if each row is one already, else through softmax."""
    if scores.min() >= 0 and np.allclose(scores.sum(axis=1), 1, atol=1e-3):
        return scores
    exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(exponentials / exponentials.sum(axis=1, keepdims=True))
