"""The grid over a library on disk: real photos, real events."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.core.query import Query
from desktop.store import open_library
from desktop.wall.background import Background
from desktop.wall.grid import GridView
from desktop.wall.mailbox import Mailbox
from desktop.wall.model import GridModel


def test_photos_that_are_added_are_seen_with_their_pictures(
    photos: Path, tmp_path: Path, background: Background, show: Callable[[QWidget], None], qtbot: QtBot
) -> None:
    files = [Path(shutil.copy(photo, tmp_path)) for photo in sorted(photos.glob("*.jpg"))]
    with ThreadPoolExecutor(1) as elsewhere:  # the GUI thread never touches the library
        library = elsewhere.submit(open_library, tmp_path / "library").result()
        mailbox = Mailbox(library.feed)
        list(elsewhere.map(library.add_file, files[:-1]))
        model = GridModel(library, background, mailbox)
        view = GridView(model, library, background)
        show(view)
        model.set_query(Query())
        qtbot.waitUntil(lambda: model.rowCount() == len(files) - 1 and view.complete)
        late = elsewhere.submit(library.add_file, files[-1]).result()
        qtbot.waitUntil(lambda: late in model.image_ids() and view.complete)
        assert not any(view._thumbnails.lacks(image_id) for image_id in model.image_ids().tolist())
        assert {model.tile(row).name for row in range(len(files))} == {file.name for file in files}
        mailbox.close()
        assert background.close()
        elsewhere.submit(library.close).result()
