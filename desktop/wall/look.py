"""Colours and sizes of the grid, taken from the palette, for light and dark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtGui import QColor, QPalette

from desktop.core.records import ImageState

TILE_PADDING_PX = 6
"""Between the edge of a tile and its picture."""
TILE_RADIUS_PX = 12
PICTURE_RADIUS_PX = 8
PICTURE_ASPECT = 2 / 3
"""Height by width. Between 4:3 and 16:9, so that neither is cropped much."""
CAPTION_GAP_PX = 8
"""Between a picture and its caption."""
LINE_GAP_PX = 4
ICON_PX = 12
RING_PX = 2

_STATES_ON_LIGHT = {
    ImageState.WAITING: "#657080",
    ImageState.LABELLING: "#1f6f8b",
    ImageState.LABELLED: "#2b7a4b",
    ImageState.FAILED: "#b3362b",
}
_STATES_ON_DARK = {
    ImageState.WAITING: "#94a0b0",
    ImageState.LABELLING: "#4fb0d2",
    ImageState.LABELLED: "#5cc48a",
    ImageState.FAILED: "#f08a7e",
}
_Role = QPalette.ColorRole


@dataclass(frozen=True)
class Look:
    """The grid's colours. State colours keep a contrast of 4.5:1 to the ground they are on."""

    dark: bool
    ground: QColor
    text: QColor
    quiet_text: QColor
    accent: QColor
    on_accent: QColor
    placeholder: QColor
    hovered: QColor
    selected: QColor
    quiet_ring: QColor
    states: Mapping[ImageState, QColor]

    @classmethod
    def of(cls, palette: QPalette) -> Look:
        ground, text, accent = (palette.color(role) for role in (_Role.Base, _Role.Text, _Role.Accent))
        dark = ground.lightness() < text.lightness()
        return cls(
            dark=dark,
            ground=ground,
            text=text,
            quiet_text=palette.color(_Role.PlaceholderText),
            accent=accent,
            on_accent=palette.color(_Role.HighlightedText),
            placeholder=palette.color(_Role.AlternateBase),
            hovered=_with_alpha(text, 0.06 if dark else 0.04),
            selected=_with_alpha(accent, 0.22 if dark else 0.12),
            quiet_ring=_with_alpha(text, 0.25),
            states={state: QColor(name) for state, name in (_STATES_ON_DARK if dark else _STATES_ON_LIGHT).items()},
        )


def _with_alpha(colour: QColor, alpha: float) -> QColor:
    translucent = QColor(colour)
    translucent.setAlphaF(alpha)
    return translucent
