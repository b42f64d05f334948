"""What a library's change feed says. Events are facts: they are sent after the commit, never before."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from desktop.core.records import ImageKey


class ImagesAdded(Struct, frozen=True, tag=True):
    """These images are in the library now and wait for their labels."""

    keys: tuple[ImageKey, ...]


class ImagesChanged(Struct, frozen=True, tag=True):
    """State or labels of these images are not what they were."""

    image_ids: tuple[int, ...]


class ImagesRemoved(Struct, frozen=True, tag=True):
    """These images are no longer in the library."""

    image_ids: tuple[int, ...]


class ImagesRedated(Struct, frozen=True, tag=True):
    """These images were taken at another time than was thought, and so have another place in the order of all."""

    keys: tuple[ImageKey, ...]


class IngestPaused(Struct, frozen=True, tag=True):
    """Nothing can be stored for now; ``reason`` is for the user. Images wait on their devices."""

    reason: str


class IngestResumed(Struct, frozen=True, tag=True):
    """Storing works again."""


LibraryEvent = ImagesAdded | ImagesChanged | ImagesRedated | ImagesRemoved | IngestPaused | IngestResumed
Listener = Callable[[LibraryEvent], None]
"""Called on the library's writer thread: must return at once and not raise."""
