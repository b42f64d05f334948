"""A search as chips in one line: each word can be taken out, turned round and typed anew."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QScrollArea, QSizePolicy, QWidget

from desktop.core.errors import QueryError
from desktop.core.query import negated, parse
from desktop.panels.icons import IconLabel, icon_button
from desktop.panels.search_words import SAVED_MARK, WordLine, whole_words
from desktop.panels.theme import Tone
from desktop.wall.tooltip import as_it_is

MAX_CHIP_PX = 240


class Chip(QFrame):
    """One word of a search; ``problem`` says what is wrong with it, empty when nothing is."""

    removed = Signal()
    edit_requested = Signal()
    negated = Signal()
    moved_on = Signal(int)
    """The focus wants to go so many chips to the right."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self.word = word
        self.problem = _problem(word)
        self.setProperty("chip", "wrong" if self.problem else "without" if word.startswith("-") else "with")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        text = QLabel(self.fontMetrics().elidedText(word, Qt.TextElideMode.ElideMiddle, MAX_CHIP_PX))
        text.setTextFormat(Qt.TextFormat.PlainText)
        remove = icon_button("close", self.tr("Remove {word} from the search").format(word=word))
        remove.setProperty("inline", True)
        remove.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        remove.clicked.connect(self.removed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 1, 2, 1)
        layout.setSpacing(2)
        layout.addWidget(text)
        layout.addWidget(remove)
        hint = self.problem or self.tr("Click to change, − to turn round, Del to remove")
        self.setToolTip(as_it_is(hint))
        self.setAccessibleName(self.tr("Search word {word}").format(word=word))
        self.setAccessibleDescription(hint)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.removed.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.edit_requested.emit()
        elif event.text() == "-":
            self.negated.emit()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.moved_on.emit(1 if key == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.edit_requested.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Change"), self.edit_requested.emit)
        turn = self.tr("Leave it out") if not self.word.startswith("-") else self.tr("Ask for it")
        menu.addAction(turn, self.negated.emit)
        menu.addAction(self.tr("Remove"), self.removed.emit)
        menu.popup(event.globalPos())


class ChipLine(QFrame):
    """Chips for the words that are finished, and a line for the one that is being typed."""

    changed = Signal()
    """A chip came, went or was turned round: search at once."""
    typed = Signal()
    """The word in the line has changed."""

    def __init__(self) -> None:
        super().__init__()
        self.line = WordLine()
        self.line.setMinimumWidth(150)
        self.line.textChanged.connect(self._on_text_changed)
        self.line.back_from_start.connect(self._on_back_from_start)
        self.line.installEventFilter(self)
        self._chips: list[Chip] = []
        self._strip = QScrollArea()
        self._row = QHBoxLayout()
        self.setProperty("chip_line", "idle")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._lay_out()

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setLayout(self._row)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(5)
        self._row.addWidget(self.line, 1)
        strip = self._strip
        strip.setWidget(inner)
        strip.setWidgetResizable(True)
        strip.setFrameShape(QFrame.Shape.NoFrame)
        strip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        strip.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        strip.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        strip.horizontalScrollBar().rangeChanged.connect(self._follow_line)  # chips get their room after they came
        strip.setFixedHeight(self.line.sizeHint().height() + 4)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 2, 4, 2)
        layout.addWidget(IconLabel("search", Tone.QUIET, 16))
        layout.addWidget(strip, 1)
        self.layout_row = layout

    @property
    def chips(self) -> tuple[Chip, ...]:
        return tuple(self._chips)

    def text(self) -> str:
        """The whole search, as it would be typed."""
        return " ".join([*(chip.word for chip in self._chips), self.line.text()]).strip()

    def set_text(self, line: str) -> None:
        """Makes chips of all words of ``line`` in place of what is there."""
        for chip in self._chips:
            self._drop(chip)
        self._chips.clear()
        self.line.setText("")
        words, rest = whole_words(line)
        self._append([*words, *([_closed(rest)] if rest else [])])

    def finish(self) -> None:
        """Makes a chip of what is being typed."""
        words, rest = whole_words(self.line.text())
        self.line.setText("")
        self._append([*words, *([_closed(rest)] if rest else [])])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            assert isinstance(event, QFocusEvent)
            self.setProperty("chip_line", "typing" if event.gotFocus() else "idle")
            self.style().unpolish(self)
            self.style().polish(self)
        return super().eventFilter(watched, event)

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        words, rest = whole_words(text)
        if not words or text.startswith(SAVED_MARK):
            self.typed.emit()
            return
        self.line.setText(rest)
        self._append(words)

    @Slot(bool)
    def _on_back_from_start(self, deletes: bool) -> None:
        if not self._chips:
            return
        if deletes:
            self._edit(self._chips[-1])
        else:
            self._chips[-1].setFocus(Qt.FocusReason.OtherFocusReason)

    def _append(self, words: Iterable[str]) -> None:
        for word in words:
            self._insert(len(self._chips), word)
        self._follow_chips()

    def _insert(self, place: int, word: str) -> Chip:
        chip = Chip(word)
        chip.removed.connect(lambda: self._remove(chip))
        chip.edit_requested.connect(lambda: self._edit(chip))
        chip.negated.connect(lambda: self._negate(chip))
        chip.moved_on.connect(lambda steps: self._move_focus(chip, steps))
        self._chips.insert(place, chip)
        self._row.insertWidget(place, chip)
        chip.show()  # now, not with the next layout: what is hidden takes no focus
        return chip

    def _remove(self, chip: Chip) -> None:
        place = self._chips.index(chip)
        had_focus = chip.hasFocus()
        self._chips.remove(chip)
        if had_focus:
            self._focus(place if place < len(self._chips) else place - 1)
        self._drop(chip)
        self._follow_chips()

    def _edit(self, chip: Chip) -> None:
        """Puts the word back into the line; what was being typed becomes a chip first."""
        self.finish()
        self._chips.remove(chip)
        self._drop(chip)
        self.line.setText(chip.word)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._follow_chips()

    def _negate(self, chip: Chip) -> None:
        place = self._chips.index(chip)
        self._chips.remove(chip)
        turned = self._insert(place, negated(chip.word))
        turned.setFocus(Qt.FocusReason.OtherFocusReason)
        self._drop(chip)
        self._follow_chips()

    def _move_focus(self, chip: Chip, steps: int) -> None:
        self._focus(max(0, self._chips.index(chip) + steps))

    def _focus(self, place: int) -> None:
        target = self._chips[place] if 0 <= place < len(self._chips) else self.line
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self._strip.ensureWidgetVisible(target)

    def _drop(self, chip: Chip) -> None:
        self._row.removeWidget(chip)
        chip.hide()
        chip.deleteLater()

    def _follow_chips(self) -> None:
        before: QWidget | None = None
        for each in (*self._chips, self.line):
            if before is not None:
                QWidget.setTabOrder(before, each)
            before = each
        self._row.activate()
        self._follow_line()
        self.changed.emit()

    @Slot()
    def _follow_line(self) -> None:
        """The line stays in sight while it is typed in."""
        if self.line.hasFocus():
            self._strip.ensureWidgetVisible(self.line)


def _problem(word: str) -> str:
    try:
        parse(word)
    except QueryError as error:
        return str(error)
    return ""


def _closed(word: str) -> str:
    """A word whose open quote is closed, as whoever pressed Return meant it."""
    return word + '"' * (word.count('"') % 2)
