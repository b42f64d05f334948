"""Pictures larger than thumbnails, decoded from the images themselves."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from PySide6.QtGui import QImage

from desktop.wall.pictures import decode, in_shape
from desktop.wall.thumbnails import Thumbnails, as_image
from node_agent.wire.messages import THUMBNAIL_SIDE_PX

logger = logging.getLogger(__name__)

_LARGEST_ENLARGEMENT = 1.3
"""A thumbnail serves for a picture that is larger by no more than this."""


class LargePictures(Thumbnails):
    """Thumbnails where they are large enough for the shape, else the images; a lost file has its thumbnail."""

    def _read(self, image_ids: Sequence[int]) -> dict[int, QImage]:
        found = super()._read(image_ids)
        if max(self._shape.device_size) > THUMBNAIL_SIDE_PX * _LARGEST_ENLARGEMENT:
            for image_id in image_ids:
                large = self._read_file(image_id)
                if large is not None:
                    found[image_id] = large
        return found

    def _read_file(self, image_id: int) -> QImage | None:
        details = self._gallery.details(image_id)
        if details is None:
            return None
        try:
            pixels = decode(details.path.read_bytes())
        except OSError as error:
            logger.info("only the thumbnail of image %d can be shown: %s", image_id, error)
            return None
        shape = self._shape
        return None if pixels is None else as_image(in_shape(pixels, shape), shape)
