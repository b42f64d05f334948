"""What the inspector shows of its image."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.core.curation import Judgement
from desktop.core.records import ImageDetails, ImageState
from desktop.panels.facts import Facts
from desktop.panels.finding_menu import FindingMenu
from desktop.panels.findings import Finding, sections
from desktop.panels.findings_list import FindingsList
from desktop.panels.picture_view import PictureView
from desktop.panels.text_widgets import ElidedLabel, Heading, QuietLabel, heading_font
from desktop.wall.words import date_and_time, source

_HIGHEST_PICTURE = 0.55
"""Share of the inspector's height."""


class InspectorPage(QWidget):
    """The picture above, all that is known of it below. Boxes and rows that belong together light up together.

    ``menu_opened(FindingMenu)`` comes before a menu of a finding is shown, to be connected.
    """

    menu_opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._findings: Sequence[Finding] = ()
        self._suppressible = False
        self.picture = PictureView()
        self.trouble = QLabel()
        self.trouble.setTextFormat(Qt.TextFormat.PlainText)
        self.trouble.setProperty("tone", "bad")
        self.trouble.setWordWrap(True)
        self.title = ElidedLabel()
        self.title.setFont(heading_font(self.font(), 2))
        self.taken = QuietLabel()
        self.state = QuietLabel()
        self.findings = FindingsList()
        self.facts = Facts()
        self.picture.hovered.connect(self.findings.highlight)
        self.findings.hovered.connect(self.picture.highlight)
        self.picture.asked_about.connect(self._on_asked_about)
        self.findings.asked_about.connect(self._on_asked_about)
        self._lay_out()

    def show_details(self, details: ImageDetails, judgement: Judgement) -> None:
        self.title.show_text(source(details.tile))
        self.taken.setText(date_and_time(details.tile.taken_ns))
        found = sections(details, judgement)
        self.findings.show_sections(found)
        self._findings = [finding for section in found for finding in section.findings]
        self._suppressible = judgement.suppressible
        self.picture.show_findings(self._findings)
        self.state.setText(self._state_in_words(details, bool(found)))
        self.state.setVisible(bool(self.state.text()))
        self.state.setProperty("tone", "bad" if details.tile.state is ImageState.FAILED else None)
        self.state.style().polish(self.state)
        self.facts.show_details(details)

    @Slot(int, QPoint)
    def _on_asked_about(self, index: int, place: QPoint) -> None:
        menu = FindingMenu(self._findings[index], self._suppressible, self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu_opened.emit(menu)
        if menu.isEmpty():
            menu.deleteLater()
        else:
            menu.popup(place)

    def show_picture(self, image: QImage) -> None:
        self.picture.show_picture(image)
        self.trouble.hide()
        self._fit_picture()

    def show_trouble(self, error: Exception) -> None:
        """Says why the picture could not be decoded; the thumbnail stays."""
        self.trouble.setText(str(error))
        self.trouble.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_picture()

    def _fit_picture(self) -> None:
        """As high as the picture needs, but never so high that the text has no room."""
        highest_px = round(self.height() * _HIGHEST_PICTURE)
        self.picture.setFixedHeight(min(self.picture.height_for(self.width()), highest_px))

    def _state_in_words(self, details: ImageDetails, anything_found: bool) -> str:
        match details.tile.state:
            case ImageState.WAITING:
                return self.tr("Waiting for its labels.")
            case ImageState.LABELLING:
                return self.tr("Being labelled…")
            case ImageState.FAILED:
                return self.tr("It could not be labelled: {reason}").format(reason=details.tile.error)
        return "" if anything_found else self.tr("The labeller found nothing to name.")

    def _lay_out(self) -> None:
        scroll = QScrollArea(self)
        text = QWidget(scroll.viewport())
        column = QVBoxLayout(text)
        column.setContentsMargins(14, 12, 14, 14)
        column.setSpacing(4)
        for widget in (self.trouble, self.title, self.taken, self.state):
            column.addWidget(widget)
        column.addSpacing(8)
        column.addWidget(self.findings)
        column.addSpacing(12)
        column.addWidget(Heading(self.tr("Facts"), 3))
        column.addWidget(self.facts)
        column.addStretch()
        scroll.setAccessibleName(self.tr("About this image"))
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(text)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.picture)
        layout.addWidget(scroll, 1)
