"""The settings dialog: pages on the right, their names and a search on the left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, QTimer, Slot
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

from desktop.panels.placeholder import Placeholder
from desktop.panels.settings.file_trouble import FileTrouble
from desktop.panels.settings.keeper import SettingsKeeper
from desktop.panels.settings.page import SettingsPage

SIZE_PX = (880, 640)
LIST_WIDTH_PX = 170
ITEM_HEIGHT_PX = 30


class PageMaker(NamedTuple):
    """A page to be: what it is asked for by, its title, and what makes it."""

    name: str
    title: str
    make: Callable[[], SettingsPage]


class SettingsDialog(QDialog):
    """Shows pages; what is changed there counts at once, so there is nothing to confirm.

    A page is made when it is first shown, the others one by one in moments without work: all at once would take the
    window longer than a person waits.
    """

    def __init__(self, makers: Sequence[PageMaker], keeper: SettingsKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Settings"))
        self.pages: dict[str, SettingsPage] = {}
        """Those that are made, by name."""
        self._makers = makers
        self.trouble = FileTrouble(keeper)
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
        self.clear_button = QPushButton(self.tr("Clear search"))
        self.clear_button.setAutoDefault(False)
        self.clear_button.clicked.connect(self._on_clear)
        self._nothing = Placeholder("nothing", "", "", (self.clear_button,))
        self._stack.addWidget(self._nothing)
        for maker in makers:
            item = QListWidgetItem(maker.title)
            item.setSizeHint(QSize(0, ITEM_HEIGHT_PX))
            self.list.addItem(item)
        self._lay_out()
        self.resize(*SIZE_PX)
        self.list.currentRowChanged.connect(self._on_row_changed)
        self._make_next = QTimer(self, interval=0)
        self._make_next.timeout.connect(self._on_time_to_make)
        self._make_next.start()
        self.list.setFocus()

    @property
    def page(self) -> SettingsPage:
        """The page that is shown."""
        page = self._stack.currentWidget()
        assert isinstance(page, SettingsPage)
        return page

    def show_place(self, place: str) -> None:
        """Turns to the page of that name, or to the setting of that dotted key."""
        self.search.clear()
        names = [maker.name for maker in self._makers]
        row = names.index(place) if place in names else self._row_of_key(place)
        self.list.setCurrentRow(row)
        self.page.show_row(place)

    def _row_of_key(self, key: str) -> int:
        return next(row for row, maker in enumerate(self._makers) if self._page(maker).has(key))

    def _page(self, maker: PageMaker) -> SettingsPage:
        if maker.name not in self.pages:
            page = maker.make()
            for button in page.findChildren(QPushButton):
                button.setAutoDefault(False)  # Enter in a line takes the line over, and presses nothing
            self.pages[maker.name] = page
            self._stack.addWidget(page)
        return self.pages[maker.name]

    @Slot(int)
    def _on_row_changed(self, row: int) -> None:
        self._stack.setCurrentWidget(self._page(self._makers[row]))

    @Slot()
    def _on_time_to_make(self) -> None:
        left = [maker for maker in self._makers if maker.name not in self.pages]
        if left:
            self._page(left[0])
        if len(left) <= 1:
            self._make_next.stop()

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
        for button in buttons.buttons():
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)
        buttons.setContentsMargins(12, 8, 12, 10)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(side)
        middle.addWidget(self._stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.trouble)
        layout.addLayout(middle, 1)
        layout.addWidget(buttons)

    @Slot(str)
    def _on_search(self, words: str) -> None:
        fitting = [row for row, maker in enumerate(self._makers) if self._page(maker).narrow(words)]
        for row in range(self.list.count()):
            self.list.item(row).setHidden(row not in fitting)
        if not fitting:
            self._nothing.say(self.tr("No setting found"), self.tr("None has all of “{words}”.").format(words=words))
            self._stack.setCurrentWidget(self._nothing)
        elif self.list.currentRow() in fitting:
            self._on_row_changed(self.list.currentRow())
        else:
            self.list.setCurrentRow(fitting[0])

    @Slot()
    def _on_clear(self) -> None:
        self.search.clear()
        self.search.setFocus()
