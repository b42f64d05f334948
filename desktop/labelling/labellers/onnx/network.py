"""A loaded ONNX model."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from desktop.labelling.models.errors import ModelError
from desktop.labelling.models.spec import ModelSpec

PROVIDERS = {
    "cpu": "CPUExecutionProvider",
    "cuda": "CUDAExecutionProvider",
    "coreml": "CoreMLExecutionProvider",
    "directml": "DmlExecutionProvider",
    "openvino": "OpenVINOExecutionProvider",
}
LOG_ERRORS = 3

_log = logging.getLogger(__name__)

Floats = npt.NDArray[np.float32]


class Network:
    """Runs a model; several threads may do so at once.

    Each run stays on the thread that asks for it: the workers are the parallelism. That is faster than ONNX
    Runtime's own threads as soon as two workers are busy, and leaves no spinning thread behind.

    Raises:
        ModelError: the file can't be loaded as an ONNX model with one image input.
    """

    def __init__(self, spec: ModelSpec, path: Path, providers: Sequence[str] = ("cpu",)) -> None:
        self._name = spec.name
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = LOG_ERRORS
        wanted = available_providers(providers)
        if PROVIDERS["directml"] in wanted:
            options.enable_mem_pattern = False  # DirectML can't do with it
        try:
            self._session = onnxruntime.InferenceSession(str(path), options, providers=wanted)
        except Exception as error:  # ONNX Runtime's errors have no base of their own
            raise ModelError(f"The model {spec.name} can't be loaded: {error}") from error
        for missing in set(wanted).difference(self._session.get_providers()):
            _log.warning("%s can't be used on this computer; going on without it", missing)
        inputs = self._session.get_inputs()
        if len(inputs) != 1 or len(inputs[0].shape) != 4 or inputs[0].type != "tensor(float)":
            raise ModelError(f"The model {spec.name} must have one input of four dimensions of float32")
        self._input = inputs[0]
        # DirectML allows but one thread at a time in a session.
        one_at_a_time = PROVIDERS["directml"] in self._session.get_providers()
        self._turn: contextlib.AbstractContextManager[object] = (
            threading.Lock() if one_at_a_time else contextlib.nullcontext()
        )

    @property
    def takes_batches(self) -> bool:
        """Whether any number of images can be run at once, rather than one."""
        return not isinstance(self._input.shape[0], int)

    def run(self, images: Floats) -> list[Floats]:
        """All outputs for a batch in the model's layout, in the order of the model.

        Raises:
            ModelError: the model refuses the batch, or fails.
        """
        try:
            with self._turn:
                outputs: list[Floats] = self._session.run(None, {self._input.name: images})
        except Exception as error:  # ONNX Runtime's errors have no base of their own
            raise ModelError(f"The model {self._name} failed: {error}") from error
        return outputs


def available_providers(names: Sequence[str]) -> list[str]:
    """ONNX Runtime's names of those providers that it has here, in order, and always the CPU as the last."""
    there = onnxruntime.get_available_providers()
    for name in names:
        if PROVIDERS[name] not in there:
            _log.warning("The provider %r is not part of the installed ONNX Runtime; going on without it", name)
    wanted = [PROVIDERS[name] for name in names if PROVIDERS[name] in there and name != "cpu"]
    return [*wanted, PROVIDERS["cpu"]]
