"""A camera through OpenCV: a device number, a network address or a video file."""

from __future__ import annotations

import logging
import re
import threading
import time
from typing import NamedTuple

import cv2
import numpy as np

from node_agent import clock
from node_agent.descriptors import next_is_selectable
from node_agent.sources.source import LiveFrame, SourceHealth

log = logging.getLogger(__name__)

STUCK_AFTER_S = 10.0
FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 60.0
CAPTURE_THREAD = "capture"
"""How the names of those threads begin that may hang for ever."""
MAX_HANGING = 4
"""Captures that hang for ever are left behind; with this many of them no further one is begun."""
_CLOSE_TIMEOUT_S = 0.5
_NETWORK_TIMEOUT_MS = 8000
_USUAL_FRAMES_PER_S = 25.0
_DEVICE = re.compile(r"[0-9]{1,9}")
_CREDENTIALS = re.compile(r"//[^/@]*@")


class Footage(NamedTuple):
    """What a camera source opens: a device number, a URL, or the path of a video file."""

    text: str

    @property
    def shown(self) -> str:
        """For people and logs: without name and password."""
        return _CREDENTIALS.sub("//", self.text)

    @property
    def is_device(self) -> bool:
        return _DEVICE.fullmatch(self.text) is not None

    @property
    def is_file(self) -> bool:
        return not self.is_device and "://" not in self.text

    def open(self) -> cv2.VideoCapture:
        """Opens it, which may take for ever; whether it worked, ``isOpened`` says."""
        if self.is_device:
            # OpenCV waits for a device with select(2), and writes over what is not its own for a high descriptor.
            if not next_is_selectable():
                return cv2.VideoCapture()
            capture = cv2.VideoCapture(int(self.text))
            capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
            return capture
        timeouts = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, _NETWORK_TIMEOUT_MS]
        timeouts += [cv2.CAP_PROP_READ_TIMEOUT_MSEC, _NETWORK_TIMEOUT_MS]
        return cv2.VideoCapture(self.text, cv2.CAP_FFMPEG, timeouts)

    def pause_s(self, capture: cv2.VideoCapture) -> float:
        """How long to wait between frames: a file would otherwise rush by."""
        if not self.is_file:
            return 0.0
        frames_per_s = capture.get(cv2.CAP_PROP_FPS)
        return 1 / frames_per_s if frames_per_s > 0 else 1 / _USUAL_FRAMES_PER_S


class _Wish:
    """A reader's wish for a picture, and the picture that fulfils it. Guarded by ``news``, which tells of changes."""

    def __init__(self) -> None:
        self.news = threading.Condition()
        self.open = False
        self.frame: LiveFrame | None = None


class _Attempt:
    """One capture, from opening to its end, in a thread that may hang for ever.

    Its attributes are guarded by the wish's ``news``.
    """

    def __init__(self, footage: Footage, wish: _Wish) -> None:
        self._footage = footage
        self._wish = wish
        self._news = wish.news
        self.abandoned = False
        self.frames = 0
        self.last_sign_s = time.monotonic()
        self.end: str | None = None
        self.thread = threading.Thread(target=self._run, name=f"{CAPTURE_THREAD} {footage.shown}", daemon=True)
        self.thread.start()

    def _run(self) -> None:
        try:
            end = self._capture()
        except cv2.error as error:
            end = f"fails ({error.err})"
        with self._news:
            self.end = end
            self._news.notify_all()

    def _capture(self) -> str:
        """Captures until the end; returns what kind of end it was, in words."""
        capture = self._footage.open()
        try:
            if not capture.isOpened():
                return "can't be opened"
            pause_s = self._footage.pause_s(capture)
            while capture.grab():
                if not self._note_frame(capture, pause_s):
                    break
            return "gives no more pictures"
        finally:
            capture.release()

    def _note_frame(self, capture: cv2.VideoCapture, pause_s: float) -> bool:
        """Decodes the frame only if someone waits for it; returns whether to go on."""
        with self._news:
            self.frames += 1
            self.last_sign_s = time.monotonic()
            wanted = self._wish.open
        frame = _retrieve(capture) if wanted else None
        with self._news:
            if frame is not None and not self.abandoned:
                self._wish.frame, self._wish.open = frame, False
            if frame is not None or self.frames == 1:
                self._news.notify_all()
            return not self._news.wait_for(lambda: self.abandoned, pause_s)


class CameraSource:
    """Gives the newest picture of a camera, and begins anew when the camera is stuck or gone.

    A thread watches over the one that captures, because that one may hang in the driver or the network for ever.
    """

    def __init__(self, footage: Footage, stuck_after_s: float = STUCK_AFTER_S) -> None:
        self._footage = footage
        self._stuck_after_s = stuck_after_s
        self._wish = _Wish()
        self._news = self._wish.news
        self._closed = False
        self._health = SourceHealth("starting")
        self._hanging: list[_Attempt] = []
        self._attempt = _Attempt(footage, self._wish)
        self._watchdog = threading.Thread(target=self._watch, name=f"watchdog {footage.shown}", daemon=True)
        self._watchdog.start()

    def read(self, timeout_s: float) -> LiveFrame | None:
        wish = self._wish
        with self._news:
            wish.frame, wish.open = None, True
            self._news.wait_for(lambda: self._closed or wish.frame is not None, timeout_s)
            wish.open = False
            return wish.frame

    def health(self) -> SourceHealth:
        return self._health

    def close(self) -> None:
        with self._news:
            self._closed = True
            self._attempt.abandoned = True
            self._news.notify_all()
        self._watchdog.join()
        self._attempt.thread.join(_CLOSE_TIMEOUT_S)

    def _watch(self) -> None:
        pause_s = FIRST_PAUSE_S
        while True:
            with self._news:
                problem = self._wait_for_problem(self._attempt)
                if self._closed:
                    return
                if self._attempt.frames:
                    pause_s = FIRST_PAUSE_S
                if not (self._footage.is_file and self._attempt.frames):
                    self._report(problem, pause_s)
                    self._news.wait_for(lambda: self._closed, pause_s)
                    pause_s = min(LONGEST_PAUSE_S, 2 * pause_s)
                self._begin_anew()

    def _wait_for_problem(self, attempt: _Attempt) -> SourceHealth:
        """Waits until the attempt has ended or is stuck, or all is closed."""
        while not self._closed and attempt.end is None:
            silent_s = time.monotonic() - attempt.last_sign_s
            if silent_s >= self._stuck_after_s:
                return SourceHealth("stuck", f"{self._footage.shown} has given no picture for {silent_s:.0f} s")
            if attempt.frames:
                self._health = SourceHealth("live")
            self._news.wait(self._stuck_after_s - silent_s)
        return SourceHealth("failed", f"{self._footage.shown} {attempt.end}")

    def _report(self, problem: SourceHealth, pause_s: float) -> None:
        self._health = problem
        log.warning("%s; next try in %.0f s", problem.detail, pause_s)

    def _begin_anew(self) -> None:
        self._attempt.abandoned = True
        self._hanging = [attempt for attempt in [*self._hanging, self._attempt] if attempt.end is None]
        if len(self._hanging) >= MAX_HANGING:
            self._health = SourceHealth("stuck", f"{self._footage.shown} hangs again and again: restart the device")
            self._news.wait_for(lambda: self._closed or any(one.end is not None for one in self._hanging))
        if not self._closed:
            self._attempt = _Attempt(self._footage, self._wish)


def _retrieve(capture: cv2.VideoCapture) -> LiveFrame | None:
    moment = clock.now()
    done, pixels = capture.retrieve()
    return LiveFrame(np.asarray(pixels, np.uint8), moment) if done else None
