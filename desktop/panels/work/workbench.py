"""Does deeds one after another in the background, and keeps them to be undone."""

from __future__ import annotations

import functools
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoCommand, QUndoStack

from desktop.panels.message_area import Message, MessageArea, Offer, Severity
from desktop.panels.progress import Progress
from desktop.panels.progress_lines import ProgressLines
from desktop.panels.work.deeds.deed import Deed

MAX_UNDONE = 100
"""So many deeds can be undone; each keeps the ids of its images."""
TOPIC = "work"

Step = Callable[[], None]


class _Result(NamedTuple):
    number: int
    cancelled: bool


class Workbench(QObject):
    """Deeds are done in the order in which they were asked for; undo and redo wait for their turn like them.

    What was done is told in the message area, with a button that undoes it; what failed is told in words, and is as
    if it had not been tried, as far as it did not come.
    """

    told = Signal(str)
    """What was said of a deed."""

    def __init__(self, progress: ProgressLines, messages: MessageArea, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stack = QUndoStack(self)
        self.stack.setUndoLimit(MAX_UNDONE)
        self._progress = progress
        self._messages = messages
        self._waiting: deque[Step] = deque()
        self._running = False
        self._closed = False
        self._stepping = False

    def do(self, deed: Deed) -> None:
        """Does ``deed``; what comes of it is told."""
        self._enqueue(functools.partial(self._begin, deed, deed.apply, self._on_done))

    @Slot()
    def undo(self) -> None:
        """Undoes the latest deed that is not undone."""
        self._enqueue(functools.partial(self._travel, self.stack.canUndo, self.stack.undo))

    @Slot()
    def redo(self) -> None:
        """Does again what was undone last."""
        self._enqueue(functools.partial(self._travel, self.stack.canRedo, self.stack.redo))

    @property
    def busy(self) -> bool:
        return self._running

    def close_down(self) -> None:
        """Begins nothing any more."""
        self._closed = True
        self._waiting.clear()

    # Called by the commands, while the stack moves

    def undo_deed(self, deed: Deed) -> None:
        self._begin(deed, deed.revert, self._on_undone)

    def redo_deed(self, deed: Deed) -> None:
        self._begin(deed, deed.apply, self._on_redone)

    def _enqueue(self, step: Step) -> None:
        if not self._closed:
            self._waiting.append(step)
            self._next()

    def _next(self) -> None:
        while self._waiting and not self._running:
            self._waiting.popleft()()

    def _travel(self, possible: Callable[[], bool], move: Step) -> None:
        if possible():
            move()

    def _begin(
        self, deed: Deed, work: Callable[[Callable[[int, int], bool]], int], done: Callable[[Deed, _Result], None]
    ) -> None:
        self._running = True
        self._progress.run(
            deed.title,
            functools.partial(_work, work),
            functools.partial(self._end, functools.partial(done, deed)),
            functools.partial(self._fail, functools.partial(done, deed)),
        )

    def _end(self, done: Callable[[_Result], None], result: _Result) -> None:
        done(result)
        self._running = False
        self._next()

    def _fail(self, done: Callable[[_Result], None], error: Exception) -> None:
        done(_Result(0, cancelled=True))
        self._tell(Message(TOPIC, str(error)))
        self._running = False
        self._next()

    def _on_done(self, deed: Deed, result: _Result) -> None:
        if not result.number:
            self._tell(Message(TOPIC, self.tr("There was nothing to change."), Severity.NEWS))
            return
        self.stack.push(_Command(deed, deed.done(result.number), self))
        self._tell_done(deed, self._sentence(deed.done(result.number), result))

    def _on_undone(self, deed: Deed, result: _Result) -> None:
        if result.cancelled:
            self._step_over(self.stack.redo)  # it still stands, as a whole or in part
            self._tell(Message(TOPIC, self.tr("Not all could be undone: {what}.").format(what=self.stack.undoText())))
            return
        text = self.tr("Undone: {what}.").format(what=self.stack.redoText())
        offer = Offer(self.tr("Redo"), self.redo)
        self._tell(Message(TOPIC, text, _severity(deed), tuple(deed.troubles), offer))

    def _on_redone(self, deed: Deed, result: _Result) -> None:
        if result.cancelled and not result.number:
            self._step_over(self.stack.undo)
            self._tell(Message(TOPIC, self.tr("It could not be done again."), Severity.NEWS))
            return
        self._tell_done(deed, self._sentence(deed.done(result.number), result))

    def _sentence(self, what: str, result: _Result) -> str:
        if result.cancelled:
            return self.tr("{what}, then it was cancelled.").format(what=what)
        return f"{what}."

    def _tell_done(self, deed: Deed, text: str) -> None:
        offer = Offer(self.tr("Undo"), self.undo)
        self._tell(Message(TOPIC, text, _severity(deed), tuple(deed.troubles), offer))

    def _tell(self, message: Message) -> None:
        self._messages.show_message(message)
        self.told.emit(message.text)

    def _step_over(self, move: Step) -> None:
        """Moves the stack without doing anything."""
        self._stepping = True
        move()
        self._stepping = False

    @property
    def stepping(self) -> bool:
        """Whether the stack moves only to fit what was not done."""
        return self._stepping


class _Command(QUndoCommand):
    """A deed on the stack. It was done before it was pushed."""

    def __init__(self, deed: Deed, text: str, bench: Workbench) -> None:
        super().__init__(text)
        self._deed = deed
        self._bench = bench
        self._pushed = False

    def redo(self) -> None:
        if self._pushed and not self._bench.stepping:
            self._bench.redo_deed(self._deed)
        self._pushed = True

    def undo(self) -> None:
        if not self._bench.stepping:
            self._bench.undo_deed(self._deed)


def _work(work: Callable[[Callable[[int, int], bool]], int], progress: Progress) -> _Result:
    number = work(progress.go_on)
    return _Result(number, progress.cancelled)


def _severity(deed: Deed) -> Severity:
    return Severity.WARNING if deed.troubles else Severity.NEWS
