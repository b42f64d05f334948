"""Miharu in the system tray: how many images are new, and the few things that are wanted without the window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Slot
from PySide6.QtGui import QAction, QFont, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from desktop.core.records import ImageKey
from desktop.panels.icons import application_icon
from desktop.panels.main_window import MainWindow
from desktop.panels.theme import Tone
from desktop.panels.words import count
from desktop.wall.mailbox import Mailbox

BADGE_SIDES_PX = (16, 22, 24, 32, 48, 64)
MOST_SHOWN = 99


def system_tray(parent: QObject) -> QSystemTrayIcon | None:
    """An icon for the system's tray, or None where there is none."""
    return QSystemTrayIcon(parent) if QSystemTrayIcon.isSystemTrayAvailable() else None


class Tray(QObject):
    """Stands behind ``icon``; counts images that came while nobody looked at the window.

    While the icon is there, closing the window leaves Miharu watching.
    """

    def __init__(self, icon: QSystemTrayIcon, window: MainWindow) -> None:
        super().__init__(window)
        self._icon = icon
        self._window = window
        self._new = 0
        self._told_that_it_stays = False
        self.show_action = QAction(self)
        self.show_action.triggered.connect(self._on_show_wanted)
        self.menu = QMenu()
        self.menu.addAction(self.show_action)
        self.menu.addAction(window.menus.pause)
        self.menu.addSeparator()
        self.menu.addAction(window.menus.quit)
        self.menu.aboutToShow.connect(self._name_show_action)
        icon.setContextMenu(self.menu)
        icon.activated.connect(self._on_activated)
        window.installEventFilter(self)
        window.close_wanted.connect(self._on_close_wanted)
        window.stays_when_closed = True
        self._name_show_action()
        self._show_count()
        icon.show()

    @property
    def new(self) -> int:
        """How many images have come since somebody last looked."""
        return self._new

    def follow(self, mailbox: Mailbox) -> None:
        """Counts what comes in through ``mailbox``."""
        mailbox.images_added.connect(self._on_images_added)

    def close(self) -> None:
        """Takes the icon off the tray."""
        self._icon.hide()
        self.menu.deleteLater()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.WindowActivate and self._new:
            self._new = 0
            self._show_count()
        return False

    @Slot(object)
    def _on_images_added(self, keys: Sequence[ImageKey]) -> None:
        if not self._window.isActiveWindow():
            self._new += len(keys)
            self._show_count()

    @Slot(QSystemTrayIcon.ActivationReason)
    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self._on_show_wanted()

    @Slot()
    def _on_show_wanted(self) -> None:
        if self._window.isVisible() and not self._window.isMinimized():
            self._window.hide()
        else:
            self._window.come_forward()

    @Slot()
    def _on_close_wanted(self) -> None:
        self._window.hide()
        if not self._told_that_it_stays and QSystemTrayIcon.supportsMessages():
            self._told_that_it_stays = True
            text = self.tr("Images still come in and are labelled. Quit from the icon in the tray.")
            self._icon.showMessage(self.tr("Miharu goes on watching"), text, self._icon.icon())

    @Slot()
    def _name_show_action(self) -> None:
        shown = self._window.isVisible() and not self._window.isMinimized()
        self.show_action.setText(self.tr("Hide window") if shown else self.tr("Show window"))

    def _show_count(self) -> None:
        self._icon.setIcon(with_badge(application_icon(), self._new))
        self._icon.setToolTip(
            self.tr("Miharu: new images: {n}").format(n=count(self._new)) if self._new else self.tr("Miharu")
        )


def with_badge(icon: QIcon, number: int) -> QIcon:
    """``icon`` with a number on it; none for 0."""
    if number == 0:
        return icon
    badged = QIcon()
    for side_px in BADGE_SIDES_PX:
        badged.addPixmap(_badged(icon.pixmap(side_px, side_px), side_px, number))
    return badged


def _badged(pixmap: QPixmap, side_px: int, number: int) -> QPixmap:
    pixmap.setDevicePixelRatio(1)
    text = f"{MOST_SHOWN}+" if number > MOST_SHOWN else str(number)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = side_px * 0.62
        width = min(side_px, max(height, height * (0.36 + 0.36 * len(text))))
        area = QRectF(side_px - width, side_px - height, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Tone.BAD.colour_on_light)
        painter.drawRoundedRect(area, height / 2, height / 2)
        font = QFont()
        font.setPixelSize(max(7, round(height * (0.78 if len(text) < 3 else 0.62))))
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(Qt.GlobalColor.white)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
    return pixmap
