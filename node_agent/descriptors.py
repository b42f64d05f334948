"""File descriptors: every connection takes one before anyone knows whose it is, and every capture needs one."""

from __future__ import annotations

import contextlib
import os

ENOUGH = 65536
"""Connections that are no more than begun end after seconds; hardly any peer opens as many in that time."""
SELECTABLE = 512
"""select(2) knows descriptors below 1024 only, and others may be taken at the same time."""


def raise_limit() -> None:
    """Lets the process have as many as the system allows it; the usual 256 or 1024 are soon taken by strangers."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # Windows has no such limit

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        allowed = ENOUGH if hard == resource.RLIM_INFINITY else min(hard, ENOUGH)
        if soft != resource.RLIM_INFINITY and soft < allowed:
            resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))


def next_is_selectable() -> bool:
    """Whether what is opened next can be waited for by a library that uses select(2)."""
    try:
        descriptor = os.open(os.devnull, os.O_RDONLY)
    except OSError:
        return False
    os.close(descriptor)
    return descriptor < SELECTABLE
