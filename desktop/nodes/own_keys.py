"""This desktop's own key pair: who it is to every node."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import NamedTuple

import platformdirs

from desktop.core.errors import MiharuError
from node_agent.wire.errors import WireError
from node_agent.wire.keys import KeyPair, load_or_create

OWN_KEY_FILE = "desktop.key"
CONFIG_VARIABLE = "MIHARU_CONFIG"


class OwnKeyError(MiharuError):
    """This desktop's key file can't be used; the text names it."""


class OwnIdentity(NamedTuple):
    """Who this desktop is to the nodes: the keys it proves itself by, and a name for people."""

    keys: KeyPair
    name: str


def config_folder() -> Path:
    """Where this user's desktop keeps its key and the list of paired nodes; ``MIHARU_CONFIG`` can say where."""
    if given := os.environ.get(CONFIG_VARIABLE):
        return Path(given)
    return platformdirs.user_config_path("miharu", appauthor=False)


def load_own_keys(folder: Path) -> KeyPair:
    """Reads the key pair in ``folder``, or makes one there (mode 0600) at the first call.

    Raises:
        OwnKeyError: the file is damaged or can't be read or written.
    """
    path = folder / OWN_KEY_FILE
    try:
        return load_or_create(path)
    except WireError as error:
        raise OwnKeyError(f"{error}. Every node must then be paired again.") from error
    except OSError as error:
        raise OwnKeyError(f"This desktop's key {path} can't be used: {error}") from error


def own_identity() -> OwnIdentity:
    """This user's desktop, called as the computer is.

    Raises:
        OwnKeyError: its key can't be used.
    """
    return OwnIdentity(load_own_keys(config_folder()), socket.gethostname()[:64])
