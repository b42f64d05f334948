"""The folder of what an agent must not forget; one agent holds it at a time."""

from __future__ import annotations

import logging
from pathlib import Path
from types import TracebackType

from filelock import FileLock, Timeout

from node_agent.access import ALLOW_LIST_FILE, AllowList
from node_agent.errors import SpoolError
from node_agent.open_pairing import open_pairing
from node_agent.wire.errors import DamagedFileError, WireError
from node_agent.wire.keys import KeyPair, load_or_create

log = logging.getLogger(__name__)

KEY_FILE = "agent.key"
SENT_FILES_FILE = "sent-files"
_LOCK_FILE = "agent.lock"
LOCK_GRACE_S = 0.2
"""Who only looks whether an agent runs holds the lock for a moment."""


def is_held(path: Path) -> bool:
    """Whether an agent runs on the state folder at ``path``."""
    lock = path / _LOCK_FILE
    if not lock.exists():
        return False
    try:
        with FileLock(lock, timeout=0, mode=0o600):
            return False
    except Timeout:
        return True


class StateFolder:
    """A context manager that makes the folder and holds it until it ends."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = FileLock(path / _LOCK_FILE, timeout=LOCK_GRACE_S, mode=0o600)

    def __enter__(self) -> StateFolder:
        """Raises SpoolError when another agent holds the folder, or it can't be written."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock.acquire()
        except Timeout as error:
            raise SpoolError(
                f"{self.path} is in use by another agent: stop that one, or give this one a folder with --spool"
            ) from error
        except OSError as error:
            raise SpoolError(f"{self.path} can't be used as a spool: {error.strerror or error}") from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lock.release()

    def keys(self) -> KeyPair:
        """The agent's identity. Raises SpoolError when its file is damaged or can't be read."""
        try:
            return load_or_create(self.path / KEY_FILE)
        except (WireError, OSError) as error:
            raise SpoolError(str(error)) from error

    def allow_list(self) -> AllowList:
        """The desktops that may connect. Raises SpoolError when its file is damaged or can't be read."""
        try:
            return AllowList(self.path / ALLOW_LIST_FILE)
        except (DamagedFileError, OSError) as error:
            raise SpoolError(str(error)) from error

    def pairing_port(self) -> int | None:
        """Where a desktop can pair now, with this process or another one; None while pairing is closed."""
        try:
            opened = open_pairing(self.path)
        except (DamagedFileError, OSError) as error:
            log.warning("Whether pairing is open can't be read: %s", error)
            return None
        return None if opened is None else opened.port

    def never_paired(self) -> bool:
        """Whether no desktop was ever let in. Once one was, only a person opens pairing, even after a revoke."""
        return not (self.path / ALLOW_LIST_FILE).exists()
