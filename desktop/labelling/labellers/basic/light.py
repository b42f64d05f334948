"""What the light in an image says: dark, overexposed, blurred, blank."""

from __future__ import annotations

import cv2
import numpy as np

from desktop.labelling.images import Pixels

DARK_MEAN = 40
DARK_BRIGHTEST = 90
"""Nineteen in twenty pixels of a dark image are darker than this."""
BURNT = 250
BURNT_FRACTION = 0.4
BLANK_DEVIATION = 4
BLURRED_VARIANCE = 15
BLURRED_CONTRAST = 0.01


def light_words(grey: Pixels) -> list[str]:
    """Which of ``dark``, ``overexposed``, ``blank`` and ``blurred`` hold for an image of 8-bit grey values.

    Sharpness is the variance of the Laplacian (Pech-Pacheco et al., 2000), both as it is and in proportion to the
    contrast, so that fog is not taken for blur. It depends on the size: the limits hold for a longest side of
    about 640 px.
    """
    words = []
    if grey.mean() < DARK_MEAN and np.percentile(grey, 95) < DARK_BRIGHTEST:
        words.append("dark")
    if np.count_nonzero(grey >= BURNT) > BURNT_FRACTION * grey.size:
        words.append("overexposed")
    if grey.std() < BLANK_DEVIATION:
        words.append("blank")
    elif _is_blurred(grey):
        words.append("blurred")
    return words


def _is_blurred(grey: Pixels) -> bool:
    sharpness = cv2.Laplacian(grey, cv2.CV_16S).var()
    return bool(sharpness < BLURRED_VARIANCE and sharpness < BLURRED_CONTRAST * grey.var())
