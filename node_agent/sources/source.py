"""What a source is."""

from __future__ import annotations

from typing import Literal, NamedTuple, Protocol, TypeVar

from node_agent.clock import Moment
from node_agent.encode import Pixels
from node_agent.wire.messages import CameraState, QuietCause


class SourceHealth(NamedTuple):
    """How a source is doing; ``detail`` says in words why it is not live, ``cause`` in one word where there is one."""

    state: CameraState
    detail: str = ""
    cause: QuietCause | Literal[""] = ""


class LiveFrame(NamedTuple):
    """A picture as a live source saw it."""

    pixels: Pixels
    moment: Moment


Shot_co = TypeVar("Shot_co", covariant=True)


class Source(Protocol[Shot_co]):
    """Where one camera's images come from. It is read by one thread and may be closed by another."""

    def read(self, timeout_s: float) -> Shot_co | None:
        """The next image, as new as can be; None when there was none within ``timeout_s``."""

    def health(self) -> SourceHealth:
        """How it is doing now."""

    def close(self) -> None:
        """Ends a read that is under way and lets go of the device, within a second."""
