"""Looks a window over, as a person would who hears it, or who sees it: what has no name, and what is cut off."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QLabel, QToolButton, QWidget

from desktop.panels.text_widgets import ElidedLabel

_TO_BE_USED = {
    QAccessible.Role.Button,
    QAccessible.Role.ButtonMenu,
    QAccessible.Role.CheckBox,
    QAccessible.Role.ComboBox,
    QAccessible.Role.EditableText,
    QAccessible.Role.Link,
    QAccessible.Role.List,
    QAccessible.Role.ListItem,
    QAccessible.Role.MenuItem,
    QAccessible.Role.ProgressBar,
    QAccessible.Role.RadioButton,
    QAccessible.Role.Slider,
    QAccessible.Role.SpinBox,
    QAccessible.Role.Tree,
    QAccessible.Role.TreeItem,
}
_PARTS_OF_OTHERS = {"qt_spinbox_lineedit", "qt_scrollarea_viewport"}


def nameless(window: QWidget) -> list[str]:
    """Everything visible that can be used or have the focus, and that a screen reader finds no name for."""
    return [_where(each) for each in _walk(QAccessible.queryAccessibleInterface(window)) if _lacks_a_name(each)]


def clipped(window: QWidget) -> list[str]:
    """Every visible label and button that has less room than its text takes."""
    return [
        f"{type(each).__name__} {each.text()!r}: {each.size().toTuple()} of {_wanted(each)}"
        for each in [*window.findChildren(QLabel), *window.findChildren(QAbstractButton)]
        if each.isVisible() and each.text() and not _shows_no_text(each) and _is_clipped(each)
    ]


def _walk(interface: QAccessibleInterface | None) -> Iterator[QAccessibleInterface]:
    if interface is None or not interface.isValid() or interface.state().invisible:
        return
    yield interface
    for place in range(interface.childCount()):
        yield from _walk(interface.child(place))


def _lacks_a_name(interface: QAccessibleInterface) -> bool:
    widget = interface.object()
    if widget is not None and widget.objectName() in _PARTS_OF_OTHERS:
        return False
    takes_focus = interface.state().focusable and isinstance(widget, QWidget) and not widget.focusProxy()
    if interface.role() not in _TO_BE_USED and not takes_focus:
        return False
    return not (interface.text(QAccessible.Text.Name) or interface.text(QAccessible.Text.Description))


def _where(interface: QAccessibleInterface) -> str:
    path = []
    step = interface.object()
    while step is not None:
        path.append(type(step).__name__)
        step = step.parent()
    return f"{interface.role().name}: {' < '.join(path[:4])}"


def _shows_no_text(widget: QWidget) -> bool:
    """An icon alone, or text that is cut on purpose and whole in its tool tip."""
    icon_only = isinstance(widget, QToolButton) and widget.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly
    return isinstance(widget, ElidedLabel) or (icon_only and not widget.icon().isNull())


def _wanted(widget: QLabel | QAbstractButton) -> tuple[int, int]:
    if isinstance(widget, QLabel) and widget.wordWrap():
        return (widget.minimumSizeHint().width(), widget.heightForWidth(widget.width()))
    if isinstance(widget, QLabel):
        return widget.sizeHint().toTuple()
    return widget.minimumSizeHint().toTuple()


def _is_clipped(widget: QLabel | QAbstractButton) -> bool:
    width, height = _wanted(widget)
    return widget.width() < width or widget.height() < height
