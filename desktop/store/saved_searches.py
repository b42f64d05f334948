"""Searches that a person keeps under a name."""

from __future__ import annotations

from desktop.core.errors import LibraryError
from desktop.core.records import SavedSearch
from desktop.store.connections import Readers
from desktop.store.writer import Transaction, Writer


class FolderSavedSearches:
    """Implements :class:`desktop.core.library.SavedSearches`."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers

    def saved_searches(self) -> list[SavedSearch]:
        return [SavedSearch(*row) for row in self._readers.fetch("SELECT name, line FROM saved_search ORDER BY name")]

    def save_search(self, search: SavedSearch) -> None:
        def save(transaction: Transaction) -> None:
            transaction.connection.execute("INSERT OR REPLACE INTO saved_search VALUES (?, ?)", search_row)

        search_row = (search.name, search.line)
        self._writer.run(save)

    def rename_search(self, name: str, new_name: str) -> None:
        def rename(transaction: Transaction) -> None:
            connection = transaction.connection
            if (
                name != new_name
                and connection.execute("SELECT 1 FROM saved_search WHERE name = ?", (new_name,)).fetchall()
            ):
                raise LibraryError(f"There is a saved search {new_name!r} already; choose another name.")
            connection.execute("UPDATE saved_search SET name = ? WHERE name = ?", (new_name, name))

        self._writer.run(rename)

    def delete_search(self, name: str) -> None:
        def delete(transaction: Transaction) -> None:
            transaction.connection.execute("DELETE FROM saved_search WHERE name = ?", (name,))

        self._writer.run(delete)
