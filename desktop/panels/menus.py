"""What can be done in the window: each action with its words, its shortcut and its place in the menus."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenuBar, QWidget

from desktop.panels.views import View
from desktop.panels.work.actions import ImageActions
from desktop.wall.geometry import TileSize

_Standard = QKeySequence.StandardKey


class Menus(QObject):
    """All actions of the window, as attributes. Those that need an open library are disabled until :meth:`set_open`."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.add_files = self._action(self.tr("Add &files…"), _Standard.Open)
        self.add_folder = self._action(self.tr("Add f&older…"), "Ctrl+Shift+O")
        self.paste = self._action(self.tr("&Paste images"), _Standard.Paste)
        self.scenes = self._action(self.tr("&Built-in scenes"), "")
        self.show_library = self._action(self.tr("Show &library folder"), "Ctrl+L")
        self.settings = self._action(self.tr("&Settings…"), "Ctrl+,")
        self.quit = self._action(self.tr("&Quit"), "Ctrl+Q")
        self.find = self._action(self.tr("&Find"), _Standard.Find)
        self.clear_search = self._action(self.tr("&Clear search"), "Ctrl+Shift+F")
        self.newest = self._action(self.tr("Go to &newest"), "Ctrl+Home")
        self.views = self._views()
        self.full_screen = self._action(self.tr("F&ull screen"), "F11")
        self.tile_sizes = self._tile_sizes()
        self.nodes_panel = self._action(self.tr("&Nodes"), "F6")
        self.inspector = self._action(self.tr("&Inspector"), "F7")
        self.pause = self._action(self.tr("&Pause labelling"), "Ctrl+Shift+P")
        self.commands = self._action(self.tr("&Commands…"), "Ctrl+K")
        self.shortcuts = self._action(self.tr("&Keyboard shortcuts"), "F1")
        self.shortcuts.setShortcuts([QKeySequence("F1"), QKeySequence("?")])
        self.about = self._action(self.tr("&About Miharu"), "")
        for toggle in (self.full_screen, self.scenes, self.nodes_panel, self.inspector, self.pause):
            toggle.setCheckable(True)
        for panel in (self.nodes_panel, self.inspector):
            panel.setChecked(True)
        self._always = (self.quit, self.commands, self.shortcuts, self.about)
        self._set_roles()
        self.set_open(False)

    def take_image_actions(self, actions: ImageActions) -> None:
        """Puts what can be done with images, which needs an open library, into its menu."""
        actions.fill(self.images)

    def set_open(self, is_open: bool) -> None:
        """Whether there is an open library to work on."""
        for action in self.all():
            action.setEnabled(is_open or action in self._always)

    def all(self) -> list[QAction]:
        """Every action, in the order of the menus."""
        return self.findChildren(QAction)

    def fill(self, bar: QMenuBar) -> None:
        """Puts the actions into menus."""
        file = bar.addMenu(self.tr("&File"))
        file.addActions([self.add_files, self.add_folder, self.paste, self.scenes])
        file.addSeparator()
        file.addAction(self.show_library)
        file.addSeparator()
        file.addAction(self.settings)
        file.addAction(self.quit)
        view = bar.addMenu(self.tr("&View"))
        view.addActions(list(self.views.values()))
        view.addAction(self.full_screen)
        view.addSeparator()
        view.addActions([self.find, self.clear_search, self.newest])
        view.addSeparator()
        view.addActions(list(self.tile_sizes.values()))
        view.addSeparator()
        view.addActions([self.nodes_panel, self.inspector])
        self.images = bar.addMenu(self.tr("&Images"))
        bar.addMenu(self.tr("&Labelling")).addAction(self.pause)
        bar.addMenu(self.tr("&Help")).addActions([self.commands, self.shortcuts, self.about])

    def _action(self, text: str, shortcut: QKeySequence.StandardKey | str) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(shortcut))
        return action

    def _tile_sizes(self) -> dict[TileSize, QAction]:
        names = {
            TileSize.SMALL: (self.tr("&Small tiles"), "Ctrl+1"),
            TileSize.MEDIUM: (self.tr("&Medium tiles"), "Ctrl+2"),
            TileSize.LARGE: (self.tr("&Large tiles"), "Ctrl+3"),
        }
        group = QActionGroup(self)
        actions = {}
        for size, (text, shortcut) in names.items():
            actions[size] = group.addAction(self._action(text, shortcut))
            actions[size].setCheckable(True)
        return actions

    def _views(self) -> dict[View, QAction]:
        group = QActionGroup(self)
        actions = {
            View.STREAM: group.addAction(self._action(self.tr("S&tream"), "F3")),
            View.WALL: group.addAction(self._action(self.tr("&Wall"), "F4")),
            View.ACTIVITY: group.addAction(self._action(self.tr("&Activity"), "Shift+F4")),
        }
        for action in actions.values():
            action.setCheckable(True)
        actions[View.STREAM].setChecked(True)
        return actions

    def _set_roles(self) -> None:
        self.quit.setMenuRole(QAction.MenuRole.QuitRole)
        self.settings.setMenuRole(QAction.MenuRole.PreferencesRole)
        self.about.setMenuRole(QAction.MenuRole.AboutRole)
