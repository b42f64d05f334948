"""Cameras with a real recorder and a real spool."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from queue import SimpleQueue

import pytest

from node_agent import clock
from node_agent.cameras import Camera, FolderCamera, LiveCamera
from node_agent.encode import Encoder
from node_agent.errors import CommandRefusedError
from node_agent.rate import WINDOW_S, Rate
from node_agent.recorder import Recorder
from node_agent.sources import folder as folder_module
from node_agent.sources.examine import Examiner
from node_agent.sources.folder import FolderSource
from node_agent.sources.sent_files import SentFiles
from node_agent.sources.source import LiveFrame, SourceHealth
from node_agent.spool import Spool
from node_agent.trigger import IntervalTrigger
from node_agent.wire.messages import Ack, Frame
from tests.unit.agent.making import DEADLINE_S, image_bytes, pixels, put, wait_until

DESK = "1" * 16
NEVER_S = 3600.0


class StillSource:
    """A camera that always sees the same."""

    def __init__(self, health: SourceHealth | None = None) -> None:
        self._health = health or SourceHealth("live")
        self.closed = False

    def read(self, timeout_s: float) -> LiveFrame | None:
        if self._health.state == "live":
            return LiveFrame(pixels(), clock.now())
        time.sleep(min(timeout_s, 0.01))
        return None

    def health(self) -> SourceHealth:
        return self._health

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def published() -> SimpleQueue[Frame]:
    return SimpleQueue()


@pytest.fixture
def run(tmp_path: Path, published: SimpleQueue[Frame]) -> Iterator[Callable[..., tuple[Camera, Spool, Recorder]]]:
    """Starts a camera of ``make(recorder, spool)`` over a spool of its own."""
    begun: list[tuple[Camera, Recorder, Spool]] = []

    def publish(frames: Sequence[Frame]) -> None:
        for frame in frames:
            published.put(frame)

    def start(make: Callable[[Recorder, Spool], Camera], quota_bytes: int = 2**24) -> tuple[Camera, Spool, Recorder]:
        spool = Spool(tmp_path / "state", quota_bytes)
        recorder = Recorder(spool, publish, on_crash=lambda: pytest.fail("the recorder failed"))
        camera = make(recorder, spool)
        begun.append((camera, recorder, spool))
        camera.start(on_crash=lambda: pytest.fail("the camera failed"))
        return camera, spool, recorder

    yield start
    for camera, recorder, spool in begun:
        camera.stop()
        camera.join()
        recorder.close()
        spool.close()


def live(source: StillSource, interval_s: float) -> Callable[[Recorder, Spool], Camera]:
    return lambda recorder, spool: LiveCamera("porch", source, IntervalTrigger(interval_s), Encoder(), recorder, spool)


def folder(inbox: Path, tmp_path: Path) -> Callable[[Recorder, Spool], Camera]:
    def make(recorder: Recorder, spool: Spool) -> Camera:
        source = FolderSource(inbox, SentFiles(tmp_path / "sent"), Examiner(Encoder()), spool.newest(8))
        return FolderCamera("inbox", source, recorder, spool)

    return make


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    path = tmp_path / "inbox"
    path.mkdir()
    return path


# ---- live -----------------------------------------------------------------------------------------------------


def test_a_live_camera_takes_what_its_trigger_wants(
    run: Callable[..., tuple[Camera, Spool, Recorder]], published: SimpleQueue[Frame]
) -> None:
    run(live(StillSource(), 0.01))
    frames = [published.get(timeout=DEADLINE_S) for _ in range(3)]
    assert [(frame.header.camera, frame.header.trigger) for frame in frames] == [("porch", "interval")] * 3
    assert frames[0].header.captured_monotonic_ns < frames[1].header.captured_monotonic_ns
    assert frames[0].header.boot_id == clock.boot_id()


def test_a_command_takes_the_next_frame_at_once(
    run: Callable[..., tuple[Camera, Spool, Recorder]], published: SimpleQueue[Frame]
) -> None:
    camera, _, _ = run(live(StillSource(), NEVER_S))
    assert published.get(timeout=DEADLINE_S).header.trigger == "interval"
    camera.capture_now()
    assert published.get(timeout=DEADLINE_S).header.trigger == "command"


def test_a_stuck_camera_refuses_a_command_and_says_why(run: Callable[..., tuple[Camera, Spool, Recorder]]) -> None:
    camera, _, _ = run(live(StillSource(SourceHealth("stuck", "no picture for 10 s")), 1.0))
    with pytest.raises(CommandRefusedError, match="porch gives no pictures now: no picture for 10 s"):
        camera.capture_now()
    health = camera.health(captured=4)
    assert (health.state, health.detail, health.captured) == ("stuck", "no picture for 10 s", 4)


def test_a_live_camera_goes_on_after_a_disk_error_and_counts_what_was_lost(
    run: Callable[..., tuple[Camera, Spool, Recorder]], published: SimpleQueue[Frame], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.writev", full)
        camera, spool, _ = run(live(StillSource(), 0.01))
        wait_until(lambda: spool.status().tally.dropped.get("disk_error", 0) >= 2, "the losses to be counted")
        health = camera.health(captured=0)
        assert (health.state, health.detail) == ("failed", "can't write the spool: No space left on device")
    assert published.get(timeout=DEADLINE_S).header.seq == 1
    wait_until(lambda: camera.health(captured=0).state == "live", "the camera to be well again")
    tally = spool.status().tally
    assert tally.captured["porch"] >= tally.dropped["disk_error"] + 1


def test_health_tells_the_rate(run: Callable[..., tuple[Camera, Spool, Recorder]]) -> None:
    camera, _, _ = run(live(StillSource(), 0.01))
    wait_until(lambda: camera.health(captured=0).captures_per_s > 0.5, "some captures")


def test_a_rate_forgets_what_is_long_ago() -> None:
    rate = Rate()
    for now_s in (100.0, 100.5, 101.0, 104.0):
        rate.count(now_s)
    assert rate.per_s(104.5) == 4 / WINDOW_S
    assert rate.per_s(113.0) == 1 / WINDOW_S
    assert rate.per_s(200.0) == 0.0


# ---- folder ---------------------------------------------------------------------------------------------------


def test_a_folder_is_sent_byte_for_byte_oldest_first(
    run: Callable[..., tuple[Camera, Spool, Recorder]], published: SimpleQueue[Frame], inbox: Path, tmp_path: Path
) -> None:
    put(inbox / "young.png", image_bytes("PNG"), age_s=10)
    put(inbox / "old.jpg", image_bytes(), age_s=90)
    run(folder(inbox, tmp_path))
    frames = [published.get(timeout=DEADLINE_S) for _ in range(2)]
    assert [frame.header.file_name for frame in frames] == ["old.jpg", "young.png"]
    assert [frame.image for frame in frames] == [image_bytes(), image_bytes("PNG")]
    assert {(frame.header.camera, frame.header.trigger) for frame in frames} == {("inbox", "file")}
    assert frames[0].header.captured_wall_ns == (inbox / "old.jpg").stat().st_mtime_ns


def test_refused_files_are_counted_and_named_and_the_rest_goes_on(
    run: Callable[..., tuple[Camera, Spool, Recorder]],
    published: SimpleQueue[Frame],
    inbox: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    put(inbox / "empty.jpg", b"", age_s=50)
    put(inbox / "torn.jpg", image_bytes()[:-300], age_s=40)
    put(inbox / "good.jpg", image_bytes("PNG"), age_s=30)
    _, spool, _ = run(folder(inbox, tmp_path))
    assert published.get(timeout=DEADLINE_S).header.file_name == "good.jpg"
    tally = spool.status().tally
    assert (tally.captured, tally.dropped) == ({"inbox": 3}, {"unreadable": 2})
    assert "inbox: empty.jpg was not taken: the file is empty" in caplog.text
    assert "torn.jpg was not taken: not a whole image" in caplog.text


def test_a_folder_waits_while_the_spool_is_full_and_goes_on_when_there_is_room(
    run: Callable[..., tuple[Camera, Spool, Recorder]], published: SimpleQueue[Frame], inbox: Path, tmp_path: Path
) -> None:
    for number in range(8):
        put(inbox / f"{number:02}.jpg", image_bytes(size=(120, 90), seed=number), age_s=90 - number)
    size_bytes = len(image_bytes(size=(120, 90)))
    camera, spool, _ = run(folder(inbox, tmp_path), quota_bytes=5 * size_bytes)
    wait_until(lambda: camera.health(captured=0).detail.startswith("waiting"), "the folder to wait")
    assert camera.health(captured=0).state == "live"
    assert spool.status().tally.dropped == {}
    held = spool.last_seq
    assert 1 < held < 8
    spool.wait_for([DESK])
    while spool.last_seq < 8:
        before = spool.last_seq
        spool.acknowledge(DESK, Ack(stream=spool.stream, up_to=before))
        wait_until(lambda before=before: spool.last_seq > before, "the next file")  # type: ignore[misc]
    assert [published.get(timeout=DEADLINE_S).header.file_name for _ in range(8)] == [f"{n:02}.jpg" for n in range(8)]
    assert spool.status().tally.dropped == {}
    wait_until(lambda: camera.health(captured=0).detail == "", "the waiting to be over")


def test_a_file_that_met_a_disk_error_is_not_lost(
    run: Callable[..., tuple[Camera, Spool, Recorder]],
    published: SimpleQueue[Frame],
    inbox: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    failures: list[int] = []
    real = os.writev

    def fail_twice(descriptor: int, pieces: list[memoryview]) -> int:
        if len(failures) < 2:
            failures.append(1)
            raise OSError(errno.EIO, "Input/output error")
        return real(descriptor, pieces)

    monkeypatch.setattr("os.writev", fail_twice)
    monkeypatch.setattr(folder_module, "RETRY_S", 0.05)
    put(inbox / "a.jpg", image_bytes())
    _, spool, _ = run(folder(inbox, tmp_path))
    assert published.get(timeout=DEADLINE_S).header.file_name == "a.jpg"
    assert spool.status().tally.dropped == {}
    assert spool.status().tally.captured == {"inbox": 1}


def test_a_folder_takes_no_pictures_on_command(
    run: Callable[..., tuple[Camera, Spool, Recorder]], inbox: Path, tmp_path: Path
) -> None:
    camera, _, _ = run(folder(inbox, tmp_path))
    with pytest.raises(CommandRefusedError, match="inbox sends files as they appear"):
        camera.capture_now()
