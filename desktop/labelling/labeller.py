"""What a labeller is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from desktop.core.records import Annotation, LabelError, Picture


class Labeller(Protocol):
    """Looks at images and says what is in them. One instance is used by several threads at once."""

    name: str
    """A word for settings and the catalogue, such as ``basic``."""
    version: str
    """Of the model or service, kept with the results."""
    batch_size: int
    """How many pictures one call takes at most."""

    def label(self, batch: Sequence[Picture]) -> list[Annotation | LabelError]:
        """One entry a picture, in order.

        Raises:
            LabellerUnavailableError: nothing can be labelled for now, whatever the picture.
        """

    def close(self) -> None:
        """Cancels what is under way, within two seconds, and lets go of connections and models."""
