"""The line in which a word of a search is typed, and what it completes to."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCompleter, QLineEdit

from desktop.core.query import FIXED_VALUES, Vocabulary, date_values, quoted, split
from desktop.core.records import SavedSearch

SAVED_MARK = "★ "
"""Before the name of a saved search among the words that a line completes to."""
_FIELDS = (
    "label:", "object:", "text:", "logo:", "landmark:", "web:", "colour:", "node:", "camera:", "score>", "after:",
    "before:",
)  # fmt: skip


class WordLine(QLineEdit):
    """A line edit for one word that completes it and says what happens at its edges.

    ``completed(str)`` gives the word that was chosen; ``back_from_start(bool)`` comes for a key that would go left of
    the first character, with whether it would delete.
    """

    escaped = Signal()
    entered = Signal()
    completed = Signal(str)
    back_from_start = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.words = QStringListModel(self)
        self.setProperty("bare", True)
        self.setFrame(False)
        self.setAcceptDrops(False)  # what is dropped on it is for the window
        completer = _WordCompleter(self)
        completer.setModel(self.words)
        self.setCompleter(completer)
        # Later than the line's own slot, which writes the word.
        completer.activated.connect(self.completed, Qt.ConnectionType.QueuedConnection)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _pastes_images(event):
            return False  # leaves it to the window, which adds them
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at_start = self.cursorPosition() == 0 and not self.hasSelectedText()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._is_choosing():
            event.ignore()  # leaves it to the completer
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif at_start and event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Left):
            self.back_from_start.emit(event.key() == Qt.Key.Key_Backspace)
        else:
            super().keyPressEvent(event)

    def _is_choosing(self) -> bool:
        popup = self.completer().popup()
        return popup is not None and popup.isVisible() and popup.currentIndex().isValid()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()


def words_to_complete(vocabulary: Vocabulary, saved: Iterable[SavedSearch]) -> list[str]:
    """Everything a word can be completed to, what is most likely first; names are without quotes."""
    words = [*vocabulary.labels, *(SAVED_MARK + search.name for search in saved), *_FIELDS]
    named = {
        "node": vocabulary.nodes,
        "camera": vocabulary.cameras,
        **FIXED_VALUES,
        "after": date_values(),
        "before": date_values(),
        "logo": vocabulary.logos,
        "landmark": vocabulary.landmarks,
        "web": vocabulary.web,
        "colour": vocabulary.colours,
        "object": vocabulary.labels,
        "label": vocabulary.labels,
        "text": vocabulary.text_words,
    }
    for field, values in named.items():
        words += [f"{field}:{value}" for value in values]
    return words


class _WordCompleter(QCompleter):
    """Completes what is typed, with or without its minus and quotes, and quotes it where it needs quotes."""

    def __init__(self, line: QLineEdit) -> None:
        super().__init__(line)
        self._line = line
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setMaxVisibleItems(12)

    def splitPath(self, path: str) -> list[str]:
        return [path.strip().removeprefix("-").replace('"', "").replace("：", ":")]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        chosen = super().pathFromIndex(index)
        if chosen.startswith(SAVED_MARK) or chosen.endswith(":"):
            return chosen
        field, colon, value = chosen.partition(":")
        word = quoted(field, value) if colon and field + colon in _WITH_VALUES else quoted("", chosen)
        return "-" * self._line.text().strip().startswith("-") + word


_WITH_VALUES = {field for field in _FIELDS if field.endswith(":")} | {f"{field}:" for field in FIXED_VALUES}


def whole_words(text: str) -> tuple[list[str], str]:
    """The words of ``text`` that are finished, and the one that is still being typed."""
    words = list(split(text))
    if not words:
        return [], ""
    last = words[-1]
    if last.end < len(text) and not last.is_open:
        return [word.text for word in words], ""
    return [word.text for word in words[:-1]], last.text


def _pastes_images(event: QKeyEvent) -> bool:
    mime = QGuiApplication.clipboard().mimeData()
    return event.matches(QKeySequence.StandardKey.Paste) and (mime.hasUrls() or not mime.hasText())
