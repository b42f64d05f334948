"""The cameras of a node: each reads one source in a thread of its own and hands captures to the recorder."""

from __future__ import annotations

import logging
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from concurrent.futures import Future

import msgspec

from node_agent import threads
from node_agent.capture import Capture
from node_agent.encode import Encoder
from node_agent.errors import CommandRefusedError, ImageRefusedError
from node_agent.rate import Rate
from node_agent.recorder import Recorder
from node_agent.room import cost_bytes
from node_agent.sources.examine import ImageFile, RefusedFile
from node_agent.sources.folder import FolderSource
from node_agent.sources.source import LiveFrame, Source, SourceHealth
from node_agent.spool import Spool
from node_agent.stillness import PictureWatch
from node_agent.trigger import Firing, Trigger
from node_agent.wire.messages import CameraHealth, Frame

log = logging.getLogger(__name__)

READ_TIMEOUT_S = 0.5
ROOM_TIMEOUT_S = 0.5
STOP_TIMEOUT_S = 1.0
NO_MOTION_AFTER_S = 30.0
MAX_DETAIL_LETTERS = 300
WAITING = "waiting for room in the spool: its images are not fetched, or the disk is nearly full"


class Camera(ABC):
    """One camera: a source, a thread, and what is known of its health.

    Attributes:
        last_captured_ns: when its newest image was taken, by the device's clock; None before the first.
    """

    def __init__(self, name: str, recorder: Recorder, spool: Spool) -> None:
        self.name = name
        self.last_captured_ns: int | None = None
        self._recorder = recorder
        self._spool = spool
        self._rate = Rate()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, on_crash: Callable[[], None]) -> None:
        """Begins to work; ``on_crash`` is called should the thread fail."""
        self._thread = threads.start(f"camera {self.name}", self._run, on_crash)

    def stop(self) -> None:
        """Asks the thread to end."""
        self._stopping.set()
        self._source().close()

    def join(self) -> None:
        """Waits for the end of the thread, but no longer than :data:`STOP_TIMEOUT_S`."""
        if self._thread is not None:
            self._thread.join(STOP_TIMEOUT_S)

    def capture_now(self) -> None:
        """Takes the next frame whatever the trigger says.

        Raises:
            CommandRefusedError: this camera can't.
        """
        raise CommandRefusedError(f"{self.name} sends files as they appear; it takes no pictures")

    def health(self, captured: int) -> CameraHealth:
        """As heartbeats say it; ``captured`` is the total that the spool keeps."""
        health = self._look_of_it()
        if self._recorder.problem:
            health = SourceHealth("failed", self._recorder.problem, "full")
        return CameraHealth(
            name=self.name,
            state=health.state,
            captures_per_s=self._rate.per_s(time.monotonic()),
            captured=captured,
            detail=health.detail[:MAX_DETAIL_LETTERS],
            cause=health.cause,
        )

    def _look_of_it(self) -> SourceHealth:
        """How the source is doing, and what more the camera knows of it."""
        return self._source().health()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._step()
            except ImageRefusedError as error:
                self._refuse(error, "an image")

    def _refuse(self, error: ImageRefusedError, what: str) -> None:
        log.warning("%s: %s was not taken: %s", self.name, what, error)
        self._spool.count_refused(self.name, error.reason)

    def _record(self, capture: Capture) -> Future[Frame]:
        stored = self._recorder.record(capture)
        stored.add_done_callback(self._count_if_stored)
        return stored

    def _count_if_stored(self, stored: Future[Frame]) -> None:
        if stored.exception() is None:
            self._rate.count(time.monotonic())
            self.last_captured_ns = stored.result().header.captured_wall_ns

    @abstractmethod
    def _source(self) -> Source[object]:
        """Where the images come from."""

    @abstractmethod
    def _step(self) -> None:
        """One turn, a second or so at most while there is nothing to do."""


class LiveCamera(Camera):
    """Takes those frames of a live source that its trigger wants."""

    def __init__(
        self,
        name: str,
        source: Source[LiveFrame],
        trigger: Trigger,
        encoder: Encoder,
        recorder: Recorder,
        spool: Spool,
    ) -> None:
        super().__init__(name, recorder, spool)
        self._live_source = source
        self._trigger = trigger
        self._encoder = encoder
        self._commanded = threading.Event()
        self._hurry = threading.Event()
        self._pictures = PictureWatch()
        self._moved_s = time.monotonic()

    def stop(self) -> None:
        super().stop()
        self._hurry.set()

    def capture_now(self) -> None:
        health = self._live_source.health()
        if health.state in ("stuck", "failed"):
            raise CommandRefusedError(f"{self.name} gives no pictures now: {health.detail}")
        self._commanded.set()
        self._hurry.set()

    def _source(self) -> Source[object]:
        return self._live_source

    def _look_of_it(self) -> SourceHealth:
        health = self._live_source.health()
        if health.state != "live":
            return health
        if black_s := self._pictures.black_s():
            return SourceHealth("stuck", f"the picture has been black for {black_s:.0f} s", "black")
        if frozen_s := self._pictures.frozen_s():
            return SourceHealth("stuck", f"the very same picture has come for {frozen_s:.0f} s", "frozen")
        if self._trigger.needs_motion and time.monotonic() - self._moved_s >= NO_MOTION_AFTER_S:
            return SourceHealth("live", "", "no_motion")
        return health

    def _step(self) -> None:
        self._hurry.wait(max(0.0, self._trigger.wait_s(time.monotonic())))
        self._hurry.clear()
        frame = self._live_source.read(READ_TIMEOUT_S)
        firing = self._firing(frame) if frame is not None and not self._stopping.is_set() else None
        if frame is None or firing is None:
            return
        encoded = self._encoder.of_frame(frame.pixels)
        stored = self._record(Capture(self.name, firing.trigger, frame.moment, encoded, firing.motion_boxes))
        stored.add_done_callback(self._count_if_lost)

    def _firing(self, frame: LiveFrame) -> Firing | None:
        now_s = time.monotonic()
        self._pictures.look(frame.pixels, now_s)
        firing = self._trigger.look(frame.pixels, now_s)
        if firing is not None and firing.trigger == "motion":
            self._moved_s = now_s
        if self._commanded.is_set():
            self._commanded.clear()
            return firing or Firing("command")
        return firing

    def _count_if_lost(self, stored: Future[Frame]) -> None:
        if stored.exception() is not None:
            self._spool.count_refused(self.name, "disk_error")


class FolderCamera(Camera):
    """Sends what a folder holds, as fast as the spool has room for it."""

    def __init__(self, name: str, source: FolderSource, recorder: Recorder, spool: Spool) -> None:
        super().__init__(name, recorder, spool)
        self._folder = source
        self._waiting = False
        self._lock = threading.Lock()
        self._under_way_bytes = 0

    def health(self, captured: int) -> CameraHealth:
        health = super().health(captured)
        if self._waiting and health.state == "live":
            return msgspec.structs.replace(health, detail=WAITING, cause="full")
        return health

    def _source(self) -> Source[object]:
        return self._folder

    def _step(self) -> None:
        found = self._folder.read(READ_TIMEOUT_S)
        if isinstance(found, RefusedFile):
            self._refuse(found.error, found.version.name)
            self._folder.settle(found.version)
        elif found is not None and self._has_room(found):
            self._send(found)

    def _has_room(self, file: ImageFile) -> bool:
        """Waits for room, also for what is under way before it; False when the camera stops first."""
        while not self._stopping.is_set():
            cost = self._under_way_bytes + cost_bytes(file.encoded)
            self._waiting = not self._spool.wait_for_room(cost, ROOM_TIMEOUT_S)
            if not self._waiting:
                return True
        return False

    def _send(self, file: ImageFile) -> None:
        cost = cost_bytes(file.encoded)

        def settle(stored: Future[Frame]) -> None:
            self._add_under_way(-cost)
            if stored.exception() is None:
                self._folder.settle(file.version)
            else:
                self._folder.put_back(file.version)

        self._add_under_way(cost)
        capture = Capture(self.name, "file", file.moment, file.encoded, file_name=file.version.name)
        self._record(capture).add_done_callback(settle)

    def _add_under_way(self, cost: int) -> None:
        with self._lock:
            self._under_way_bytes += cost
