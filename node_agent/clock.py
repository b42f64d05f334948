"""When an image was taken, in a form from which a wrong device clock can be mended later."""

from __future__ import annotations

import ctypes
import functools
import sys
import time
import uuid
from pathlib import Path
from typing import NamedTuple

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_TIMEX_BYTES = 256  # struct timex is 208 bytes on 64-bit Linux; the kernel writes no more than that
_TIME_ERROR = 5  # <sys/timex.h>: the clock is not synchronised


class Moment(NamedTuple):
    """Unix time by the device's clock, and nanoseconds since the boot named by ``boot_id``, 0 when not known."""

    wall_ns: int
    monotonic_ns: int
    boot_id: str
    clock_synced: bool


def now() -> Moment:
    return Moment(time.time_ns(), time.monotonic_ns(), boot_id(), clock_synced())


def of_file(modified_ns: int) -> Moment:
    """The moment at which a file got its modification time, as far as this boot knows.

    A file from before this boot, or ahead of this clock, was not dated by it.
    """
    present = now()
    since_boot_ns = present.monotonic_ns - (present.wall_ns - modified_ns)
    known = 0 < since_boot_ns <= present.monotonic_ns
    return present._replace(wall_ns=max(0, modified_ns), monotonic_ns=since_boot_ns if known else 0)


@functools.cache
def boot_id() -> str:
    """Names the time from which ``time.monotonic_ns`` counts: the kernel's boot id, or else this process."""
    try:
        return _BOOT_ID.read_text("ascii").strip()
    except OSError:
        return str(uuid.uuid4())


def clock_synced() -> bool:
    """Whether the kernel takes its clock for right (adjtimex(2)); true where it can't tell."""
    if not sys.platform.startswith("linux"):
        return True
    timex = ctypes.create_string_buffer(_TIMEX_BYTES)
    return bool(_libc().adjtimex(timex) != _TIME_ERROR)


@functools.cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None)
