"""The button of saved searches: keeps the present one under a name, offers the others, and puts them in order."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QInputDialog, QMenu, QToolButton, QWidget

from desktop.core.library import SavedSearches
from desktop.core.records import SavedSearch
from desktop.panels.icons import icon
from desktop.panels.search_bar import SearchBar
from desktop.panels.theme import Tone
from desktop.wall.background import Background


class SavedSearchButton(QToolButton):
    """A button with a menu; everything it does is kept in the library.

    ``failed(str)`` says in words what could not be kept or read.
    """

    failed = Signal(str)

    def __init__(
        self, library: SavedSearches, background: Background, bar: SearchBar, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._background = background
        self._bar = bar
        self._searches: Sequence[SavedSearch] = ()
        self._deleted: SavedSearch | None = None
        self.setIcon(icon("saved", Tone.QUIET))
        self.setToolTip(self.tr("Saved searches"))
        self.setAccessibleName(self.tr("Saved searches"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.aboutToShow.connect(self._fill_menu)
        self.setMenu(menu)
        self.reload()

    @property
    def searches(self) -> Sequence[SavedSearch]:
        """All saved searches, by name, as they were last read."""
        return self._searches

    @Slot()
    def _fill_menu(self) -> None:
        menu = self.menu()
        menu.clear()
        save = menu.addAction(self.tr("Save this search…"), self._ask_for_name)
        save.setEnabled(bool(self._bar.text()))
        if self._deleted is not None:
            text = self.tr("Undo: bring back “{name}”").format(name=_shown(self._deleted))
            menu.addAction(text, self._bring_back)
        menu.addSeparator()
        for search in self._searches:
            menu.addAction(_shown(search), functools.partial(self._bar.set_text, search.line)).setToolTip(search.line)
        if not self._searches:
            menu.addAction(self.tr("No search is saved yet")).setEnabled(False)
            return
        menu.addSeparator()
        self._add_submenu(self.tr("Rename"), self._ask_for_new_name)
        self._add_submenu(self.tr("Delete"), self._delete)

    def _add_submenu(self, title: str, action: Callable[[SavedSearch], None]) -> None:
        submenu = self.menu().addMenu(title)
        for search in self._searches:
            submenu.addAction(_shown(search), functools.partial(action, search))

    @Slot()
    def _ask_for_name(self) -> None:
        line = self._bar.text()
        self._ask(self.tr("Save search"), self.tr("Name for “{line}”:").format(line=line), line, self._save_as(line))

    def _save_as(self, line: str) -> Callable[[str], None]:
        return lambda name: self._change(functools.partial(self._library.save_search, SavedSearch(name, line)))

    def _ask_for_new_name(self, search: SavedSearch) -> None:
        def rename(name: str) -> None:
            self._change(functools.partial(self._library.rename_search, search.name, name))

        self._ask(self.tr("Rename search"), self.tr("New name:"), search.name, rename)

    def _ask(self, title: str, question: str, proposed: str, take: Callable[[str], None]) -> None:
        def take_if_named(name: str) -> None:
            if name.strip():
                take(name.strip())

        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(title)
        dialog.setLabelText(question)
        dialog.setTextValue(proposed)
        dialog.textValueSelected.connect(take_if_named)
        dialog.open()

    def _delete(self, search: SavedSearch) -> None:
        self._deleted = search
        self._change(functools.partial(self._library.delete_search, search.name))

    @Slot()
    def _bring_back(self) -> None:
        if self._deleted is not None:
            self._change(functools.partial(self._library.save_search, self._deleted))
            self._deleted = None

    def _change(self, work: Callable[[], None]) -> None:
        self._background.run(work, self._on_changed, self._on_failed)

    def _on_changed(self, _nothing: None) -> None:
        self.reload()

    def reload(self) -> None:
        """Reads what is saved, anew."""
        self._background.run(self._library.saved_searches, self._on_read, self._on_failed)

    def _on_read(self, searches: Sequence[SavedSearch]) -> None:
        self._searches = searches

    def _on_failed(self, error: Exception) -> None:
        self.failed.emit(self.tr("Saved searches: {reason}").format(reason=error))


def _shown(search: SavedSearch) -> str:
    """The name as a menu shows it: an & would mark a key."""
    return search.name.replace("&", "&&")
