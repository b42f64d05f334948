"""Which threads go first when all processors are busy."""

from __future__ import annotations

import os
import sys
import threading

LOWEST = 19
"""The highest nice value of Linux: such a thread gets what the others leave, and a little."""


def give_way() -> None:
    """Lets all other threads go before the present one, for as long as that one lives.

    Work that takes all processors would else hold up the window and what comes in. On Linux a thread has a nice value
    of its own (setpriority(2)); elsewhere nothing changes.
    """
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LOWEST)
