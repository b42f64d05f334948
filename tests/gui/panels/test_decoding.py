"""Decoding on several threads at once. A deadlock would take the whole test run with it, so a process has it alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from desktop.core.errors import ImageFileError
from desktop.panels.decoding import decode_file, decode_thumbnail
from tests.helpers.window_parts import make_jpeg

_AT_ONCE = """
import faulthandler, sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from desktop.panels.decoding import decode_file, decode_thumbnail, load_formats
from desktop.panels.drops import read_gift

faulthandler.dump_traceback_later(60, exit=True)
application = QApplication([])
load_formats()
path = Path(sys.argv[1])
data = path.read_bytes()
pasted = QMimeData()
pasted.setImageData(QImage(str(path)))
(clip,) = read_gift(pasted).clips
works = (lambda: decode_file(path, 32), lambda: decode_thumbnail(data), clip.read) * 2

def repeat(work):
    for _ in range(400):
        work()

with ThreadPoolExecutor(len(works)) as pool:
    list(pool.map(repeat, works))
"""


def test_workers_that_decode_at_once_never_wait_for_each_other_for_ever(tmp_path: Path) -> None:
    path = make_jpeg(tmp_path / "small.jpg", 64, 48)
    done = subprocess.run([sys.executable, "-c", _AT_ONCE, str(path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_file_is_scaled_to_the_side_asked_for(tmp_path: Path) -> None:
    image = decode_file(make_jpeg(tmp_path / "wide.jpg", 640, 320), 160)
    assert (image.width(), image.height()) == (160, 80)


def test_a_file_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(ImageFileError, match=r"gone\.jpg: the file is no longer there"):
        decode_file(tmp_path / "gone.jpg", 160)


def test_no_thumbnail_and_a_damaged_one_are_null_images() -> None:
    assert decode_thumbnail(None).isNull()
    assert decode_thumbnail(b"no image").isNull()
