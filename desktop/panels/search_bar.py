"""The search bar: words become chips and a query, a word that can't be understood is marked where it stands."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.core.errors import QueryError
from desktop.core.query import Query, Vocabulary, parse, with_node
from desktop.core.records import SavedSearch
from desktop.panels.icons import icon_button
from desktop.panels.search_chips import ChipLine
from desktop.panels.search_words import SAVED_MARK, words_to_complete
from desktop.panels.words import count

DEBOUNCE_MS = 180
NOTICED_AFTER_MS = 200
"""A search that is done by then needs no word of its own."""


class SearchBar(QWidget):
    """A line of chips, what is wrong with them, and how many images fit.

    ``query_changed(Query)`` comes a moment after the last key, and only when the query is another one;
    ``left()`` when Esc is pressed in an empty line; ``entered()`` when the line gets the focus.
    """

    query_changed = Signal(object)
    left = Signal()
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._query = Query()
        self._saved: dict[str, str] = {}
        self.chips = ChipLine()
        self.line = self.chips.line
        self.line.setAccessibleName(self.tr("Search"))
        self.line.setAccessibleDescription(self.tr("Filters the images: words, or fields such as node: or after:"))
        self.line.returnPressed.connect(self._on_return)
        self.line.escaped.connect(self._on_escaped)
        self.line.entered.connect(self.entered)
        self.line.completed.connect(self._on_completed)
        self.chips.changed.connect(self._on_changed)
        self.chips.typed.connect(self._on_typed)
        self._clear = icon_button("close", self.tr("Clear the search (Esc)"))
        self._clear.clicked.connect(self.clear)
        self._clear.hide()
        self.chips.layout_row.addWidget(self._clear)
        self._error = QLabel()
        self._error.setTextFormat(Qt.TextFormat.PlainText)
        self._error.setProperty("tone", "bad")
        self._error.setWordWrap(True)
        self._error.hide()
        self._count = QLabel()
        self._count.setProperty("quiet", True)
        self._count.setAccessibleName(self.tr("Number of images shown"))
        self._selected = QLabel()
        self._selected.setAccessibleName(self.tr("Number of images selected"))
        self._selected.hide()
        self._debounce = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._debounce.timeout.connect(self._search)
        self._counting = QTimer(self, singleShot=True, interval=NOTICED_AFTER_MS)
        self._counting.timeout.connect(self._on_counting)
        self._row = QHBoxLayout()
        self._lay_out()
        self._follow_text()

    def _lay_out(self) -> None:
        self._row.setSpacing(14)
        self._row.addWidget(self.chips, 1)
        self._row.addWidget(self._selected)
        self._row.addWidget(self._count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 8)
        layout.setSpacing(4)
        layout.addLayout(self._row)
        layout.addWidget(self._error)

    @property
    def query(self) -> Query:
        """The query in force: that of the last words that could be read."""
        return self._query

    def text(self) -> str:
        """All words, as they would be typed in one line."""
        return self.chips.text()

    def set_text(self, line: str) -> None:
        """Searches for ``line`` at once."""
        self.chips.set_text(line)

    def add_button(self, button: QWidget) -> None:
        """Puts a button between the line and the count."""
        self._row.insertWidget(1, button)

    @Slot()
    def clear(self) -> None:
        """Takes all words out at once, without waiting for more keys."""
        self.set_text("")

    @Slot()
    def take_focus(self) -> None:
        """Ready to type over the word that is there."""
        self.line.setFocus()
        self.line.selectAll()

    @Slot(str)
    def filter_by_node(self, name: str) -> None:
        """Puts ``node:name`` in the line in place of another node, or takes it out when ``name`` is empty."""
        self.set_text(with_node(self.text(), name or None))

    def offer(self, vocabulary: Vocabulary, saved: Iterable[SavedSearch] = ()) -> None:
        """Sets what the line completes to."""
        self._saved = {search.name: search.line for search in saved}
        self.line.words.setStringList(
            words_to_complete(vocabulary, (SavedSearch(name, line) for name, line in self._saved.items()))
        )

    def show_selected(self, number: int) -> None:
        """Says how many images are selected, when it is more than the one that everybody sees."""
        self._selected.setText(self.tr("{n} selected").format(n=count(number)) if number > 1 else "")
        self._selected.setVisible(number > 1)

    @Slot()
    def begin_counting(self) -> None:
        """A search is under way: where it lasts, the number of the one before is no longer said."""
        self._counting.start()

    @Slot()
    def _on_counting(self) -> None:
        self._count.setText(self.tr("Searching…"))

    def show_count(self, shown: int, total: int) -> None:
        """Says how many of all images fit the query."""
        self._counting.stop()
        if self._query == Query():
            text = self.tr("1 image") if total == 1 else self.tr("{total} images")
        else:
            text = self.tr("{shown} of {total}")
        self._count.setText(text.format(shown=count(shown), total=count(total)))

    @Slot()
    def _on_typed(self) -> None:
        self._follow_text()
        self._debounce.start()

    @Slot()
    def _on_changed(self) -> None:
        self._follow_text()
        self._search()

    @Slot()
    def _on_return(self) -> None:
        self.chips.finish()

    @Slot(str)
    def _on_completed(self, word: str) -> None:
        if word.startswith(SAVED_MARK):
            self.set_text(self._saved.get(word.removeprefix(SAVED_MARK), ""))
        elif not word.endswith((":", ">")):
            self.chips.finish()

    @Slot()
    def _on_escaped(self) -> None:
        if self.text():
            self.clear()
        else:
            self.left.emit()

    def _follow_text(self) -> None:
        """Shows what is wrong with the chips, and what can be done with what is there."""
        problems = [chip.problem for chip in self.chips.chips if chip.problem]
        self._error.setVisible(bool(problems))
        if problems:
            self._error.setText(self.tr("Can't search for this: {reason}").format(reason=problems[0]))
        self._clear.setVisible(bool(self.text()))
        hint = self.tr('Search: cat  -person  "hot dog"  node:porch  after:yesterday')
        self.line.setPlaceholderText("" if self.chips.chips else hint)

    @Slot()
    def _search(self) -> None:
        self._debounce.stop()
        try:
            query = parse(self.text())
        except QueryError:
            return  # a chip says so; a word that is being typed may not be finished
        if query != self._query:
            self._query = query
            self.query_changed.emit(query)
