"""Which desktops may see this node: the allow-list, kept in one file of the agent's state folder."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from msgspec import Struct

from node_agent.errors import AgentError
from node_agent.wire.errors import DamagedFileError
from node_agent.wire.keys import check_public_key, identity_of
from node_agent.wire.messages import Name, check_name
from node_agent.wire.private_file import PrivateFile

log = logging.getLogger(__name__)

ALLOW_LIST_FILE = "desktops.json"


class PairedDesktop(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A desktop that may connect. ``key`` is its CURVE public key in Z85."""

    key: str
    name: Name
    added: datetime

    def __post_init__(self) -> None:
        """Raises :class:`WireError` for what would make the whole list unreadable."""
        check_public_key(self.key)
        check_name(self.name)

    @property
    def desktop_id(self) -> str:
        return identity_of(self.key)


class UnknownDesktopError(AgentError):
    """No desktop, or more than one, answers to what the user gave; the text says so."""


class _AllowListDocument(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    version: Literal[1] = 1
    desktops: tuple[PairedDesktop, ...] = ()


class AllowList:
    """The desktops that may connect. Any thread may call any method, and other processes may change the file.

    A desktop that is not in the file is not let in, and a file that can't be read lets nobody in.
    """

    def __init__(self, path: Path) -> None:
        """Reads the list at ``path``; no file is an empty list.

        Raises:
            DamagedFileError: the file is not an allow-list.
            OSError: the file can't be read.
        """
        self._file = PrivateFile(path, _AllowListDocument)
        self._lock = threading.Lock()
        self._admitted = _by_key(self._file.read().desktops)
        self._revoked: set[str] = set()
        self._trouble = ""

    def desktops(self) -> tuple[PairedDesktop, ...]:
        """All paired desktops, in the order in which they came."""
        with self._lock:
            self._refresh()
            return tuple(self._admitted.values())

    def admits(self, key: str) -> bool:
        """Whether the holder of ``key`` may connect, by what the file says now."""
        with self._lock:
            self._refresh()
            return key in self._admitted

    def add(self, key: str, name: str) -> PairedDesktop:
        """Lets the holder of ``key`` in from now on, durably; an entry with this key is replaced.

        Raises:
            WireError: ``key`` is not a public key, or ``name`` is empty or too long.
            DamagedFileError, OSError: the file can't be read or written; nothing has changed.
        """
        desktop = PairedDesktop(key=key, name=name, added=datetime.now(UTC))
        with self._lock, self._file.locked():
            self._file.write(_document({**_by_key(self._file.read().desktops), key: desktop}))
            self._refresh()
        return desktop

    def remove(self, desktop_id: str) -> PairedDesktop:
        """Takes the desktop off the list whose id starts with ``desktop_id``, durably.

        Its open connections go on until :func:`node_agent.zap.drop_connections`.

        Raises:
            UnknownDesktopError: none or several start so.
            DamagedFileError, OSError: the file can't be read or written; nothing has changed.
        """
        with self._lock, self._file.locked():
            desktops = _by_key(self._file.read().desktops)
            desktop = _only_match(desktops.values(), desktop_id)
            del desktops[desktop.key]
            self._file.write(_document(desktops))
            self._refresh()
        return desktop

    def reload_if_changed(self) -> frozenset[str]:
        """Reads the file again when it has changed; returns the keys that lost their place since the last call.

        A file that can't be read any more is logged, and takes their place from all.
        """
        with self._lock:
            self._refresh()
            revoked = frozenset(self._revoked)
            self._revoked.clear()
            return revoked

    def _refresh(self) -> None:
        admitted: dict[str, PairedDesktop] = {}
        trouble = ""
        try:
            admitted = _by_key(self._file.read().desktops)
        except (DamagedFileError, OSError) as error:
            trouble = str(error)
        if trouble and trouble != self._trouble:
            log.error("No desktop is let in: %s", trouble)
        self._trouble = trouble
        self._revoked |= self._admitted.keys() - admitted.keys()
        self._admitted = admitted


def _document(desktops: dict[str, PairedDesktop]) -> _AllowListDocument:
    return _AllowListDocument(desktops=tuple(desktops.values()))


def _by_key(desktops: Iterable[PairedDesktop]) -> dict[str, PairedDesktop]:
    return {desktop.key: desktop for desktop in desktops}


def _only_match(desktops: Iterable[PairedDesktop], desktop_id: str) -> PairedDesktop:
    matches = [desktop for desktop in desktops if desktop_id and desktop.desktop_id.startswith(desktop_id)]
    if len(matches) == 1:
        return matches[0]
    if not matches:
        raise UnknownDesktopError(f"No paired desktop has the id {desktop_id!r}; `miharu-agent desktops` lists them.")
    raise UnknownDesktopError(f"{len(matches)} paired desktops have an id that starts with {desktop_id!r}; give more.")
