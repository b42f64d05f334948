"""Pictures for the inspector, decoded by Qt on workers.

While Qt picks the plugin for an image it holds one lock for all threads. Whatever goes back into Python under that lock
waits for Python's own lock, which another decoding thread may hold: then both wait for ever. Two things go back: a
device made in Python, whose methods Qt asks Python for, so none is given to Qt here; and the first use of a plugin,
which moves it to the GUI thread, so :func:`load_formats` has that done before there is a second thread.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from desktop.core.errors import ImageFileError


def load_formats() -> None:
    """Loads Qt's image plugins. Call it on the GUI thread, before the first worker decodes."""
    QImageReader.supportedImageFormats()


def decode_file(path: Path, side_px: int) -> QImage:
    """The upright image, for a worker, scaled down while it is decoded so that no side is longer than ``side_px``.

    Raises:
        ImageFileError: the file is gone or can't be decoded.
    """
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    bound = QSize(side_px, side_px)
    if size.width() > side_px or size.height() > side_px:
        reader.setScaledSize(size.scaled(bound, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        reason = reader.errorString() if path.exists() else "the file is no longer there"
        raise ImageFileError(f"{path}: {reason}")
    return image


def decode_thumbnail(data: bytes | None) -> QImage:
    """The image of a stored thumbnail; a null image where there is none."""
    return QImage() if data is None else QImage.fromData(data)
