"""Errors that reach the user. The text of each names the thing and the way out."""

from __future__ import annotations

from node_agent.wire.errors import WireError


class MiharuError(Exception):
    """Base of all errors with a text fit to be shown to the user as it is."""


class SettingsError(MiharuError):
    """A setting has a value that can't be used; the text names the key."""


class LibraryError(MiharuError):
    """The library can't be opened, read or written."""


class OpeningCancelledError(LibraryError):
    """A library was not opened to the end, because somebody wished so; it is as it was before."""


class LibraryFullError(LibraryError):
    """The disk under the library is full; nothing was stored and nothing is lost, the devices hold it."""


class ImageFileError(MiharuError):
    """A file can't be taken in as an image: missing, empty, damaged, too large, or no image at all."""


class ForeignStreamError(WireError):
    """A node says that a stream is its own which belongs to another one; nothing of it is taken."""


class LabellerUnavailableError(MiharuError):
    """The labelling service can't work at all for now (credentials, disabled API, missing model, no network).

    The images of the batch are neither failed nor lost: they wait until the cause is mended.
    """


class BudgetSpentError(LabellerUnavailableError):
    """The month's cap for a paid service leaves no room for another call."""


class QueryError(MiharuError):
    """A search line has a word that can't be understood; ``start`` and ``end`` are its place in the line."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.start = start
        self.end = end
