"""A page of the settings: rows of what can be set, each explained, each with a way back to its default."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.core.settings import Settings, values_of
from desktop.panels.icons import icon_button
from desktop.panels.settings.editors import Editor
from desktop.panels.settings.keeper import SettingsKeeper
from desktop.panels.text_widgets import Heading, QuietLabel

EDITOR_WIDTH_PX = 320
TEXT_WIDTH_PX = 230
_DEFAULTS = values_of(Settings())


class SettingRow(QFrame):
    """One setting: its name, a line that explains it, the editor, and what is wrong with the value if anything is."""

    def __init__(self, keeper: SettingsKeeper, key: str, title: str, explanation: str, editor: QWidget) -> None:
        super().__init__()
        self.key = key
        self.editor = editor
        self.words = f"{title} {explanation} {key}".casefold()
        self._keeper = keeper
        self._editor: Editor = editor  # type: ignore[assignment]  # a QWidget that is an Editor: Python has no such type
        self.title = QLabel(title)
        self.title.setWordWrap(True)
        self.title.setBuddy(editor)
        self.reset_button = icon_button("reset", self.tr("Reset “{setting}” to its default").format(setting=title))
        self.reset_button.clicked.connect(self._on_reset)
        self.error = QLabel()
        self.error.setTextFormat(Qt.TextFormat.PlainText)
        self.error.setProperty("tone", "bad")
        self.error.setWordWrap(True)
        self.error.hide()
        _name(editor, title, explanation)
        self._lay_out(QuietLabel(explanation))
        self._show()
        self._editor.edited.connect(self._on_edited)
        keeper.changed.connect(self._on_changed)
        keeper.refused.connect(self._on_refused)
        keeper.kept.connect(self._on_kept)

    def _lay_out(self, explanation: QLabel) -> None:
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 10, 0, 10)
        layout.setHorizontalSpacing(14)
        layout.setVerticalSpacing(3)
        layout.setColumnStretch(0, 1)
        layout.setColumnMinimumWidth(0, TEXT_WIDTH_PX)
        top = Qt.AlignmentFlag.AlignTop
        layout.addWidget(self.title, 0, 0)
        layout.addWidget(explanation, 1, 0, top)
        self.editor.setMinimumWidth(EDITOR_WIDTH_PX)
        self.editor.setMaximumWidth(EDITOR_WIDTH_PX)
        layout.addWidget(self.editor, 0, 1, 2, 1, top)
        layout.addWidget(self.reset_button, 0, 2, 2, 1, top)
        layout.addWidget(self.error, 2, 0, 1, 3)
        layout.setRowStretch(1, 1)
        keep = self.reset_button.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self.reset_button.setSizePolicy(keep)

    def _show(self) -> None:
        value = self._keeper.value(self.key)
        self._editor.show_value(value)
        self.reset_button.setVisible(value != _DEFAULTS[self.key])

    @Slot(object)
    def _on_edited(self, value: Any) -> None:
        self.error.hide()
        self._keeper.change(self.key, value)

    @Slot()
    def _on_reset(self) -> None:
        self._on_edited(_DEFAULTS[self.key])

    @Slot(object)
    def _on_changed(self, _settings: Settings) -> None:
        self._show()

    @Slot(str)
    def _on_kept(self, key: str) -> None:
        if key == self.key:
            self.error.hide()

    @Slot(str, str)
    def _on_refused(self, key: str, reason: str) -> None:
        if key == self.key:
            self._show()
            self.error.setText(reason)
            self.error.show()


class SettingsPage(QScrollArea):
    """Rows and what else belongs to one matter, below each other; ``name`` is what the page is asked for by."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.title = ""
        self.rows: list[SettingRow] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        content = QWidget()
        self._layout = QVBoxLayout(content)
        self._layout.setContentsMargins(22, 16, 22, 16)
        self._layout.setSpacing(0)
        self._heading = Heading("", 1)
        self._layout.addWidget(self._heading)
        self._layout.addSpacing(6)
        self._end = self._layout.count()
        self._layout.addStretch(1)
        self.setWidget(content)

    def call_it(self, title: str) -> None:
        """Gives the page its title."""
        self.title = title
        self._heading.setText(title)
        self.setAccessibleName(title)

    def add_row(self, row: SettingRow) -> None:
        self.rows.append(row)
        self.add(row)

    def add(self, widget: QWidget) -> None:
        """Puts ``widget`` below what is there."""
        self._layout.insertWidget(self._end, widget)
        self._end += 1

    def section(self, title: str, text: str = "") -> None:
        """Begins a part of the page."""
        self._layout.insertSpacing(self._end, 14)
        self._end += 1
        self.add(Heading(title, 2))
        if text:
            self.add(QuietLabel(text))

    def narrow(self, words: str) -> bool:
        """Shows only the rows that have all ``words``, or all of them where the title has; returns whether any fits."""
        wanted = words.casefold().split()
        in_title = all(word in self.title.casefold() for word in wanted)
        fitting = [row for row in self.rows if in_title or all(word in row.words for word in wanted)]
        for row in self.rows:
            row.setVisible(row in fitting)
        return in_title or bool(fitting)

    def has(self, key: str) -> bool:
        """Whether the setting of that key is on this page."""
        return any(row.key == key for row in self.rows)

    def show_row(self, key: str) -> None:
        """Puts the keyboard focus on the setting of that key."""
        for row in self.rows:
            if row.key == key:
                self.ensureWidgetVisible(row)
                row.editor.setFocus(Qt.FocusReason.OtherFocusReason)


def _name(editor: QWidget, title: str, explanation: str) -> None:
    for widget in (editor, editor.focusProxy()):
        if widget is not None:
            widget.setAccessibleName(title)
            widget.setAccessibleDescription(explanation)
