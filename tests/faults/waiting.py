"""Waiting for what a process does."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from tests.faults.photos import PhotoFolder
from tests.faults.truth import hashes_in, stored_count

DEADLINE_S = 120.0
LOOK_INTERVAL_S = 0.005


def wait_until(condition: Callable[[], bool], process: subprocess.Popen[bytes], deadline_s: float = DEADLINE_S) -> None:
    """Waits until ``condition`` holds.

    Raises:
        TimeoutError: it did not come about in time, or the process has ended.
    """
    end_s = time.monotonic() + deadline_s
    while not condition():
        if time.monotonic() > end_s:
            raise TimeoutError(f"not within {deadline_s:.0f} s")
        try:
            code = process.wait(LOOK_INTERVAL_S)
        except subprocess.TimeoutExpired:
            continue
        raise TimeoutError(f"the process has ended with {code}")


def wait_for_all(photos: PhotoFolder, library: Path, process: subprocess.Popen[bytes]) -> None:
    """Waits until every photo is in the library, however many they are, as long as more of them come.

    Raises:
        TimeoutError: none has come for a while though some are missing, or the process has ended.
    """
    while (count := stored_count(library)) < len(photos.sha256s) or not photos.all_in(hashes_in(library)):
        wait_until(lambda count=count: stored_count(library) > count, process)  # type: ignore[misc]


def ends_within(process: subprocess.Popen[bytes], time_s: float) -> bool:
    """Lets a process work for ``time_s``; whether it has ended by itself meanwhile."""
    try:
        process.wait(time_s)
    except subprocess.TimeoutExpired:
        return False
    return True
