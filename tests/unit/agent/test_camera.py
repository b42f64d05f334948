from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from node_agent.sources import camera as camera_module
from node_agent.sources.camera import MAX_HANGING, CameraSource, Footage
from tests.unit.agent.making import DEADLINE_S, image_bytes, wait_until

FRAMES = 12


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """A short film, each frame brighter than the one before."""
    path = tmp_path / "film.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 50, (160, 120))
    for number in range(FRAMES):
        writer.write(np.full((120, 160, 3), 20 * number, np.uint8))
    writer.release()
    return path


@pytest.fixture
def open_source(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., CameraSource]]:
    monkeypatch.setattr(camera_module, "FIRST_PAUSE_S", 0.05)
    sources: list[CameraSource] = []

    def make(text: str, **arguments: float) -> CameraSource:
        sources.append(CameraSource(Footage(text), **arguments))
        return sources[-1]

    yield make
    for source in sources:
        source.close()


def test_a_film_gives_pictures_and_begins_again_at_its_end(
    film: Path, open_source: Callable[..., CameraSource]
) -> None:
    source = open_source(str(film))
    levels = []
    for _ in range(3 * FRAMES):
        frame = source.read(DEADLINE_S)
        assert frame is not None
        assert frame.pixels.shape == (120, 160, 3)
        levels.append(round(float(frame.pixels.mean()) / 20))
    assert any(later < earlier for earlier, later in pairwise(levels))


def test_a_picture_is_as_new_as_the_reading(film: Path, open_source: Callable[..., CameraSource]) -> None:
    source = open_source(str(film))
    first = source.read(DEADLINE_S)
    second = source.read(DEADLINE_S)
    assert first is not None
    assert second is not None
    assert second.moment.monotonic_ns > first.moment.monotonic_ns


def test_a_camera_that_is_not_there_is_named_and_tried_again(
    tmp_path: Path, film: Path, open_source: Callable[..., CameraSource]
) -> None:
    place = tmp_path / "later.avi"
    source = open_source(str(place))
    wait_until(lambda: source.health().state == "failed", "the failure")
    assert source.health().detail == f"{place} can't be opened"
    assert source.read(0.01) is None
    film.rename(place)
    wait_until(lambda: source.read(0.1) is not None, "a picture")
    wait_until(lambda: source.health().state == "live", "the camera to be live")


class StallingCamera:
    """A network camera (MJPEG over HTTP) that falls silent after some frames; each connection begins anew."""

    FRAMES = 40

    def __init__(self) -> None:
        self.connections = 0
        self._closing = threading.Event()
        self._server = socket.create_server(("127.0.0.1", 0))
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()
        self.url = f"http://127.0.0.1:{self._server.getsockname()[1]}/video.mjpg"

    def close(self) -> None:
        self._closing.set()
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._server.accept()
                self.connections += 1
                self._threads.append(threading.Thread(target=self._serve, args=[connection]))
                self._threads[-1].start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.recv(4096)
            connection.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace;boundary=frame\r\n\r\n")
            for number in range(self.FRAMES):
                picture = image_bytes(size=(160, 120), seed=number)
                head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(picture)}\r\n\r\n"
                connection.sendall(head.encode() + picture + b"\r\n")
                self._closing.wait(0.01)
            self._closing.wait()


@pytest.fixture
def stalling() -> Iterator[StallingCamera]:
    camera = StallingCamera()
    yield camera
    camera.close()


def test_a_camera_that_falls_silent_is_stuck_and_begun_anew(
    stalling: StallingCamera, open_source: Callable[..., CameraSource]
) -> None:
    source = open_source(stalling.url, stuck_after_s=1.0)
    wait_until(lambda: source.read(0.1) is not None, "a picture")
    wait_until(lambda: source.health().state == "stuck", "the watchdog")
    assert source.health().detail == f"{stalling.url} has given no picture for 1 s"
    wait_until(lambda: source.read(0.1) is not None, "a picture of the next capture")
    assert stalling.connections == 2
    wait_until(lambda: source.health().state == "live", "the camera to be live again")


def test_captures_that_hang_for_ever_do_not_pile_up(
    open_source: Callable[..., CameraSource], monkeypatch: pytest.MonkeyPatch
) -> None:
    released = threading.Event()
    begun: list[Footage] = []

    def hang(footage: Footage) -> cv2.VideoCapture:
        begun.append(footage)
        released.wait()
        return cv2.VideoCapture()

    monkeypatch.setattr(Footage, "open", hang)
    monkeypatch.setattr(camera_module, "LONGEST_PAUSE_S", 0.05)
    source = open_source("0", stuck_after_s=0.1)
    wait_until(lambda: "again and again" in source.health().detail, "the watchdog to give up")
    assert source.health().state == "stuck"
    assert len(begun) == MAX_HANGING
    released.set()
    wait_until(lambda: len(begun) > MAX_HANGING, "another try")


def test_a_network_camera_that_never_answers_is_stuck(
    open_source: Callable[..., CameraSource], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(camera_module, "_NETWORK_TIMEOUT_MS", 1000)
    with socket.create_server(("127.0.0.1", 0)) as server:
        source = open_source(f"rtsp://me:secret@127.0.0.1:{server.getsockname()[1]}/", stuck_after_s=0.2)
        wait_until(lambda: source.health().state == "stuck", "the watchdog")
        assert "secret" not in source.health().detail


def test_closing_ends_a_read_that_waits(tmp_path: Path, open_source: Callable[..., CameraSource]) -> None:
    source = open_source(str(tmp_path / "nothing.avi"))
    source.close()
    assert source.read(60) is None
