"""Whether a file is a complete image yet."""

from __future__ import annotations

import time
from pathlib import Path
from typing import NamedTuple

from node_agent import clock
from node_agent.clock import Moment
from node_agent.encode import EncodedImage, Encoder, check_size
from node_agent.errors import ImageRefusedError
from node_agent.sources.sent_files import FileVersion

QUIET_S = 1.0
"""A file that nobody was seen to close is taken for complete after this time without a change."""
BROKEN_AFTER_S = 10.0
"""A file that does not decode is taken for broken, and not for half written, after this time without a change."""


class ImageFile(NamedTuple):
    """A complete image file; the encoded image is the file byte for byte."""

    version: FileVersion
    moment: Moment
    encoded: EncodedImage


class RefusedFile(NamedTuple):
    """A file that can't be sent, and why."""

    version: FileVersion
    error: ImageRefusedError


class Later(NamedTuple):
    """A file that may be half written; look again after this time."""

    delay_s: float


class _Look(NamedTuple):
    version: FileVersion
    since_s: float


class Examiner:
    """Reads files once they are complete. It remembers when it first saw each version of those that are not."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._looks: dict[Path, _Look] = {}

    def examine(self, version: FileVersion, closed: bool) -> ImageFile | RefusedFile | Later:
        """Looks at a file; ``closed`` says that its writer was seen to close it or to move it into place."""
        quiet_s = self._quiet_s(version)
        if quiet_s < QUIET_S and not closed:
            return Later(QUIET_S - quiet_s)
        try:
            encoded = self._encoded(version)
        except ImageRefusedError as error:
            if error.reason == "unreadable" and quiet_s < BROKEN_AFTER_S:
                return Later(BROKEN_AFTER_S - quiet_s)
            self.forget(version.path)
            return RefusedFile(version, error)
        if FileVersion.at(version.path) != version:
            return Later(QUIET_S)
        self.forget(version.path)
        return ImageFile(version, clock.of_file(version.modified_ns), encoded)

    def forget(self, path: Path) -> None:
        """There is nothing more to look at."""
        self._looks.pop(path, None)

    def _encoded(self, version: FileVersion) -> EncodedImage:
        check_size(version.size_bytes)
        try:
            data = version.path.read_bytes()
        except OSError as error:
            raise ImageRefusedError("unreadable", error.strerror or str(error)) from error
        return self._encoder.of_file(data)

    def _quiet_s(self, version: FileVersion) -> float:
        """For how long the file has not changed, by our own looking or by its modification time."""
        now_s = time.monotonic()
        look = self._looks.get(version.path)
        if look is None or look.version != version:
            look = self._looks[version.path] = _Look(version, now_s)
        return max(now_s - look.since_s, (time.time_ns() - version.modified_ns) / 1e9)
