"""Names for colours, and the main colours of an image."""

from __future__ import annotations

from collections import defaultdict

import cv2
import numpy as np

from desktop.core.records import Colour
from desktop.labelling.images import Pixels

# Made by hand: for each word that people use first, the shades that should get it (sRGB).
SHADES: dict[str, tuple[str, ...]] = {
    "black": ("000000", "1a1a1a", "10141c", "1c1410"),
    "grey": ("404040", "606060", "808080", "a0a0a0", "c0c0c0", "5a6068", "8a9098"),
    "white": ("ffffff", "ececec", "f4f1ea"),
    "red": ("c01010", "ff0000", "8b0000", "e04040", "600808"),
    "orange": ("ff8000", "e06a10", "ffa040", "c85a00"),
    "yellow": ("ffe000", "f0d040", "c8b000", "fff080"),
    "green": ("008000", "30c030", "00ff00", "204a20", "6a9a3a", "90d080", "607040", "3c5030", "0e2810"),
    "turquoise": ("00b0a8", "40e0d0", "00ffff", "107870", "80d8d8"),
    "blue": ("0000ff", "1040a0", "3080e0", "90c0f0", "102050", "6a8cb8", "000080"),
    "purple": ("800080", "6030a0", "a060d0", "40104a", "b090d0"),
    "pink": ("ff70b0", "ffb0c8", "e02080", "f0a0a0", "d88898"),
    "brown": ("6b3e1e", "4a2c14", "8b5a2b", "a0724a", "30200f", "74604c"),
    "beige": ("d8c4a0", "e8dcc0", "c4ac88", "b8a488"),
}
SAMPLE_PX = 40
CLUSTERS = 12
MIN_FRACTION = 0.05


def _to_lab(rgb: np.ndarray) -> np.ndarray:
    """N x 3 sRGB values of 0 to 255 in CIE L*a*b*, where distance is near to what eyes see."""
    lab = cv2.cvtColor((rgb[np.newaxis] / 255).astype(np.float32), cv2.COLOR_RGB2LAB)
    return np.asarray(lab[0])


_SHADE_NAMES = [name for name, shades in SHADES.items() for _ in shades]
_SHADE_LAB = _to_lab(np.array([list(bytes.fromhex(shade)) for shades in SHADES.values() for shade in shades]))


def colour_name(red: float, green: float, blue: float) -> str:
    """The plain word for an sRGB colour of 0 to 255: that of the nearest shade in the table."""
    distances = np.linalg.norm(_SHADE_LAB - _to_lab(np.array([[red, green, blue]])), axis=1)
    return _SHADE_NAMES[int(distances.argmin())]


def main_colours(pixels: Pixels) -> tuple[Colour, ...]:
    """The main colours of an RGB image, at least one, largest share first: k-means clusters in L*a*b*, by name."""
    small = cv2.resize(pixels, (SAMPLE_PX, SAMPLE_PX), interpolation=cv2.INTER_AREA).reshape(-1, 3).astype(np.float64)
    cv2.setRNGSeed(1)  # of this thread: the same image always gets the same colours
    stop = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_MAX_ITER, 15, 1.0)
    _, cluster_of, _ = cv2.kmeans(_to_lab(small), CLUSTERS, np.empty(0), stop, 1, cv2.KMEANS_PP_CENTERS)
    by_name: dict[str, list[np.ndarray]] = defaultdict(list)
    for cluster in range(CLUSTERS):
        members = small[cluster_of.ravel() == cluster]
        if len(members):
            by_name[colour_name(*members.mean(axis=0))].append(members)
    colours = [_colour(name, np.concatenate(groups), len(small)) for name, groups in by_name.items()]
    colours.sort(key=lambda colour: -colour.fraction)
    return tuple(colour for colour in colours if colour.fraction >= MIN_FRACTION)


def _colour(name: str, members: np.ndarray, total: int) -> Colour:
    red, green, blue = (round(value) for value in members.mean(axis=0))
    return Colour(name, red, green, blue, round(len(members) / total, 3))
