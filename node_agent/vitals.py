"""How the board is doing, where it tells."""

from __future__ import annotations

from pathlib import Path

_TEMPERATURE = Path("/sys/class/thermal/thermal_zone0/temp")
_THROTTLED = Path("/sys/devices/platform/soc/soc:firmware/get_throttled")
_THROTTLED_NOW = 0xF
"""Raspberry Pi documentation, vcgencmd get_throttled: bits 0 to 3 are under-voltage, capping, throttling, heat."""


def temperature_c() -> float | None:
    """Of the processor; None where the board does not tell."""
    try:
        return int(_TEMPERATURE.read_text("ascii")) / 1000
    except (OSError, ValueError):
        return None


def throttled() -> bool | None:
    """Whether the board runs slower than it could, for want of power or for heat; None where it does not tell."""
    try:
        return bool(int(_THROTTLED.read_text("ascii"), 16) & _THROTTLED_NOW)
    except (OSError, ValueError):
        return None
