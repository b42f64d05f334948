"""The inspector's list of what was found: names, scores as bars, and a link to the boxes in the picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.panels.findings import Finding, Section
from desktop.panels.icons import icon_button
from desktop.panels.text_widgets import CopyableLabel, Heading, QuietLabel
from desktop.wall.words import percentage

_BAR_HEIGHT_PX = 4
_SWATCH_PX = 12


class FindingsList(QWidget):
    """Sections of findings. ``hovered(int)`` tells the index of the row under the mouse, -1 for none.

    Indexes run through all sections, in their order. The keyboard stays on the button of its finding, also when that
    is shown anew.
    """

    hovered = Signal(int)
    asked_about = Signal(int, QPoint)
    """Index, and where on the screen a menu is wanted for it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("What was found"))
        self._rows: list[_Row] = []
        self._content = QWidget()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self._content)

    def show_sections(self, sections: Sequence[Section]) -> None:
        before = self._rows
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        self._rows = list(self._fill(layout, sections))
        self._layout.replaceWidget(self._content, content)
        content.show()
        self._pass_keyboard_on(before)
        self._content.hide()
        self._content.deleteLater()
        self._content = content

    def highlight(self, index: int) -> None:
        """Marks one row; -1 marks none."""
        for row in self._rows:
            row.mark(row.index == index)

    def rows(self) -> Sequence[QWidget]:
        return self._rows

    def _pass_keyboard_on(self, before: Sequence[_Row]) -> None:
        keyboard = self.window().focusWidget()
        held = next((row.finding for row in before if keyboard is not None and row.isAncestorOf(keyboard)), None)
        if held is None:
            return
        # What was taken away or hidden is another finding of that name now, which was not there before.
        known = [row.finding for row in before]
        of_name = [row for row in self._rows if row.finding.name == held.name and row.focusProxy() is not None]
        row = min(of_name, key=lambda row: (row.finding != held, row.finding in known), default=None)
        if row is not None:
            row.setFocus()

    def _fill(self, layout: QVBoxLayout, sections: Sequence[Section]) -> Iterator[_Row]:
        index = 0
        for section in sections:
            if index:
                layout.addSpacing(10)
            layout.addWidget(Heading(section.title, 3))
            for finding in section.findings:
                row = _Row(finding, index)
                row.entered.connect(self.hovered)
                row.asked_about.connect(self.asked_about)
                layout.addWidget(row)
                yield row
                index += 1


class _Row(QFrame):
    """One finding: swatch, name, detail, percentage, bar; no bar where there is no score."""

    entered = Signal(int)
    asked_about = Signal(int, QPoint)

    def __init__(self, finding: Finding, index: int) -> None:
        super().__init__()
        self.index = index
        self.finding = finding
        self.setProperty("row", True)
        name = CopyableLabel(finding.name)
        name.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # the row's own menu opens there
        line = QHBoxLayout()
        line.setSpacing(8)
        swatch = QColor(*finding.rgb) if finding.rgb else finding.mark.colour if finding.box else None
        if swatch is not None:
            line.addWidget(_Swatch(swatch), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(name, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 3, 6, 4)
        layout.setSpacing(3)
        layout.addLayout(line)
        if finding.detail:
            layout.addWidget(QuietLabel(finding.detail))
        if finding.score is not None:
            line.addWidget(QLabel(percentage(finding.score)), 0, Qt.AlignmentFlag.AlignTop)
            layout.addWidget(Bar(finding.score))
        if finding.about is not None:
            self.more = icon_button("more", self.tr("What to do with {name}").format(name=finding.name))
            self.more.setProperty("inline", True)
            self.more.clicked.connect(self._on_more)
            self.setFocusProxy(self.more)
            line.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
            self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            self.customContextMenuRequested.connect(self._on_menu_requested)
        self.setAccessibleName(_in_words(finding))

    def mark(self, marked: bool) -> None:
        if self.property("marked") != marked:
            self.setProperty("marked", marked)
            self.style().polish(self)

    @Slot()
    def _on_more(self) -> None:
        self.asked_about.emit(self.index, self.more.mapToGlobal(self.more.rect().bottomLeft()))

    @Slot(QPoint)
    def _on_menu_requested(self, place: QPoint) -> None:
        self.asked_about.emit(self.index, self.mapToGlobal(place))

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: ARG002
        self.entered.emit(self.index)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: ARG002
        self.entered.emit(-1)


class Bar(QWidget):
    """A score as a bar on its full length."""

    def __init__(self, score: float) -> None:
        super().__init__()
        self._score = min(max(score, 0.0), 1.0)
        self.setFixedHeight(_BAR_HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            radius = _BAR_HEIGHT_PX / 2
            painter.setBrush(self.palette().color(QPalette.ColorRole.Midlight))
            painter.drawRoundedRect(self.rect(), radius, radius)
            painter.setBrush(self.palette().color(QPalette.ColorRole.Accent))
            painter.drawRoundedRect(QRectF(0, 0, self.width() * self._score, _BAR_HEIGHT_PX), radius, radius)


class _Swatch(QWidget):
    """A small square of one colour."""

    def __init__(self, colour: QColor) -> None:
        super().__init__()
        self._colour = colour
        self.setFixedSize(_SWATCH_PX, _SWATCH_PX + 3)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(self.palette().color(QPalette.ColorRole.Dark))
            painter.setBrush(self._colour)
            painter.drawRoundedRect(QRectF(0.5, 3.5, _SWATCH_PX - 1, _SWATCH_PX - 1), 3, 3)


def _in_words(finding: Finding) -> str:
    score = "" if finding.score is None else percentage(finding.score)
    return ", ".join(word for word in (finding.name, score, finding.detail) if word)
