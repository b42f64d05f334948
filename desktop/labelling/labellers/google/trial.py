"""One real call, to learn whether Cloud Vision answers with the settings as they are."""

from __future__ import annotations

import tempfile
from contextlib import closing
from pathlib import Path

import cv2
import msgspec
import numpy as np

from desktop.core.errors import LabellerUnavailableError
from desktop.core.library import UnitLedger
from desktop.core.records import Annotation, Picture
from desktop.core.settings import GoogleSettings, Settings
from desktop.labelling.budget import Budget
from desktop.labelling.labellers import google
from desktop.labelling.labellers.google.connection import PLAIN, Connection

PATIENCE_S = 20.0
"""A person waits for the answer."""


def try_out(settings: Settings, ledger: UnitLedger) -> None:
    """Asks about one grey image, which costs a unit of each feature chosen, counted in ``ledger``.

    Not for the GUI thread: the answer may take as long as :data:`PATIENCE_S`.

    Raises:
        SettingsError: a feature chosen does not exist.
        LabellerUnavailableError: there is no answer; the text says why, and what to do.
    """
    if not google.is_set_up(settings.google):
        raise LabellerUnavailableError("It is not set up: set google.key_file or google.api_key in the settings")
    patient = msgspec.structs.replace(settings.google, timeout_s=min(PATIENCE_S, settings.google.timeout_s))
    asked = msgspec.structs.replace(settings, google=patient)
    with tempfile.TemporaryDirectory() as scratch, closing(google.create(asked, Budget(ledger, patient))) as labeller:
        (outcome,) = labeller.label([Picture(path=_grey_image(Path(scratch)), dropped=True)])
    if not isinstance(outcome, Annotation):
        raise LabellerUnavailableError(outcome.message)


def check_credentials(settings: GoogleSettings) -> str:
    """Reads the credentials, without a call; returns which they are, in words.

    Raises:
        LabellerUnavailableError: there are none, or they can't be read.
    """
    connection = Connection(settings)
    connection.client()
    connection.close()
    if settings.endpoint.startswith(PLAIN):
        return f"{settings.endpoint}, which needs none"
    if settings.key_file:
        return f"the key file {settings.key_file}"
    return "an API key" if settings.api_key else "Application Default Credentials"


def _grey_image(folder: Path) -> Path:
    path = folder / "grey.png"
    path.write_bytes(cv2.imencode(".png", np.full((480, 640, 3), 128, np.uint8))[1].tobytes())
    return path
