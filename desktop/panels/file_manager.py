"""The system's file manager."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices


def open_folder(folder: Path, tell: Callable[[str], object]) -> None:
    """Shows ``folder``; ``tell`` is told in words where there is nothing to show it with."""
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
        tell(_tr("No file manager could be opened. This is the folder: {folder}").format(folder=folder))


def _tr(text: str) -> str:
    return QCoreApplication.translate("", text)
