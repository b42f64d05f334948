"""The application with a window: opens the library, puts hub and window together, and ends both in order."""

from __future__ import annotations

import contextlib
import functools
import logging
import os
import queue
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

import platformdirs
from PySide6.QtCore import QObject, QSettings, Signal, Slot
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from desktop.core.errors import MiharuError, OpeningCancelledError
from desktop.core.library import Library
from desktop.core.settings import Settings
from desktop.hub import Hub, receive
from desktop.interrupts import quit_on_interrupt
from desktop.nodes.receiver import Receiver
from desktop.panels.decoding import load_formats
from desktop.panels.icons import application_icon
from desktop.panels.main_window import MainWindow
from desktop.panels.message_area import Message
from desktop.panels.own_scenes import OwnScenes
from desktop.panels.progress import Progress
from desktop.panels.retention_notice import RetentionNotice
from desktop.panels.settings.desk import SettingsDesk
from desktop.panels.settings.keeper import SettingsKeeper
from desktop.panels.silence import SilenceNotices
from desktop.panels.theme import Theme, wear_look
from desktop.panels.translation import speak
from desktop.panels.tray import Tray, system_tray
from desktop.panels.workspace import Workspace
from desktop.store import open_library
from desktop.wall.background import Background

log = logging.getLogger(__name__)

OPENING_WAIT_MS = 5000
GIL_TURN_S = 0.0005
"""How long a worker may keep the interpreter from the GUI thread, which lets go of it at each call of Qt: a repaint
that has to win it back fifty times would stall at Python's usual five milliseconds."""


class NoDisplayError(MiharuError):
    """There is no screen to show a window on."""


def run(
    settings: Settings,
    folder: Path,
    nodes: Sequence[str] = (),
    discover: bool = True,
    begin: Callable[[Session, Path], None] | None = None,
) -> int:
    """Shows the window until it is closed; returns the exit code.

    ``begin`` is :meth:`Session.open`, unless a new user is to be asked first with :meth:`Session.welcome`.

    Raises:
        NoDisplayError: there is no display.
    """
    application = make_application(settings)
    session = Session(settings, window_memory(), nodes, discover)
    session.stay_in_tray()
    session.ended.connect(application.quit)
    (begin or Session.open)(session, folder)
    with quit_on_interrupt(application):
        code = application.exec()
    session.window.close()
    return code


def make_application(settings: Settings) -> QApplication:
    """The QApplication, dressed: name, icon, colours, language.

    Raises:
        NoDisplayError: there is no display.
    """
    if not has_display():
        raise NoDisplayError("There is no display to show a window on. `miharu hub` works without one.")
    sys.setswitchinterval(GIL_TURN_S)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("miharu")
    application.setApplicationDisplayName("Miharu")
    application.setDesktopFileName("miharu")
    application.setQuitOnLastWindowClosed(False)  # a session ends first what stands behind its window
    load_formats()
    speak(application, settings.language)
    application.setWindowIcon(application_icon())
    Theme(application).follow(settings.look)
    return application


def has_display() -> bool:
    """Whether Qt can show a window; elsewhere than on Linux and the BSDs there is always a display."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY"))


class _Ready(NamedTuple):
    """An open library, and a receiver that stores into it."""

    library: Library
    receiver: Receiver


class Session(QObject):
    """One window and what stands behind it, from opening to the end.

    ``opened(Workspace)`` comes when the library is shown, ``failed(Exception)`` when it can't be opened, ``ended()``
    when the window is closed and all is stopped.
    """

    opened = Signal(object)
    failed = Signal(object)
    ended = Signal()

    def __init__(self, settings: Settings, memory: QSettings, nodes: Sequence[str] = (), discover: bool = True) -> None:
        """``memory`` is where the window's size, place and panels are remembered."""
        super().__init__()
        self.keeper = SettingsKeeper(settings, self)
        self.keeper.changed.connect(self._on_settings_changed)
        self._nodes = nodes
        self._discover = discover
        self._hub: Hub | None = None
        self._notices: SilenceNotices | None = None
        self._scenes: OwnScenes | None = None
        self._background = Background(1, self)
        self._ready: queue.SimpleQueue[_Ready] = queue.SimpleQueue()
        """What no hub has taken over yet."""
        self._old_hook = sys.excepthook
        sys.excepthook = self._tell_of_bug
        self.window = MainWindow(memory)
        self._icon: QSystemTrayIcon | None = None
        self._tray: Tray | None = None
        self._chosen = ""
        """The folder that the user has chosen, until it is open."""
        self.window.folder_chosen.connect(self._on_folder_chosen)
        self.window.opening_wanted.connect(self.open)
        self.window.library_shown.connect(self._on_library_shown)
        self.window.closed.connect(self._on_closed)

    @property
    def hub(self) -> Hub | None:
        """What stands behind the window; None until the library is open."""
        return self._hub

    def stay_in_tray(self) -> None:
        """Closing the window leaves Miharu watching, where the system has a tray."""
        self._icon = system_tray(self.window)
        self._tray = Tray(self._icon, self.window) if self._icon is not None else None

    def welcome(self, folder: Path) -> None:
        """Asks a new user for the folder of the library, suggesting ``folder``, and opens it."""
        self.window.show_welcome(folder)
        self.window.welcome.chosen.connect(self._on_folder_chosen)
        self.window.show()

    @Slot(object)
    def open(self, folder: Path) -> None:
        """Shows the window at once, and the library in ``folder`` when it is open."""
        progress = self.window.show_opening(folder)
        self.window.show()
        self._background.run(
            functools.partial(self._open_library, folder, progress),
            functools.partial(self._on_opened, progress),
            functools.partial(self._on_failed, folder, progress),
        )

    def _open_library(self, folder: Path, progress: Progress) -> Path:
        library = open_library(folder, progress.go_on)
        try:
            if progress.cancelled:
                raise OpeningCancelledError(f"{folder} was about to be opened when that was cancelled.")
            self._ready.put(_Ready(library, receive(library, self._nodes, self._discover)))
        except Exception:
            library.close()
            raise
        return folder

    def _on_opened(self, progress: Progress, folder: Path) -> None:
        progress.end()
        library, receiver = self._ready.get()
        self._hub = hub = Hub(library, receiver, self.keeper.settings, self)
        hub.start()
        log.info("opened %s", folder)
        if self._chosen:
            self.keeper.change("library", self._chosen)
            self._chosen = ""
        self.window.show_library(library, hub.receiver, hub.engine)

    def _on_failed(self, folder: Path, progress: Progress, error: Exception) -> None:
        progress.end()
        self.window.show_trouble(folder, error)
        self.failed.emit(error)

    @Slot(object)
    def _on_library_shown(self, workspace: Workspace) -> None:
        hub = self._hub
        assert hub is not None
        desk = SettingsDesk(self.keeper, hub.library, hub.receiver, workspace)
        desk.models_changed.connect(hub.renew_labellers)
        self.window.menus.settings.triggered.connect(desk.open)
        self.window.command_sources.append(desk.commands)
        self._offer_scenes(workspace)
        workspace.centre.messages.settings_requested.connect(desk.open_at)
        if self._tray is not None:
            self._tray.follow(workspace.mailbox)
        RetentionNotice(hub.retaining, workspace.centre.messages)
        self._notices = SilenceNotices(workspace.mailbox.nodes_changed, workspace.centre.messages, self._icon, self)
        self._notices.set_wanted(self.keeper.settings.notify_when_silent)
        self.opened.emit(workspace)

    def _offer_scenes(self, workspace: Workspace) -> None:
        self._scenes = scenes = OwnScenes(workspace.background, self)
        wanted, empty = self.window.menus.scenes, workspace.centre.empty
        wanted.toggled.connect(scenes.set_running)
        empty.scenes_requested.connect(functools.partial(wanted.setChecked, True))
        scenes.running_changed.connect(wanted.setChecked)
        scenes.running_changed.connect(empty.show_scenes)
        scenes.failed.connect(self._on_scenes_failed)

    @Slot(str)
    def _on_scenes_failed(self, reason: str) -> None:
        if self.window.workspace is not None:
            self.window.workspace.centre.messages.show_message(Message("scenes", reason))

    @Slot(str)
    def _on_folder_chosen(self, folder: str) -> None:
        self._chosen = folder
        self.open(Path(folder).expanduser())

    @Slot(object)
    def _on_settings_changed(self, settings: Settings) -> None:
        wear_look(settings.look)
        if self._hub is not None:
            self._hub.apply(settings)
        if self._notices is not None:
            self._notices.set_wanted(settings.notify_when_silent)

    @Slot()
    def _on_closed(self) -> None:
        self._background.close(OPENING_WAIT_MS)
        self.keeper.close()
        if self._tray is not None:
            self._tray.close()
        if self._scenes is not None:
            self._scenes.close()
        if self._hub is not None:
            self._hub.stop()
        _close_all(self._ready)  # opened after the window was closed
        sys.excepthook = self._old_hook
        self.ended.emit()

    def _tell_of_bug(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """A slot raised what nobody caught: work goes on, and the user is told."""
        if not issubclass(kind, Exception):
            self._old_hook(kind, error, trace)
            return
        log.error("unexpected: %s", "".join(traceback.format_exception(kind, error, trace)))
        if self.window.workspace is not None:
            text = self.tr("Something unexpected went wrong: {error}. The log says more.").format(error=error)
            self.window.workspace.centre.messages.show_message(Message("bug", text))


def _close_all(ready: queue.SimpleQueue[_Ready]) -> None:
    with contextlib.suppress(queue.Empty):
        while True:
            library, receiver = ready.get_nowait()
            receiver.stop()
            library.close()


def window_memory() -> QSettings:
    """Where size, place and panels of the user's window are remembered: a file beside other state, not the settings."""
    path = platformdirs.user_state_path("miharu", appauthor=False) / "window.ini"
    return QSettings(str(path), QSettings.Format.IniFormat)
