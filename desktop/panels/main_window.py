"""The window: opening a library, or why it can't be opened, then the library itself."""

from __future__ import annotations

import functools
import importlib.metadata
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, Qt, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMainWindow, QMessageBox, QPushButton, QStackedWidget, QWidget

from desktop.core.errors import OpeningCancelledError
from desktop.core.library import Library
from desktop.panels.drop_target import DropTarget
from desktop.panels.full_screen import FullScreen
from desktop.panels.icons import application_icon
from desktop.panels.menus import Menus
from desktop.panels.opening import OpeningPage
from desktop.panels.palette.commands import Source, commands_of
from desktop.panels.palette.palette import CommandPalette
from desktop.panels.parts import Labelling, Nodes
from desktop.panels.placeholder import Placeholder
from desktop.panels.progress import Progress
from desktop.panels.shortcuts import ShortcutSheet
from desktop.panels.turns import Turns
from desktop.panels.views import View
from desktop.panels.welcome import Welcome
from desktop.panels.workspace import Workspace
from desktop.wall.geometry import TileSize

DEFAULT_SIZE_PX = (1400, 900)
_GEOMETRY, _LAYOUT, _NODES, _INSPECTOR, _TILES = "geometry", "layout", "nodes_panel", "inspector", "tile_width_px"
_VIEW = "view"


class MainWindow(QMainWindow):
    """One window for one library; its size, place and panels are remembered in ``memory``.

    ``folder_chosen(str)`` says that the user wants another library opened, ``opening_wanted(Path)`` the same one once
    more, ``library_shown(Workspace)`` that one is on the screen. ``closed()`` comes when the window closes and
    everything on it has let go of the library. With ``stays_when_closed`` the button in the window's frame only asks by
    ``close_wanted()``; quitting and :meth:`close` close it all the same.
    """

    folder_chosen = Signal(str)
    opening_wanted = Signal(object)
    library_shown = Signal(object)
    close_wanted = Signal()
    closed = Signal()

    def __init__(self, memory: QSettings) -> None:
        super().__init__()
        self._memory = memory
        self._workspace: Workspace | None = None
        self._building: Turns | None = None
        self.stays_when_closed = False
        self.menus = Menus(self)
        self.menus.fill(self.menuBar())
        self.addActions(self.menus.all())  # their keys work also while the menu bar is hidden
        panels = (self.menus.nodes_panel, self.menus.inspector)
        self._full_screen = FullScreen(self, self.menus.full_screen, self._around_view, panels)
        self.menus.quit.triggered.connect(self.close)
        self.command_sources: list[Source] = [lambda: commands_of(self._all_actions())]
        """What the command palette offers; others append theirs."""
        self.menus.commands.triggered.connect(self._on_commands)
        self.menus.shortcuts.triggered.connect(self._on_shortcuts)
        self.menus.about.triggered.connect(self._on_about)
        self.choose_button = QPushButton(self.tr("Choose another folder…"))
        self.choose_button.clicked.connect(self._on_choose_folder)
        self.quit_button = QPushButton(self.tr("Quit"))
        self.quit_button.clicked.connect(self.close)
        self.opening = OpeningPage()
        self.again_button = QPushButton(self.tr("Try again"))
        self.again_button.setDefault(True)
        self.again_button.clicked.connect(self._on_again)
        self._folder = Path()
        """Of the library that is to be shown."""
        self.trouble = Placeholder("error", "", "", (self.again_button, self.choose_button, self.quit_button))
        self._pages = QStackedWidget()
        self._pages.addWidget(self.opening)
        self._pages.addWidget(self.trouble)
        self.welcome = Welcome()
        self._pages.addWidget(self.welcome)
        self.setCentralWidget(self._pages)
        self.setWindowTitle(self.tr("Miharu"))
        self.setMinimumSize(880, 560)
        self.resize(*DEFAULT_SIZE_PX)
        self.restoreGeometry(_bytes(memory, _GEOMETRY))

    @property
    def workspace(self) -> Workspace | None:
        """What shows the library; None until it is open."""
        return self._workspace

    def show_welcome(self, folder: Path) -> None:
        """Asks a new user where the library is to be, suggesting ``folder``."""
        self._pages.setCurrentWidget(self.welcome)
        self.welcome.suggest(folder)

    def show_opening(self, folder: Path) -> Progress:
        """Says that the library in ``folder`` is being opened, which the caller does and ends the progress of."""
        self._folder = folder
        self._pages.setCurrentWidget(self.opening)
        return self.opening.show_opening(folder)

    def show_trouble(self, folder: Path, error: Exception) -> None:
        """Says why the library in ``folder`` can't be opened, and offers what can be done."""
        cancelled = isinstance(error, OpeningCancelledError)
        title = self.tr("The library was not opened") if cancelled else self.tr("The library can't be opened")
        self.trouble.say(title, f"{folder}\n\n{error}")
        self._pages.setCurrentWidget(self.trouble)
        self.again_button.setFocus()

    def show_library(self, library: Library, nodes: Nodes, labelling: Labelling) -> None:
        """Shows an open library, as soon as all that shows it is made.

        :attr:`closed` comes before any of the three may be stopped.
        """
        workspace = Workspace(library, nodes, labelling, self._pages)
        self._building = Turns(workspace.build(), functools.partial(self._on_built, workspace), self)

    def _on_built(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._pages.addWidget(workspace)
        self._pages.setCurrentWidget(workspace)
        self._connect(workspace)
        self._recall(workspace)
        self.command_sources.append(workspace.commands)
        self.menus.set_open(True)
        self.setWindowTitle(self.tr("{folder} – Miharu").format(folder=workspace.folder.name))
        self.library_shown.emit(workspace)

    def come_forward(self) -> None:
        """Shows the window, in front of the others."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        if event.spontaneous() and self.stays_when_closed:
            event.ignore()
            self.close_wanted.emit()
            return
        if self._building is not None:
            self._building.finish()
        self._remember()
        self.hide()  # what follows may take a moment
        self.opening.close_down()
        if self._workspace is not None:
            self._workspace.close_down()
        super().closeEvent(event)
        self.closed.emit()

    def _connect(self, workspace: Workspace) -> None:
        menus, centre = self.menus, workspace.centre
        DropTarget(self).dropped.connect(workspace.take)
        menus.add_files.triggered.connect(workspace.choose_files)
        menus.add_folder.triggered.connect(workspace.choose_folder)
        menus.paste.triggered.connect(self._on_paste)
        menus.show_library.triggered.connect(workspace.show_folder)
        menus.find.triggered.connect(centre.search.take_focus)
        menus.clear_search.triggered.connect(centre.search.clear)
        menus.newest.triggered.connect(centre.grid.go_to_top)
        for size, action in menus.tile_sizes.items():
            action.triggered.connect(functools.partial(centre.grid.set_tile_size, size))
        centre.grid.tile_size_changed.connect(self._on_tile_size_changed)
        for view, action in menus.views.items():
            action.triggered.connect(functools.partial(centre.show_view, view))
        centre.view_changed.connect(self._on_view_changed)
        menus.nodes_panel.toggled.connect(workspace.nodes_panel.setVisible)
        menus.inspector.toggled.connect(workspace.inspector.setVisible)
        menus.take_image_actions(workspace.work.actions)
        menus.pause.toggled.connect(workspace.pause_labelling)
        workspace.status.pause_toggled.connect(menus.pause.setChecked)

    def _recall(self, workspace: Workspace) -> None:
        memory, menus = self._memory, self.menus
        workspace.restore_layout(_bytes(memory, _LAYOUT))
        menus.nodes_panel.setChecked(memory.value(_NODES, True, bool) is True)
        menus.inspector.setChecked(memory.value(_INSPECTOR, True, bool) is True)
        width_px = memory.value(_TILES, 0, int)
        size = next((size for size in TileSize if size == width_px), TileSize.MEDIUM)
        menus.tile_sizes[size].setChecked(True)
        workspace.centre.grid.set_tile_size(size)
        view = next((view for view in View if view == memory.value(_VIEW)), View.STREAM)
        workspace.centre.show_view(view)

    def _remember(self) -> None:
        memory = self._memory
        self._full_screen.close_down()
        memory.setValue(_GEOMETRY, self.saveGeometry())
        if self._workspace is not None:
            memory.setValue(_LAYOUT, self._workspace.save_layout())
            memory.setValue(_NODES, self.menus.nodes_panel.isChecked())
            memory.setValue(_INSPECTOR, self.menus.inspector.isChecked())
            memory.setValue(_TILES, int(self._workspace.centre.grid.tile_size))
            memory.setValue(_VIEW, str(self._workspace.centre.view))

    def _around_view(self) -> list[QWidget]:
        around: list[QWidget] = [self.menuBar()]
        if self._workspace is not None:
            around += [self._workspace.nodes_panel, self._workspace.inspector, self._workspace.status]
        return around

    @Slot()
    def _on_paste(self) -> None:
        if self._workspace is not None:
            self._workspace.paste(QGuiApplication.clipboard().mimeData())

    @Slot(object)
    def _on_tile_size_changed(self, size: TileSize) -> None:
        self.menus.tile_sizes[size].setChecked(True)

    @Slot(object)
    def _on_view_changed(self, view: View) -> None:
        self.menus.views[view].setChecked(True)

    @Slot()
    def _on_again(self) -> None:
        self.opening_wanted.emit(self._folder)

    @Slot()
    def _on_choose_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose a library folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.folder_chosen)
        dialog.open()

    @Slot()
    def _on_commands(self) -> None:
        CommandPalette([command for source in self.command_sources for command in source()], self).show()

    @Slot()
    def _on_shortcuts(self) -> None:
        ShortcutSheet(self._all_actions(), self).open()

    def _all_actions(self) -> list[QAction]:
        of_images = [] if self._workspace is None else self._workspace.work.actions.all()
        return [*self.menus.all(), *of_images]

    @Slot()
    def _on_about(self) -> None:
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(self.tr("About Miharu"))
        box.setIconPixmap(application_icon().pixmap(64, 64))
        version = importlib.metadata.version("miharu")
        box.setText(self.tr("Miharu {version}").format(version=version))
        box.setInformativeText(self.tr("A live, labelled wall for what your cameras see."))
        box.open()


def _bytes(memory: QSettings, key: str) -> QByteArray:
    value = memory.value(key)
    return value if isinstance(value, QByteArray) else QByteArray()
