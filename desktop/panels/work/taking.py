"""Taking images out of the window: as files and as a picture for the clipboard, and for a drag."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage

from desktop.core.library import Gallery
from desktop.panels.decoding import decode_file

MAX_TAKEN = 2000
"""More files than this no other program takes well, and their paths have to be read."""
PICTURE_SIDE_PX = 4096


class Taken(NamedTuple):
    """Files that were asked for, and the picture of the only one; a null one where there are several."""

    paths: tuple[Path, ...]
    picture: QImage


def paths_of(gallery: Gallery, image_ids: Sequence[int]) -> tuple[Path, ...]:
    """Where the first :data:`MAX_TAKEN` of these images lie. Not for the GUI thread."""
    found = (gallery.details(image_id) for image_id in image_ids[:MAX_TAKEN])
    return tuple(details.path for details in found if details is not None)


def take(gallery: Gallery, image_ids: Sequence[int]) -> Taken:
    """Not for the GUI thread.

    Raises:
        ImageFileError: the only image can't be read.
    """
    paths = paths_of(gallery, image_ids)
    return Taken(paths, decode_file(paths[0], PICTURE_SIDE_PX) if len(paths) == 1 else QImage())


def mime_of(taken: Taken) -> QMimeData:
    """What goes to the clipboard or with a drag."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in taken.paths])
    if not taken.picture.isNull():
        mime.setImageData(taken.picture)
    return mime
