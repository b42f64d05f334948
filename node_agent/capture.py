"""A capture: an encoded image with the circumstances of its taking, not yet numbered."""

from __future__ import annotations

from typing import NamedTuple

from node_agent.clock import Moment
from node_agent.encode import EncodedImage
from node_agent.wire.messages import FrameHeader, MotionBox, Trigger


class Capture(NamedTuple):
    """What a camera hands to the recorder."""

    camera: str
    trigger: Trigger
    moment: Moment
    encoded: EncodedImage
    motion_boxes: tuple[MotionBox, ...] = ()
    file_name: str | None = None

    @property
    def can_wait(self) -> bool:
        """A file stays where it is until there is room; a live frame is lost unless it is taken now."""
        return self.trigger == "file"

    def header(self, stream: str, seq: int) -> FrameHeader:
        return FrameHeader(
            stream=stream,
            seq=seq,
            camera=self.camera,
            captured_wall_ns=self.moment.wall_ns,
            captured_monotonic_ns=self.moment.monotonic_ns,
            boot_id=self.moment.boot_id,
            clock_synced=self.moment.clock_synced,
            trigger=self.trigger,
            motion_boxes=self.motion_boxes,
            width_px=self.encoded.width_px,
            height_px=self.encoded.height_px,
            size_bytes=len(self.encoded.image),
            sha256=self.encoded.sha256,
            image_format=self.encoded.image_format,
            file_name=self.file_name,
        )
