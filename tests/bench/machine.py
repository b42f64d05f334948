"""What is to be said of the machine beside figures; no names."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import Any

import psutil

_CPU_FACTS = Path("/proc/cpuinfo")


def describe() -> dict[str, Any]:
    """Cores, memory, system, and how busy it was: one minute's load before the bench began."""
    return {
        "cores": os.cpu_count(),
        "processor": _processor(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30),
        "system": f"{platform.system()} {platform.release().partition('-')[0]}",
        "python": platform.python_version(),
        "load": round(psutil.getloadavg()[0], 1),
    }


def _processor() -> str:
    try:
        lines = _CPU_FACTS.read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
