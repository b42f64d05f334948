"""Pages about the window itself: where the library lies, how it looks, which language it speaks."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from desktop import settings_file
from desktop.panels.command_line import CommandLine
from desktop.panels.settings.editors import Choice, PathLine
from desktop.panels.settings.keeper import SettingsKeeper
from desktop.panels.settings.page import EDITOR_WIDTH_PX, SettingRow, SettingsPage
from desktop.panels.text_widgets import QuietLabel
from desktop.wall.geometry import TileSize


class StorePage(SettingsPage):
    """The library that is open, and the one to open next time."""

    def __init__(self, keeper: SettingsKeeper, folder: Path) -> None:
        super().__init__("store")
        self.call_it(self.tr("Store"))
        self.add_row(
            SettingRow(
                keeper,
                "library",
                self.tr("Library"),
                self.tr("The folder that images are kept in. Another one is opened at the next start; none is moved."),
                PathLine(
                    self.tr("Choose a library folder"),
                    QFileDialog.FileMode.Directory,
                    self.tr("Miharu in your pictures"),
                ),
            )
        )
        self.section(self.tr("Where things are"))
        self.add(QuietLabel(self.tr("The library that is open:")))
        self.add(CommandLine(str(folder)))
        self.add(QuietLabel(self.tr("The settings file, which may also be edited by hand:")))
        self.add(CommandLine(str(settings_file.path())))


class LookPage(SettingsPage):
    """Light and dark, and the size of tiles, which ``tile_size_chosen(TileSize)`` asks for."""

    tile_size_chosen = Signal(object)

    def __init__(self, keeper: SettingsKeeper, tile_size: TileSize) -> None:
        super().__init__("look")
        self.call_it(self.tr("Look"))
        looks = [("system", self.tr("As the system")), ("light", self.tr("Light")), ("dark", self.tr("Dark"))]
        self.add_row(
            SettingRow(keeper, "look", self.tr("Colours"), self.tr("Light or dark, for this window."), Choice(looks))
        )
        self.tile_size = Choice(
            [
                (TileSize.SMALL, self.tr("Small")),
                (TileSize.MEDIUM, self.tr("Medium")),
                (TileSize.LARGE, self.tr("Large")),
            ]
        )
        self.tile_size.show_value(tile_size)
        self.tile_size.edited.connect(self.tile_size_chosen)
        self.tile_size.setAccessibleName(self.tr("Size of tiles"))
        self.tile_size.setMaximumWidth(EDITOR_WIDTH_PX)
        self.section(self.tr("Size of tiles"), self.tr("Also Ctrl with the wheel, and Ctrl+1 to Ctrl+3."))
        self.add(self.tile_size)


class LanguagePage(SettingsPage):
    """What the window speaks."""

    def __init__(self, keeper: SettingsKeeper) -> None:
        super().__init__("language")
        self.call_it(self.tr("Language"))
        languages = [("system", self.tr("As the system")), ("en", "English"), ("ja", "日本語")]
        self.add_row(
            SettingRow(
                keeper,
                "language",
                self.tr("Language"),
                self.tr("Of all words in this window, and of numbers and dates. It changes at the next start."),
                Choice(languages),
            )
        )
