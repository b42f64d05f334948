"""CURVE key pairs (RFC 26/CurveZMQ) and the identities made from them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import zmq
from msgspec import Struct

from node_agent.wire.errors import WireError
from node_agent.wire.private_file import lock_beside, write_whole


class KeyPair(Struct, frozen=True):
    """A CURVE key pair, each half 40 characters of Z85 (RFC 32)."""

    public: str
    secret: str

    @property
    def identity(self) -> str:
        return identity_of(self.public)

    def __repr__(self) -> str:
        return f"KeyPair(public={self.public!r}, secret=...)"


def identity_of(public_key: str) -> str:
    """The 16 hex digits by which the holder of ``public_key`` is known."""
    return hashlib.sha256(public_key.encode()).hexdigest()[:16]


def check_public_key(key: str) -> None:
    """Raises :class:`WireError` when ``key`` is not a CURVE public key of 40 characters of Z85."""
    try:
        zmq.curve_public(key.encode("ascii"))
    except (ValueError, zmq.ZMQError) as error:
        raise WireError(
            f"{key!r} is not a public key; `miharu key` and `miharu-agent key` print theirs (40 characters)"
        ) from error


def load_or_create(path: Path) -> KeyPair:
    """Reads the key pair at ``path``, or makes one there (mode 0600) when there is no file yet.

    Raises:
        WireError: the file is not a key pair.
        OSError: the file can't be read or written.
    """
    try:
        return _load(path)
    except FileNotFoundError:
        return _create(path)


def _load(path: Path) -> KeyPair:
    try:
        secret = path.read_text("ascii").strip()
    except UnicodeDecodeError as error:
        raise WireError(f"{path} is not a key file; move it away to make a new identity") from error
    try:
        public = zmq.curve_public(secret.encode()).decode()
    except (ValueError, zmq.ZMQError) as error:
        raise WireError(f"{path} is not a key file; move it away to make a new identity") from error
    return KeyPair(public, secret)


def _create(path: Path) -> KeyPair:
    with lock_beside(path):
        if path.exists():  # another process was faster
            return _load(path)
        public, secret = (half.decode() for half in zmq.curve_keypair())
        write_whole(path, f"{secret}\n".encode("ascii"))
    return KeyPair(public, secret)
