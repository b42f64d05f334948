"""Whether pairing is open, as other processes of this user may know it; without what pairing itself needs."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout
from msgspec import Struct

from node_agent.wire.private_file import PrivateFile

PAIRING_FILE = "pairing.json"


class OpenPairing(Struct, frozen=True, kw_only=True):
    """An open window; port 0 means that none is open."""

    port: int = 0
    code: str = ""


def open_pairing(state_folder: Path) -> OpenPairing | None:
    """The window that is open now in any process that works on ``state_folder``; None when there is none.

    Raises:
        DamagedFileError, OSError: its file can't be read.
    """
    if not (state_folder / PAIRING_FILE).exists():
        return None
    try:
        with window_lock(state_folder).acquire(timeout=0):
            return None
    except Timeout:
        found = pairing_file(state_folder).read()
        return found if found.port else None


def pairing_file(state_folder: Path) -> PrivateFile[OpenPairing]:
    return PrivateFile(state_folder / PAIRING_FILE, OpenPairing)


def window_lock(state_folder: Path) -> FileLock:
    """Held while a window is open, so that it can't outlive a crash. Another thread may release it."""
    return FileLock(state_folder / f".{PAIRING_FILE}.open", mode=0o600, thread_local=False)
