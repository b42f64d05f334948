"""Images and captures for the agent's tests."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from node_agent import clock
from node_agent.capture import Capture
from node_agent.encode import EncodedImage, Encoder, Pixels
from node_agent.spool import Spool
from node_agent.wire.messages import Frame, Trigger

DEADLINE_S = 10.0


def pixels(width_px: int = 64, height_px: int = 48, seed: int = 0) -> Pixels:
    """Noise, so that its size as JPEG hardly differs from one to the next."""
    return np.random.default_rng(seed).integers(0, 255, (height_px, width_px, 3), np.uint8)


def encoded(seed: int = 0, width_px: int = 64) -> EncodedImage:
    return Encoder().of_frame(pixels(width_px, width_px * 3 // 4, seed=seed))


def image_bytes(image_format: str = "JPEG", size: tuple[int, int] = (64, 48), seed: int = 0) -> bytes:
    buffer = BytesIO()
    Image.fromarray(pixels(*size, seed=seed)).save(buffer, image_format)
    return buffer.getvalue()


def capture(camera: str = "porch", trigger: Trigger = "interval", seed: int = 0, width_px: int = 64) -> Capture:
    name = f"{seed}.jpg" if trigger == "file" else None
    return Capture(camera, trigger, clock.now(), encoded(seed, width_px), file_name=name)


def spooled(spool: Spool, count: int, width_px: int = 64) -> list[Frame]:
    """Appends that many captures, one by one."""
    captures = [capture(seed=seed, width_px=width_px) for seed in range(count)]
    frames = [outcome for one in captures for outcome in spool.append([one])]
    assert all(isinstance(frame, Frame) for frame in frames)
    return [frame for frame in frames if isinstance(frame, Frame)]


def quota_for(images: int, folder: Path) -> int:
    """A quota in which that many images fit and not one more."""
    spool = Spool(folder, 2**20)
    spooled(spool, 1)
    return images * spool.status().held_bytes + 4096


def put(path: Path, data: bytes, age_s: float = 60.0) -> Path:
    """A file that was written some time ago."""
    path.write_bytes(data)
    then_s = time.time() - age_s
    os.utime(path, (then_s, then_s))
    return path


def message_files(state_folder: Path) -> list[Path]:
    return sorted((state_folder / "messages").iterdir())


def wait_until(condition: Callable[[], bool], what: str) -> None:
    """Waits for something that another thread or process brings about."""
    deadline = time.monotonic() + DEADLINE_S
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.01)
