"""Where something moves: the difference between a small grey image and a slowly learned background."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from node_agent.encode import Pixels
from node_agent.wire.messages import MotionBox

WIDTH_PX = 160
MAX_BOXES = 32
_LEARNING_RATE = 0.06
_NOISE_FACTOR = 5.0
_LEAST_DIFFERENCE = 10.0
"""Grey levels of 255 below which nothing counts as motion, however quiet the camera is."""
_LEAST_AREA = 0.001
"""Share of the image below which a patch is noise."""
_LIGHT_CHANGE_AREA = 0.5
"""Share of the image above which it was the light and not a thing."""
_OPEN = np.ones((2, 2), np.uint8)
_CLOSE = np.ones((7, 7), np.uint8)


class MotionDetector:
    """Compares each frame with those before it. The first frame, and one of another size, only teach.

    A lamp, a cloud or the camera's own exposure change the whole image at once: an even change of brightness is
    taken out before comparing, and a change of most of the image starts the background anew.
    """

    def __init__(self) -> None:
        self._background: NDArray[np.float32] | None = None

    def boxes(self, pixels: Pixels) -> tuple[MotionBox, ...]:
        """Where ``pixels`` differs from the background, largest first, at most :data:`MAX_BOXES`."""
        grey = _small_grey(pixels)
        if self._background is None or self._background.shape != grey.shape:
            self._background = grey
            return ()
        moving = self._moving(grey, self._background)
        if np.count_nonzero(moving) > _LIGHT_CHANGE_AREA * moving.size:
            self._background = grey
            return ()
        cv2.accumulateWeighted(grey, self._background, _LEARNING_RATE)
        return _boxes(moving)

    def _moving(self, grey: NDArray[np.float32], background: NDArray[np.float32]) -> NDArray[np.uint8]:
        # The median of the ratios is the gain that exposure or sun put on all that did not move.
        gain = float(np.median((grey + 1.0) / (background + 1.0)))
        difference = np.abs(grey - background * gain)
        noise = float(np.median(difference))
        moving = (difference > max(_LEAST_DIFFERENCE, _NOISE_FACTOR * noise)).astype(np.uint8)
        opened = cv2.morphologyEx(moving, cv2.MORPH_OPEN, _OPEN)
        return cv2.morphologyEx(opened, cv2.MORPH_CLOSE, _CLOSE).astype(np.uint8)


def _small_grey(pixels: Pixels) -> NDArray[np.float32]:
    height_px, width_px = pixels.shape[:2]
    size = (WIDTH_PX, max(1, round(height_px * WIDTH_PX / width_px)))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    return cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), (5, 5), 0).astype(np.float32)


def _boxes(moving: NDArray[np.uint8]) -> tuple[MotionBox, ...]:
    height_px, width_px = moving.shape
    _, _, stats, _ = cv2.connectedComponentsWithStats(moving, connectivity=8)
    patches = stats[1:]  # the first is the background
    patches = patches[patches[:, cv2.CC_STAT_AREA] >= _LEAST_AREA * moving.size]
    largest_first = patches[np.argsort(-patches[:, cv2.CC_STAT_AREA], kind="stable")][:MAX_BOXES]
    return tuple(
        (left / width_px, top / height_px, (left + width) / width_px, (top + height) / height_px)
        for left, top, width, height, _ in largest_first.tolist()
    )
