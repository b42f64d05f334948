"""Labels from Google Cloud Vision, through Google's own client."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.core.settings import GoogleSettings, Settings
from desktop.labelling.labeller import Meter
from desktop.labelling.labellers.google.features import chosen_features

if TYPE_CHECKING:
    from desktop.labelling.labellers.google.labeller import GoogleLabeller


def create(settings: Settings, meter: Meter) -> GoogleLabeller:
    """Makes the labeller. Credentials are first looked at when it labels; its units are spent with ``meter``.

    Raises:
        SettingsError: ``google.features`` names a feature that does not exist.
    """
    features = chosen_features(settings.google.features)
    from desktop.labelling.labellers.google.labeller import GoogleLabeller  # half a second or more: only when wanted

    return GoogleLabeller(settings.google, features, meter)


def is_set_up(settings: GoogleSettings) -> bool:
    """Whether there is something to sign in with, good or not, or a server that needs no signing in."""
    given = settings.key_file or settings.api_key or settings.endpoint.startswith("http://")
    return bool(given or os.environ.get("GOOGLE_APPLICATION_CREDENTIALS") or _default_credentials_file().is_file())


def _default_credentials_file() -> Path:
    # Where `gcloud auth application-default login` leaves them:
    # https://cloud.google.com/docs/authentication/application-default-credentials
    home = Path(os.environ["APPDATA"]) if os.name == "nt" else Path.home() / ".config"
    folder = os.environ.get("CLOUDSDK_CONFIG") or home / "gcloud"
    return Path(folder) / "application_default_credentials.json"
