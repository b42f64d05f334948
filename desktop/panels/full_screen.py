"""The window in full screen: nothing but the view."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QMainWindow, QWidget


class FullScreen(QObject):
    """Follows a checkable action, and ends by Esc or when the system ends it. What stands around the view is hidden
    meanwhile; ``around`` says what that is. The ``resting`` actions, which show and hide it, can't be used then."""

    def __init__(
        self,
        window: QMainWindow,
        action: QAction,
        around: Callable[[], Iterable[QWidget]],
        resting: Sequence[QAction],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._action = action
        self._around = around
        self._resting = resting
        self._hidden: list[QWidget] = []
        self._maximised = False
        action.toggled.connect(self._on_toggled)
        window.installEventFilter(self)

    def leave(self) -> None:
        """Shows the window as it was."""
        self._action.setChecked(False)

    def close_down(self) -> None:
        """Leaves full screen for good: the window closes."""
        self.leave()
        self._window.removeEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if not self._action.isChecked():
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.leave()
            return True
        if event.type() == QEvent.Type.WindowStateChange and not self._window.isFullScreen():
            self.leave()
        return False

    @Slot(bool)
    def _on_toggled(self, wanted: bool) -> None:
        for action in self._resting:
            action.setEnabled(not wanted)
        if wanted:
            self._hidden = [widget for widget in self._around() if not widget.isHidden()]
            for widget in self._hidden:
                widget.hide()
            self._maximised = self._window.isMaximized()
            self._window.showFullScreen()
            return
        for widget in self._hidden:
            widget.show()
        self._hidden = []
        if self._window.isFullScreen():
            (self._window.showMaximized if self._maximised else self._window.showNormal)()
