"""The on-device labeller: classifiers, object detectors and a face detector that run on this computer."""

from __future__ import annotations

from desktop.core.settings import Settings
from desktop.labelling.labeller import Labeller, Meter


def create(settings: Settings, meter: Meter) -> Labeller:  # noqa: ARG001 - it costs nothing
    """Loads the models that the settings name, or the best that are installed: not for the GUI thread.

    Raises:
        LabellerUnavailableError: none is installed, or one can't be loaded; the text says what to do.
    """
    from desktop.labelling.labellers.onnx.labeller import OnDeviceLabeller  # loads onnxruntime and OpenCV
    from desktop.labelling.models.shelf import ModelShelf

    return OnDeviceLabeller(ModelShelf(), settings.on_device)
