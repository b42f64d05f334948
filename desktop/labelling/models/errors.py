"""What can go wrong with a model."""

from __future__ import annotations

from desktop.core.errors import MiharuError


class ModelError(MiharuError):
    """A model can't be fetched, loaded or run."""


class ModelSpecError(ModelError):
    """No such model, or its description can't be used."""


class DownloadCancelledError(ModelError):
    """The user stopped a download; what has come so far is kept for the next try."""
