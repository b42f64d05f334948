from __future__ import annotations

import importlib.resources
import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QPushButton

import desktop.panels
from desktop.panels.icons import IconLabel, application_icon
from desktop.panels.theme import Theme, Tone, palette_for

SCHEMES = [Qt.ColorScheme.Light, Qt.ColorScheme.Dark]


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of WCAG 2.1, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", SCHEMES)
def test_all_text_can_be_read(theme: Theme, scheme: Qt.ColorScheme) -> None:
    theme.wear(scheme)
    palette = palette_for(scheme)
    for ground in (QPalette.ColorRole.Window, QPalette.ColorRole.Base):
        for ink in (QPalette.ColorRole.Text, QPalette.ColorRole.PlaceholderText, QPalette.ColorRole.Link):
            assert contrast(palette.color(ink), palette.color(ground)) >= 4.5, (ink, ground)
        for tone in Tone:
            assert contrast(tone.colour, palette.color(ground)) >= 4.5, (tone, ground)
    on_accent = palette.color(QPalette.ColorRole.HighlightedText)
    assert contrast(on_accent, palette.color(QPalette.ColorRole.Highlight)) >= 4.5


def test_light_and_dark_change_what_is_on_screen(theme: Theme, show) -> None:
    button = QPushButton("Add")
    show(button, 200, 80)
    icon = IconLabel("search")
    looks = []
    for scheme in SCHEMES:
        theme.wear(scheme)
        looks.append((button.grab().toImage(), icon.grab().toImage()))
    assert looks[0][0] != looks[1][0]
    assert looks[0][1] != looks[1][1]


def test_the_user_may_want_another_look_than_the_system(theme: Theme, qapp: QApplication) -> None:
    theme.follow("dark")
    assert qapp.palette() == palette_for(Qt.ColorScheme.Dark)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert qapp.palette() == palette_for(Qt.ColorScheme.Dark)
    theme.follow("light")
    assert qapp.palette() == palette_for(Qt.ColorScheme.Light)
    theme.follow("system")
    assert qapp.palette() == palette_for(qapp.styleHints().colorScheme())


def test_every_tone_in_the_style_sheet_is_known(theme: Theme, qapp: QApplication) -> None:
    theme.wear(Qt.ColorScheme.Dark)
    assert "@" not in qapp.styleSheet()


def test_no_icon_is_shipped_that_nothing_shows() -> None:
    source = "".join(path.read_text() for path in Path(desktop.panels.__file__).parent.rglob("*.py"))
    words = set(re.findall(r'"([a-z-]+)(?:\.svg)?"', source))
    names = {
        path.name.removesuffix(".svg") for path in importlib.resources.files("resources").joinpath("icons").iterdir()
    }
    assert names - words == set()


def test_the_application_has_an_icon() -> None:
    image = application_icon().pixmap(64, 64).toImage()
    assert image.pixelColor(1, 1).alpha() == 0
    assert image.pixelColor(32, 32).alpha() == 255
