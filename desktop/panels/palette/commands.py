"""What the palette offers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from PySide6.QtGui import QAction, QKeySequence


class Command(NamedTuple):
    """Something that can be done: what it is called, a hint (its keys, or of what kind it is), and how it is done."""

    name: str
    hint: str
    run: Callable[[], object]


Source = Callable[[], Iterable[Command]]
"""Gives the commands that there are at the moment; asked each time the palette is opened, on the GUI thread."""


def commands_of(actions: Iterable[QAction]) -> Iterator[Command]:
    """The actions that can be triggered now, under their menu's words."""
    for action in actions:
        if action.isEnabled() and action.isVisible() and action.text():
            name = action.text().replace("&", "").rstrip("…")
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            yield Command(name, keys, action.trigger)
