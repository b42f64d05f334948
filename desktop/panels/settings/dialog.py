"""The settings dialog: pages on the right, their names and a search on the left."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.panels.settings.page import SettingsPage

SIZE_PX = (880, 640)
LIST_WIDTH_PX = 170
ITEM_HEIGHT_PX = 30


class SettingsDialog(QDialog):
    """Shows pages; what is changed there counts at once, so there is nothing to confirm."""

    def __init__(self, pages: Sequence[SettingsPage], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Settings"))
        self.pages = {page.name: page for page in pages}
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search settings"))
        self.search.setAccessibleName(self.tr("Search settings"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_search)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Pages"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self._stack = QStackedWidget()
        self._stack.setProperty("ground", "base")
        for page in pages:
            item = QListWidgetItem(page.title)
            item.setSizeHint(QSize(0, ITEM_HEIGHT_PX))
            item.setData(Qt.ItemDataRole.UserRole, page.name)
            self.list.addItem(item)
            self._stack.addWidget(page)
        self.list.currentRowChanged.connect(self._stack.setCurrentIndex)
        self.list.setCurrentRow(0)
        self._lay_out()
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)  # Enter in a line takes the line over, and presses nothing
        self.resize(*SIZE_PX)
        self.list.setFocus()

    @property
    def page(self) -> SettingsPage:
        """The page that is shown."""
        page = self._stack.currentWidget()
        assert isinstance(page, SettingsPage)
        return page

    def show_place(self, place: str) -> None:
        """Turns to the page of that name, or to the setting of that dotted key."""
        page = next(page for page in self.pages.values() if page.name == place or page.has(place))
        self.search.clear()
        self.list.setCurrentRow(self._stack.indexOf(page))
        page.show_row(place)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(12, 12, 12, 12)
        left.addWidget(self.search)
        left.addWidget(self.list, 1)
        side = QWidget()
        side.setLayout(left)
        side.setFixedWidth(LIST_WIDTH_PX + 24)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        buttons.setContentsMargins(12, 8, 12, 10)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(side)
        middle.addWidget(self._stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(middle, 1)
        layout.addWidget(buttons)

    @Slot(str)
    def _on_search(self, words: str) -> None:
        fitting = [row for row, page in enumerate(self.pages.values()) if page.narrow(words)]
        for row in range(self.list.count()):
            self.list.item(row).setHidden(row not in fitting)
        if fitting and self.list.currentRow() not in fitting:
            self.list.setCurrentRow(fitting[0])
