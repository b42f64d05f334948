"""The settings in use, and how they are changed."""

from __future__ import annotations

import functools
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Signal, Slot

from desktop import settings_file
from desktop.core.errors import SettingsError
from desktop.core.settings import Settings, values_of, with_values
from desktop.wall.background import Background


class _Written(NamedTuple):
    """What the file says now. ``overtaken``: somebody else had changed the same key, so nothing was written."""

    settings: Settings
    overtaken: bool


class _SeenFile:
    """The settings file and what it said when it was last looked at. Only for the keeper's one worker."""

    def __init__(self) -> None:
        self._seen: Settings | None = None

    def read(self) -> Settings:
        self._seen = settings_file.load()
        return self._seen

    def write(self, key: str, value: Any) -> _Written:
        seen, now = self._seen, self.read()
        before, after = None if seen is None else values_of(seen)[key], values_of(now)[key]
        if seen is not None and after not in (before, value):
            return _Written(now, overtaken=True)
        self._seen = settings_file.change({key: value})
        return _Written(self._seen, overtaken=False)


class SettingsKeeper(QObject):
    """Holds the settings in use and writes each change into the file, off the GUI thread.

    What was given on the command line counts until that key is changed here. What others write into the file is
    taken over when it is seen, at the latest with the next change, and never overwritten unseen.

    Signals:
        changed(Settings): these are in use now.
        kept(str): this key has its new value.
        refused(str, str): this key keeps its value, and why.
        trouble_changed(str): see :attr:`trouble`.
    """

    changed = Signal(object)
    kept = Signal(str)
    refused = Signal(str, str)
    trouble_changed = Signal(str)

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._trouble = ""
        self._file = _SeenFile()
        self._given: dict[str, Any] | None = None
        """Values of the command line; None until the file is read."""
        self._background = Background(1, self)  # one, so that changes are written in their order
        self.refresh()

    @property
    def settings(self) -> Settings:
        return self._settings

    @property
    def trouble(self) -> str:
        """Why the file can't be read, in words for the user; empty when it can."""
        return self._trouble

    def value(self, key: str) -> Any:
        """Of a dotted key, such as ``google.api_key``."""
        return values_of(self._settings)[key]

    @Slot()
    def refresh(self) -> None:
        """Takes over what others have written into the file."""
        self._background.run(self._file.read, self._on_read, self._on_read_failed)

    def change(self, key: str, value: Any) -> None:
        """Sets the value of a dotted key; ``kept`` or ``refused`` is the answer."""
        try:
            with_values(self._settings, {key: value})
        except SettingsError as error:
            self.refused.emit(key, str(error))
            return
        write = functools.partial(self._file.write, key, value)
        refuse = functools.partial(self._on_write_failed, key)
        self._background.run(write, functools.partial(self._on_written, key), refuse)

    def close(self) -> None:
        """Waits for what is being written."""
        self._background.finish()

    def _on_read(self, filed: Settings) -> None:
        if self._given is None:
            in_file = values_of(filed)
            self._given = {key: value for key, value in values_of(self._settings).items() if value != in_file[key]}
        self._use(filed)

    def _on_written(self, key: str, written: _Written) -> None:
        if written.overtaken:
            self._use(written.settings)
            text = self.tr(
                "The settings file was changed meanwhile; this is what it says now. Change it again if you like."
            )
            self.refused.emit(key, text)
            return
        if self._given is not None:
            self._given.pop(key, None)
        self._use(written.settings)
        self.kept.emit(key)

    def _on_read_failed(self, error: Exception) -> None:
        self._note_trouble(str(error))

    def _on_write_failed(self, key: str, error: Exception) -> None:
        self.refused.emit(key, str(error))

    def _note_trouble(self, reason: str) -> None:
        if reason != self._trouble:
            self._trouble = reason
            self.trouble_changed.emit(reason)

    def _use(self, filed: Settings) -> None:
        self._note_trouble("")
        settings = with_values(filed, self._given or {})
        if settings != self._settings:
            self._settings = settings
            self.changed.emit(settings)
