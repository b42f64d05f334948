"""Pictures for the inspector. All of this is for workers, never for the GUI thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from desktop.core.errors import ImageFileError


def decode_file(path: Path, side_px: int) -> QImage:
    """The upright image, scaled down while it is decoded so that no side is longer than ``side_px``.

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
    if data is None:
        return QImage()
    buffer = QBuffer()
    buffer.setData(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return QImageReader(buffer).read()
