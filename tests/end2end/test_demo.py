"""``miharu demo`` without a display: what a newcomer's first command does."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from desktop.demo import SCENES

WAIT_S = 110.0


def _demo(folder: Path, *arguments: str) -> str:
    """Runs it as on a machine without a screen; returns what it printed."""
    environment = {name: value for name, value in os.environ.items() if name not in ("QT_QPA_PLATFORM", "DISPLAY")}
    command = [sys.executable, "-m", "desktop.cli", "demo", *arguments]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=WAIT_S, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _table(printed: str) -> dict[str, tuple[int, int, int]]:
    rows = re.findall(r"^(\w+) +(\d+) +(\d+) +(\d+)", printed, re.MULTILINE)
    return {name: (int(captured), int(stored), int(labelled)) for name, captured, stored, labelled in rows}


def test_local_agents_are_found_stored_labelled_and_shown(tmp_path: Path) -> None:
    printed = _demo(tmp_path, "--seconds", "14")
    table = _table(printed)
    assert set(table) == set(SCENES)
    for captured, stored, labelled in table.values():
        assert captured == stored == labelled > 0
    pixels = np.asarray(Image.open(tmp_path / "miharu-demo.png").convert("RGB"))
    assert pixels.shape[1] > pixels.shape[0] > 800
    assert len(np.unique(pixels.reshape(-1, 3), axis=0)) > 10_000, "the picture shows no photographs"
    home = Path(os.environ["HOME"])
    assert not [path for path in home.rglob("*") if path.name in ("window.ini", "settings.toml", "desktop.key")]


def test_a_folder_of_ones_own_is_shown_instead(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    for number in range(5):
        Image.new("RGB", (320, 240), (40 * number, 90, 160)).save(tmp_path / "mine" / f"{number}.jpg")
    printed = _demo(tmp_path, "--seconds", "7", "--folder", "mine")
    assert _table(printed) == {"mine": (5, 5, 5)}
