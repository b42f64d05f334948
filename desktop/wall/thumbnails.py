"""The pictures of the tiles: read and decoded off the GUI thread, kept as pixmaps on it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage, QPixmap

from desktop.core.library import Gallery
from desktop.wall.background import Background
from desktop.wall.pictures import PictureShape, Pixels, decode, in_shape
from desktop.wall.supply import Supply

_BATCH = 12
_CAPACITY = 128


class Thumbnails(Supply[QPixmap]):
    """Pixmaps by image id, ready to be painted, in one shape at a time. A picture that can't be read has none."""

    def __init__(self, gallery: Gallery, background: Background, shape: PictureShape, parent: QObject) -> None:
        super().__init__(self._read, background, batch=_BATCH, capacity=_CAPACITY, parent=parent)
        self._gallery = gallery
        self._shape = shape

    def set_shape(self, shape: PictureShape) -> None:
        """Pictures are wanted in another shape; the old ones serve until the new ones have come."""
        self._shape = shape
        self.refresh_all()

    def _read(self, image_ids: Sequence[int]) -> dict[int, QImage]:
        shape = self._shape
        found = ((image_id, decode(data)) for image_id, data in self._gallery.thumbnails(image_ids).items())
        return {image_id: as_image(in_shape(pixels, shape), shape) for image_id, pixels in found if pixels is not None}

    def _accept(self, value: QImage) -> QPixmap:
        return QPixmap.fromImage(value)


def as_image(pixels: Pixels, shape: PictureShape) -> QImage:
    """What :func:`in_shape` made, as Qt holds it."""
    height, width, channels = pixels.shape
    borrowed = QImage(pixels.data, width, height, width * channels, QImage.Format.Format_ARGB32_Premultiplied)
    image = borrowed.copy()  # its own memory: the array's goes with the array
    image.setDevicePixelRatio(shape.device_pixel_ratio)
    return image
