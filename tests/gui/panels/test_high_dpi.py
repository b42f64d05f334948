"""The window on screens with more device pixels than it counts: everything uses them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from PIL import Image

from tests.helpers.scaled_window import SIZE_PX

FACTORS = (1.0, 1.5, 2.0)
LEAST_FINE = 0.028
"""Icons have 0.037 and type 0.056 at twice the size; made larger, both have 0.020 at most."""
LEAST_EVEN = 0.7
ROOT = Path(__file__).resolve().parents[3]


class Shot(NamedTuple):
    """A picture of the window as grey values, and where things are on it."""

    ratio: float
    pixels: np.ndarray
    places: dict[str, list[int]]

    def of(self, place: str) -> np.ndarray:
        left, top, width, height = self.places[place]
        return self.pixels[top : top + height, left : left + width]


@pytest.fixture(scope="module")
def shots(tmp_path_factory: pytest.TempPathFactory) -> dict[float, Shot]:
    """The real window at each scale, in a process of its own, side by side."""
    folders = {factor: tmp_path_factory.mktemp("window") for factor in FACTORS}
    processes = {factor: _start(factor, folder) for factor, folder in folders.items()}
    shots = {}
    for factor, process in processes.items():
        said, wrong = process.communicate(timeout=100)
        assert process.returncode == 0, wrong
        told = json.loads(said)
        pixels = np.asarray(Image.open(folders[factor] / "window.png").convert("L"), np.float32)
        shots[factor] = Shot(told["ratio"], pixels, told["places"])
    return shots


def _start(factor: float, folder: Path) -> subprocess.Popen[str]:
    environment = os.environ | {"QT_SCALE_FACTOR": str(factor), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tests.helpers.scaled_window", str(folder)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=pipe, stderr=pipe, text=True)


def was_made_larger(pixels: np.ndarray) -> bool:
    """Whether this was drawn with half as many pixels: it lacks fine detail, or pairs of columns are alike."""
    steps = np.abs(np.diff(pixels, axis=1))
    fewer, more = sorted((float(steps[:, 0::2].mean()), float(steps[:, 1::2].mean())))
    return _share_of_fine_detail(pixels) < LEAST_FINE or fewer < LEAST_EVEN * more


def _share_of_fine_detail(pixels: np.ndarray) -> float:
    """How much of what changes along the rows changes within less than four pixels."""
    power = np.abs(np.fft.rfft(pixels - pixels.mean(), axis=1)) ** 2
    per_px = np.fft.rfftfreq(pixels.shape[1])
    return float(power[:, per_px > 0.27].sum() / power[:, per_px > 0.02].sum())


@pytest.mark.parametrize("resampling", [Image.Resampling.NEAREST, Image.Resampling.BILINEAR])
def test_what_was_made_larger_is_found(resampling: Image.Resampling) -> None:
    small = np.random.default_rng(1).integers(0, 256, (80, 80), np.uint8)
    larger = Image.fromarray(small).resize((160, 160), resampling)
    assert was_made_larger(np.asarray(larger, np.float32))
    assert not was_made_larger(small.astype(np.float32))


@pytest.mark.parametrize("factor", FACTORS)
def test_everything_is_drawn_with_all_pixels_there_are(factor: float, shots: dict[float, Shot]) -> None:
    shot = shots[factor]
    assert shot.ratio == factor
    assert shot.pixels.shape == (SIZE_PX[1] * factor, SIZE_PX[0] * factor)
    for place in shot.places:
        assert shot.of(place).std() > 3, f"nothing is to be seen of {place}"
        assert not was_made_larger(shot.of(place)), f"{place} was drawn small and made larger"
