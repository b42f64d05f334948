"""Keeps the process small: images come and go in pieces of megabytes."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os

# <malloc.h>
_M_MMAP_THRESHOLD = -3
_M_ARENA_MAX = -8
_LARGE_BYTES = 256 * 1024
_ARENAS = 2


def give_back_large_blocks() -> None:
    """Makes glibc return large freed blocks to the system at once, instead of keeping some for each thread.

    Seven cameras need 120 MB so, and 300 MB otherwise. Other C libraries do well without.
    """
    with contextlib.suppress(OSError, AttributeError, TypeError):
        libc = ctypes.CDLL(None)
        libc.mallopt(_M_MMAP_THRESHOLD, _LARGE_BYTES)
        libc.mallopt(_M_ARENA_MAX, _ARENAS)


def give_back_freed_memory() -> None:
    """Returns to the system what is free now, small blocks too; for moments at which much has just ended."""
    gc.collect()
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def keep_arithmetic_small() -> None:
    """Gives numpy's linear algebra, for which an agent has no use, one thread: each has buffers of megabytes.

    Call it before numpy is imported. What the user has set stays.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
