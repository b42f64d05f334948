"""The actions on images: for the menu bar, for context menus, and by keys where images are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

_Standard = QKeySequence.StandardKey


class ImageActions(QObject):
    """What can be done with the chosen images.

    Their keys work only while one of the widgets of :meth:`serve` has the keyboard: a letter typed into the search
    line is no command. Undo and redo work in the whole window.

    ``relabel_requested(str)`` names the labeller, empty for whichever the settings choose.
    """

    relabel_requested = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo = self._everywhere(self.tr("&Undo"), _Standard.Undo)
        self.redo = self._everywhere(self.tr("&Redo"), "Ctrl+Shift+Z")
        self.undo.setEnabled(False)
        self.redo.setEnabled(False)
        self.view = self._action(self.tr("&View full screen"))
        self.star = self._action(self.tr("&Star"), "S", "*")
        self.labels = self._action(self.tr("Correct &labels…"), "F2", "L")
        self.copy = self._action(self.tr("&Copy"), _Standard.Copy)
        self.save = self._action(self.tr("Save c&opies…"), "Ctrl+Shift+S")
        self.reveal = self._action(self.tr("Reveal in &folder"), "Ctrl+Shift+E")
        self.delete = self._action(self.tr("&Delete from library"), "Del")
        self.hidden = QAction(self.tr("&Hidden on cameras…"), self)
        self.bin = QAction(self.tr("&Bin…"), self)
        self.relabel = QMenu(self.tr("&Relabel with"))
        self.relabel.addAction(self.tr("As set")).triggered.connect(self._asker(""))
        self.relabel.addSeparator()

    def of_images(self) -> list[QAction]:
        """Those that need a chosen image."""
        working = [self.view, self.star, self.labels, self.relabel.menuAction()]
        return [*working, self.copy, self.save, self.reveal, self.delete]

    def all(self) -> list[QAction]:
        """Every action that has a name and keys, in the order of the menu."""
        return [
            self.undo,
            self.redo,
            *(each for each in self.of_images() if each.menu() is None),
            self.hidden,
            self.bin,
        ]

    def offer_labellers(self, names: Sequence[str]) -> None:
        """Images can be relabelled with these."""
        for name in names:
            self.relabel.addAction(name).triggered.connect(self._asker(name))

    def serve(self, widget: QWidget) -> None:
        """The keys work in ``widget`` and in what it holds."""
        widget.addActions([each for each in self.of_images() if each.menu() is None])

    def serve_alone(self, window: QWidget) -> None:
        """As :meth:`serve`, in a window of its own, which has no menu to undo by."""
        self.serve(window)
        window.addActions([self.undo, self.redo])

    def fill(self, menu: QMenu) -> None:
        """Puts all into the window's menu."""
        menu.addActions([self.undo, self.redo])
        menu.addSeparator()
        self.fill_context(menu)
        menu.addSeparator()
        menu.addActions([self.hidden, self.bin])

    def fill_context(self, menu: QMenu) -> None:
        """Puts what is done with images into a menu that opens on one."""
        menu.addActions([self.view, self.star, self.labels])
        menu.addMenu(self.relabel)
        menu.addSeparator()
        menu.addActions([self.copy, self.save, self.reveal])
        menu.addSeparator()
        menu.addAction(self.delete)

    def set_chosen(self, number: int) -> None:
        """So many images are chosen."""
        for action in self.of_images():
            action.setEnabled(number > 0)

    def _asker(self, labeller: str) -> Callable[[], None]:
        return lambda: self.relabel_requested.emit(labeller)

    def _action(self, text: str, *keys: QKeySequence.StandardKey | str) -> QAction:
        action = QAction(text, self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return action

    def _everywhere(self, text: str, key: QKeySequence.StandardKey | str) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(key))
        return action
