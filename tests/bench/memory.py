"""What the programs hold in memory, and what motion detection costs a device.

``python -m tests.bench.memory [--quick] [--json]``. The desktop is the window with its first tiles, no labeller; the
agent is ``miharu-agent`` with a built-in scene, at one image an hour and at ten a second (spooled; its desktop is
away). It is paired, as in service: while an agent waits for a code it holds some 8 MB more. Resident memory counts
shared libraries in full. Motion detection is CPU time on one core of this machine.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

import psutil

from node_agent.encode import Encoder
from node_agent.trigger import MotionTrigger
from tests.bench.command import main
from tests.bench.generated import generated_library
from tests.bench.images import pixels
from tests.bench.opened import opened
from tests.helpers.agents import running_agent

SIZES, SIZES_QUICK = (1_000, 1_000_000), (1_000,)
FULL_HD_PX = (1920, 1080)
LOOK_S = 0.2
MB = 1e6


def measure(quick: bool, folder: Path) -> dict[str, Any]:
    sizes, cache = (SIZES_QUICK, folder / "cache") if quick else (SIZES, None)
    seconds = 0.5 if quick else 10.0
    desktop = {f"at_{rows}": round(opened(generated_library(rows, cache))["resident_mb"], 1) for rows in sizes}
    return {
        "desktop_mb": desktop,
        "agent_at_rest": _agent(3600, seconds),
        "agent_at_10_per_s": _agent(0.1, seconds),
        "motion_1080p_cpu_ms": _motion_ms(5 if quick else 60),
    }


def _agent(interval_s: float, seconds: float) -> dict[str, float]:
    """The most that it held, and its share of one core."""
    with running_agent("scenes:porch", name=f"every {interval_s} s", interval_s=interval_s) as agent:
        process = psutil.Process(agent.process.pid)
        before_s, until_s = _cpu_s(process), time.monotonic() + seconds
        most_bytes = 0
        while time.monotonic() < until_s:
            most_bytes = max(most_bytes, process.memory_info().rss)
            time.sleep(LOOK_S)
        return {
            "most_mb": round(most_bytes / MB, 1),
            "cpu_percent": round(100 * (_cpu_s(process) - before_s) / seconds, 1),
        }


def _cpu_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _motion_ms(frames: int) -> dict[str, float]:
    """Of a frame in which something moved: looking for it, and encoding image and thumbnail."""
    trigger, encoder = MotionTrigger(), Encoder()
    looks, encodes = [], []
    pictures = [pixels(seed, FULL_HD_PX) for seed in range(4)]
    for number in range(frames):
        picture = pictures[number % len(pictures)]
        start = time.process_time()
        trigger.look(picture, float(number))
        middle = time.process_time()
        encoder.of_frame(picture)
        looks.append(middle - start)
        encodes.append(time.process_time() - middle)
    return {"look": round(1000 * median(looks), 2), "encode": round(1000 * median(encodes), 2)}


if __name__ == "__main__":
    sys.exit(main(__doc__, measure))
