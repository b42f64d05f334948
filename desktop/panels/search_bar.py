"""The search line: words become a query, a word that can't be understood is marked where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QStringListModel,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QAction,
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QTextCharFormat,
)
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop.core.errors import QueryError
from desktop.core.query import Query, parse, with_node
from desktop.panels.icons import icon
from desktop.panels.theme import Tone
from desktop.panels.words import count

DEBOUNCE_MS = 180
NODE_FIELD = "node:"


class SearchBar(QWidget):
    """A line, what is wrong with it, and how many images fit.

    ``query_changed(Query)`` comes a moment after the last key, and only when the query is another one;
    ``left()`` when Esc is pressed in an empty line; ``entered()`` when the line gets the focus.
    """

    query_changed = Signal(object)
    left = Signal()
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._query = Query()
        self.line = _Line()
        self.line.setPlaceholderText(self.tr('Search: cat  -person  "hot dog"  node:porch  camera:front'))
        self.line.setAccessibleName(self.tr("Search"))
        self.line.setAccessibleDescription(self.tr("Filters the images by label, node and camera"))
        self.line.textChanged.connect(self._on_text_changed)
        self.line.returnPressed.connect(self._read_line)
        self.line.escaped.connect(self._on_escaped)
        self.line.entered.connect(self.entered)
        self._clear = self.line.addAction(icon("close", Tone.QUIET), QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setToolTip(self.tr("Clear the search (Esc)"))
        self._clear.triggered.connect(self.clear)
        self._clear.setVisible(False)
        self._error = QLabel()
        self._error.setProperty("tone", "bad")
        self._error.setWordWrap(True)
        self._error.hide()
        self._count = QLabel()
        self._count.setProperty("quiet", True)
        self._count.setAccessibleName(self.tr("Number of images shown"))
        self._debounce = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._debounce.timeout.connect(self._read_line)
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self.line, 1)
        row.addWidget(self._count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 8)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self._error)

    @property
    def query(self) -> Query:
        """The query in force: that of the last line that could be read."""
        return self._query

    @Slot()
    def clear(self) -> None:
        """Empties the line at once, without waiting for more keys."""
        self.line.clear()
        self._read_line()

    @Slot()
    def take_focus(self) -> None:
        """Ready to type over what is there."""
        self.line.setFocus()
        self.line.selectAll()

    @Slot(str)
    def filter_by_node(self, name: str) -> None:
        """Puts ``node:name`` in the line in place of another node, or takes it out when ``name`` is empty."""
        self.line.setText(with_node(self.line.text(), name or None))
        self._read_line()

    def offer(self, labels: Iterable[str], nodes: Iterable[str]) -> None:
        """Sets what the line completes to."""
        self.line.words.setStringList([*labels, *(NODE_FIELD + node for node in nodes)])

    def show_count(self, shown: int, total: int) -> None:
        """Says how many of all images fit the query."""
        if self._query == Query():
            text = self.tr("1 image") if total == 1 else self.tr("{total} images")
        else:
            text = self.tr("{shown} of {total}")
        self._count.setText(text.format(shown=count(shown), total=count(total)))

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        self.line.unmark()
        self._error.hide()
        self._clear.setVisible(bool(text))
        self._debounce.start()

    @Slot()
    def _on_escaped(self) -> None:
        if self.line.text():
            self.clear()
        else:
            self.left.emit()

    @Slot()
    def _read_line(self) -> None:
        self._debounce.stop()
        try:
            query = parse(self.line.text())
        except QueryError as error:
            self._show_error(error)
            return
        if query != self._query:
            self._query = query
            self.query_changed.emit(query)

    def _show_error(self, error: QueryError) -> None:
        self.line.mark(error.start, error.end)
        self._error.setText(self.tr("Can't search for this: {reason}").format(reason=error))
        self._error.show()


class _Line(QLineEdit):
    """A line edit that can underline a word, completes the word at its end and says what happens to it."""

    escaped = Signal()
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.words = QStringListModel(self)
        self.setAcceptDrops(False)  # what is dropped on it is for the window
        self.addAction(
            QAction(icon("search", Tone.QUIET), self.tr("Search"), self), QLineEdit.ActionPosition.LeadingPosition
        )
        completer = _WordCompleter(self)
        completer.setModel(self.words)
        self.setCompleter(completer)

    def mark(self, start: int, end: int) -> None:
        """Underlines the characters from ``start`` up to ``end``."""
        wave = QTextCharFormat()
        wave.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        wave.setUnderlineColor(Tone.BAD.colour)
        wave.setForeground(Tone.BAD.colour)
        place = start - self.cursorPosition()
        self._format([QInputMethodEvent.Attribute(_TEXT_FORMAT, place, end - start, wave)])

    def unmark(self) -> None:
        self._format([])

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _pastes_images(event):
            return False  # leaves it to the window, which adds them
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def _format(self, attributes: list[QInputMethodEvent.Attribute]) -> None:
        # A line edit has no other way to format a part of its text than that of input methods.
        QCoreApplication.sendEvent(self, QInputMethodEvent("", attributes))


_TEXT_FORMAT = QInputMethodEvent.AttributeType.TextFormat


class _WordCompleter(QCompleter):
    """Completes the last word of the line, quotes it where it needs quotes, and keeps what stands before it."""

    def __init__(self, line: QLineEdit) -> None:
        super().__init__(line)
        self._line = line
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setMaxVisibleItems(10)

    def splitPath(self, path: str) -> list[str]:
        return [_last_word(path)[1].replace('"', "")]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        before, _ = _last_word(self._line.text())
        return before + _quoted(super().pathFromIndex(index))


def _pastes_images(event: QKeyEvent) -> bool:
    mime = QGuiApplication.clipboard().mimeData()
    return event.matches(QKeySequence.StandardKey.Paste) and (mime.hasUrls() or not mime.hasText())


def _last_word(line: str) -> tuple[str, str]:
    """The line up to its last word (a minus included), and that word; an open quote belongs to the word."""
    start = 0
    quoted = False
    for place, character in enumerate(line):
        quoted ^= character == '"'
        if character.isspace() and not quoted:
            start = place + 1
    if line.startswith("-", start):
        start += 1
    return line[:start], line[start:]


def _quoted(word: str) -> str:
    field = NODE_FIELD if word.startswith(NODE_FIELD) else ""
    name = word.removeprefix(field)
    return f'{field}"{name}"' if re.search(r"[\s:]", name) else word
