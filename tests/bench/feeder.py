"""A real agent whose one camera takes prepared JPEGs, as many and as fast as it is told.

Everything behind the camera is the agent itself: recorder, spool (each image synced before anyone hears of it),
publisher, CURVE, replay. ``python -m tests.bench.feeder --spool DIR`` says who it is on standard output, then obeys
a line of JSON each on standard input: ``{"images": 1000, "per_s": 0}``, where 0 is as fast as it can. When all are in
the spool it answers with a line of its own.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import queue
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from node_agent import clock
from node_agent.agent import Agent
from node_agent.cameras import Camera
from node_agent.capture import Capture
from node_agent.config import AgentConfig, Plan
from node_agent.encode import EncodedImage
from node_agent.recorder import Recorder
from node_agent.sources.source import SourceHealth
from node_agent.spool import Spool
from node_agent.wire.messages import Frame
from tests.bench.images import encoded_images

NAME = "bench"
QUOTA_MIB = 4096
READ_TIMEOUT_S = 0.2


class Feeder:
    """A feeding agent's process, from this side."""

    def __init__(self, process: subprocess.Popen[str], facts: dict[str, Any]) -> None:
        self.address = f"127.0.0.1:{facts['data_port']}"
        self._process = process
        self._watched = psutil.Process(process.pid)

    def feed(self, images: int, per_s: float = 0.0) -> None:
        """Tells the camera to take so many; returns at once."""
        assert self._process.stdin is not None
        print(json.dumps({"images": images, "per_s": per_s}), file=self._process.stdin, flush=True)

    def wait_until_fed(self) -> None:
        """Returns when all that was ordered is in the spool."""
        assert self._process.stdout is not None
        if not self._process.stdout.readline():
            raise RuntimeError("the feeding agent has ended")

    def cpu_s(self) -> float:
        times = self._watched.cpu_times()
        return float(times.user + times.system)


@contextmanager
def running_feeder(spool: Path, image_bytes: int) -> Iterator[Feeder]:
    """Runs a feeding agent on ``spool`` until the block ends; pair it before."""
    command = [sys.executable, "-m", "tests.bench.feeder", "--spool", str(spool), "--bytes", str(image_bytes)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield Feeder(process, json.loads(process.stdout.readline()))
    finally:
        process.kill()
        process.communicate()


class _PreparedSource:
    """Always well; there is nothing to close."""

    def health(self) -> SourceHealth:
        return SourceHealth("live")

    def close(self) -> None:
        pass


class _FeedingCamera(Camera):
    def __init__(self, images: Sequence[EncodedImage], recorder: Recorder, spool: Spool) -> None:
        super().__init__("front", recorder, spool)
        self._images = images
        self._orders: queue.SimpleQueue[dict[str, float]] = queue.SimpleQueue()

    def order(self, order: dict[str, float]) -> None:
        self._orders.put(order)

    def _source(self) -> Any:
        return _PreparedSource()

    def _step(self) -> None:
        try:
            order = self._orders.get(timeout=READ_TIMEOUT_S)
        except queue.Empty:
            return
        started_s = time.monotonic()
        stored: Future[Frame] | None = None
        for number in range(int(order["images"])):
            if order["per_s"]:
                time.sleep(max(0.0, started_s + number / order["per_s"] - time.monotonic()))
            image = self._images[number % len(self._images)]
            stored = self._record(Capture(self.name, "interval", clock.now(), image))
        if stored is not None:
            stored.result()
        print(json.dumps(order), flush=True)


class _FeedingAgent(Agent):
    def __init__(self, plan: Plan, images: Sequence[EncodedImage]) -> None:
        super().__init__(plan, on_crash=lambda: os._exit(1))
        self._images = images
        self.camera: _FeedingCamera

    def _open_cameras(self, _folder: Any, spool: Spool, recorder: Recorder) -> list[Camera]:
        self.camera = _FeedingCamera(self._images, recorder, spool)
        return [self.camera]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--spool", required=True)
    parser.add_argument("--bytes", type=int, required=True)
    options = parser.parse_args()
    logging.basicConfig(level=logging.WARNING)
    config = AgentConfig(name=NAME, spool=options.spool, spool_quota_mib=QUOTA_MIB, announce=False)
    agent = _FeedingAgent(Plan(config, []), encoded_images(options.bytes))
    facts = agent.start()
    print(json.dumps(facts._asdict()), flush=True)
    for line in sys.stdin:
        agent.camera.order(json.loads(line))
    agent.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
