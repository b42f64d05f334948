"""Colours and type of the window: Qt's Fusion style under a palette of our own, light or dark as the system is."""

from __future__ import annotations

import enum
import importlib.resources
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

_Role = QPalette.ColorRole

_LIGHT = {
    _Role.Window: "#f5f6f8",
    _Role.WindowText: "#1c2430",
    _Role.Base: "#ffffff",
    _Role.AlternateBase: "#eceff3",
    _Role.Text: "#1c2430",
    _Role.PlaceholderText: "#657080",
    _Role.Button: "#ffffff",
    _Role.ButtonText: "#2b3644",
    _Role.BrightText: "#ffffff",
    _Role.ToolTipBase: "#1c2430",
    _Role.ToolTipText: "#f5f6f8",
    _Role.Light: "#ffffff",
    _Role.Midlight: "#e6e9ee",
    _Role.Mid: "#d3d9e0",
    _Role.Dark: "#a5afbb",
    _Role.Shadow: "#7c8794",
    _Role.Highlight: "#1f6f8b",
    _Role.HighlightedText: "#ffffff",
    _Role.Accent: "#1f6f8b",
    _Role.Link: "#17617b",
    _Role.LinkVisited: "#17617b",
}
_DARK = {
    _Role.Window: "#15191f",
    _Role.WindowText: "#e4e8ee",
    _Role.Base: "#1c2129",
    _Role.AlternateBase: "#232a33",
    _Role.Text: "#e4e8ee",
    _Role.PlaceholderText: "#94a0b0",
    _Role.Button: "#262d37",
    _Role.ButtonText: "#d5dbe4",
    _Role.BrightText: "#ffffff",
    _Role.ToolTipBase: "#e4e8ee",
    _Role.ToolTipText: "#15191f",
    _Role.Light: "#36404d",
    _Role.Midlight: "#262d37",
    _Role.Mid: "#343d49",
    _Role.Dark: "#536072",
    _Role.Shadow: "#0b0d11",
    _Role.Highlight: "#3a93b3",
    _Role.HighlightedText: "#08131a",
    _Role.Accent: "#4fb0d2",
    _Role.Link: "#6cc3e0",
    _Role.LinkVisited: "#6cc3e0",
}


_SCHEMES = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}


class Tone(enum.Enum):
    """What a colour says. The values are its shade on light and on dark ground, both above 4.5:1 in contrast."""

    PLAIN = ("#2b3644", "#d5dbe4")
    QUIET = ("#657080", "#94a0b0")
    ACCENT = ("#1f6f8b", "#4fb0d2")
    GOOD = ("#2b7a4b", "#5cc48a")
    CAUTION = ("#8f5b00", "#e2b04a")
    BAD = ("#b3362b", "#f08a7e")

    @property
    def colour(self) -> QColor:
        """The shade that fits the application's present palette."""
        light, dark = self.value
        return QColor(dark if is_dark(QGuiApplication.palette()) else light)

    @property
    def colour_on_light(self) -> QColor:
        """The shade for light ground, whatever the palette: the darker one, which white type can be read on."""
        return QColor(self.value[0])


class Mark(enum.Enum):
    """The colour of a box on a picture, by what it surrounds; pictures are the same in light and dark."""

    OBJECT = "#5fd0f5"
    FACE = "#ffc857"
    TEXT = "#7ee0a3"
    MOTION = "#ffffff"
    CROP = "#d9a7ff"

    @property
    def colour(self) -> QColor:
        return QColor(self.value)

    @property
    def is_region(self) -> bool:
        """Whether the box is a part of the picture, not a thing: drawn dashed, and named only when pointed at."""
        return self in (Mark.MOTION, Mark.CROP)


def is_dark(palette: QPalette) -> bool:
    return palette.color(_Role.Window).lightness() < palette.color(_Role.WindowText).lightness()


def palette_for(scheme: Qt.ColorScheme) -> QPalette:
    """The palette for dark systems, and for all others the light one."""
    palette = QPalette()
    for role, colour in (_DARK if scheme is Qt.ColorScheme.Dark else _LIGHT).items():
        palette.setColor(role, QColor(colour))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, palette.color(_Role.Dark))
    return palette


class Theme(QObject):
    """Dresses the application as the user or the system wants it, and anew when that changes."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        resources = importlib.resources.files("resources")
        check = Path(str(resources.joinpath("icons", "check.svg"))).as_posix()  # as a style sheet wants it everywhere
        self._style_sheet = resources.joinpath("style.qss").read_text("utf-8").replace("@check", check)
        app.setStyle("Fusion")
        app.styleHints().colorSchemeChanged.connect(self._on_system_changed)
        self._look = "system"
        self.follow("system")

    def follow(self, look: str) -> None:
        """Wears ``light`` or ``dark``, or with ``system`` whatever the system wears."""
        self._look = look
        # The frames that the system draws around windows follow, where it can do that.
        self._app.styleHints().setColorScheme(_SCHEMES.get(look, Qt.ColorScheme.Unknown))
        self.wear(_SCHEMES.get(look) or self._app.styleHints().colorScheme())

    @Slot(Qt.ColorScheme)
    def _on_system_changed(self, _scheme: Qt.ColorScheme) -> None:
        if self._look not in _SCHEMES:
            self.wear(self._app.styleHints().colorScheme())

    def wear(self, scheme: Qt.ColorScheme) -> None:
        """Puts the colours of ``scheme`` on the whole application."""
        self._app.setPalette(palette_for(scheme))
        # Style sheets read the palette when they are set, not when it changes.
        style_sheet = self._style_sheet
        for tone in Tone:
            style_sheet = style_sheet.replace(f"@{tone.name.lower()}", tone.colour.name())
        self._app.setStyleSheet(style_sheet)


def wear_look(look: str) -> None:
    """Has the application's theme follow the setting ``look``, if it has one."""
    application = QApplication.instance()
    theme = application.findChild(Theme) if application is not None else None
    if theme is not None:
        theme.follow(look)
