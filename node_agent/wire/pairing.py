"""Pairing: an eight-digit code, typed by a person, proves to both ends that their public keys are the right ones.

The desktop is side A of SPAKE2 (RFC 9382 describes the method; python-spake2 has its own M, N and hash), the
node side B, over a CURVE connection::

    desktop                                        node
    Begin    SPAKE2 message, its name       ->
                                            <-     Reply     SPAKE2 message, its name
    Confirm  proof                          ->               three wrong proofs close the window
                                            <-     Accepted  proof; or Refused

Both public keys, *as each side sees them*, are the SPAKE2 identities and part of the transcript. So whoever sits in
the middle with keys of its own makes the two sides disagree, and has one guess at the code for each run.
The proofs are HMAC-SHA256 over the transcript, by a key that HKDF-SHA256 makes of the SPAKE2 key. The desktop proves
first, so that no guess goes uncounted. These steps know no sockets.
"""

from __future__ import annotations

import hmac
from hashlib import sha256
from typing import Annotated, Literal, NamedTuple, TypeVar

import msgspec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from msgspec import Meta, Struct
from spake2 import SPAKE2_A, SPAKE2_B, SPAKEError
from spake2.ed25519_basic import NotOnCurve

from node_agent.wire.errors import WireError
from node_agent.wire.messages import Name

MAX_PAIRING_BYTES = 1024
"""Largest pairing message; the largest that is sent has about 300 bytes."""

SpakeMessage = Annotated[bytes, Meta(min_length=33, max_length=33)]
Proof = Annotated[bytes, Meta(min_length=32, max_length=32)]
RefusalReason = Literal["wrong_code", "closed", "not_understood", "failed"]


class Begin(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="pair_begin"):
    """Desktop to node: starts a run; an unfinished run of the same desktop is forgotten."""

    version: Literal[1] = 1
    spake: SpakeMessage
    desktop_name: Name


class Reply(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="pair_reply"):
    """Node to desktop."""

    spake: SpakeMessage
    node_name: Name


class Confirm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="pair_confirm"):
    """Desktop to node: proof that it knows the code and sees the node's true key. Ends the run, right or wrong."""

    proof: Proof


class Accepted(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="pair_accepted"):
    """Node to desktop: the desktop is on the allow-list; the node's own proof."""

    proof: Proof


class Refused(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="pair_refused"):
    """Node to desktop: this run is over. ``tries_left`` more codes may be tried."""

    reason: RefusalReason
    tries_left: Annotated[int, Meta(ge=0)]


ToNode = Begin | Confirm
ToDesktop = Reply | Accepted | Refused

T = TypeVar("T")

_to_node_decoder: msgspec.msgpack.Decoder[ToNode] = msgspec.msgpack.Decoder(ToNode)
_to_desktop_decoder: msgspec.msgpack.Decoder[ToDesktop] = msgspec.msgpack.Decoder(ToDesktop)


class SeenKeys(NamedTuple):
    """Both CURVE public keys (Z85) as one side sees them: its own, and the one the connection proved."""

    desktop: str
    node: str


class WrongProofError(WireError):
    """The other side typed another code, or does not see the same two keys."""


class DesktopRun:
    """The desktop's side of one run: send :attr:`begin`, then what :meth:`confirm` makes, then :meth:`check`."""

    def __init__(self, code: str, keys: SeenKeys, desktop_name: str) -> None:
        self._keys = keys
        self._spake = SPAKE2_A(code.encode(), idA=keys.desktop.encode(), idB=keys.node.encode())
        self.begin = Begin(spake=self._spake.start(), desktop_name=desktop_name)
        self._expected = b""

    def confirm(self, reply: Reply) -> Confirm:
        """Raises :class:`WireError` when the reply is none of SPAKE2."""
        shared = _shared_key(self._spake, reply.spake)
        self._expected = _proof(shared, "node", self._keys, self.begin, reply)
        return Confirm(proof=_proof(shared, "desktop", self._keys, self.begin, reply))

    def check(self, accepted: Accepted) -> None:
        """Raises :class:`WrongProofError` when the node does not know the code or sees other keys."""
        _require_proof(self._expected, accepted.proof)


class NodeRun:
    """The node's side of one run: send :attr:`reply`, then what :meth:`accept` makes. One run, one guess."""

    def __init__(self, code: str, keys: SeenKeys, node_name: str, begin: Begin) -> None:
        """Raises :class:`WireError` when ``begin`` is none of SPAKE2."""
        spake = SPAKE2_B(code.encode(), idA=keys.desktop.encode(), idB=keys.node.encode())
        self.desktop_name = begin.desktop_name
        self.reply = Reply(spake=spake.start(), node_name=node_name)
        shared = _shared_key(spake, begin.spake)
        self._expected = _proof(shared, "desktop", keys, begin, self.reply)
        self._own = _proof(shared, "node", keys, begin, self.reply)

    def accept(self, confirm: Confirm) -> Accepted:
        """Raises :class:`WrongProofError` when the desktop typed another code or sees other keys."""
        _require_proof(self._expected, confirm.proof)
        return Accepted(proof=self._own)


def decode_to_node(data: bytes) -> ToNode:
    """Raises :class:`WireError` when ``data`` is no pairing message to a node."""
    return _decode(_to_node_decoder, data)


def decode_to_desktop(data: bytes) -> ToDesktop:
    """Raises :class:`WireError` when ``data`` is no pairing message to a desktop."""
    return _decode(_to_desktop_decoder, data)


def _shared_key(spake: SPAKE2_A | SPAKE2_B, message: bytes) -> bytes:
    try:
        shared: bytes = spake.finish(message)
    except (SPAKEError, NotOnCurve, ValueError) as error:
        raise WireError(f"not a SPAKE2 message: {error!r}") from error
    return shared


def _proof(shared: bytes, side: Literal["desktop", "node"], keys: SeenKeys, begin: Begin, reply: Reply) -> bytes:
    key = HKDF(SHA256(), length=32, salt=None, info=b"miharu pairing 1").derive(shared)
    # msgpack marks the length of each part, so no two transcripts read the same.
    return hmac.digest(key, msgspec.msgpack.encode((side, keys, begin, reply)), sha256)


def _require_proof(expected: bytes, proof: bytes) -> None:
    if not hmac.compare_digest(expected, proof):
        raise WrongProofError("The other side has another code or sees other keys.")


def _decode(decoder: msgspec.msgpack.Decoder[T], data: bytes) -> T:
    try:
        return decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise WireError(f"not a pairing message of this version: {error}") from error
